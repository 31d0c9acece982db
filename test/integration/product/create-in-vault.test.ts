/** Certificates that Key Vault makes without ACME: by itself, or as a CSR for a person. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const run = promisify(execFile);

describe('a certificate that Key Vault makes', () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    world = await startProductWorld();
    folder = await mkdtemp(join(tmpdir(), 'kvcert-policies-'));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  const foreignOperations: string[] = [];
  afterEach(() => assertNothingLeft(world, { foreignOperations }));

  const create = (name: string, ...more: readonly string[]) =>
    world.run('create', `${VAULT}/${name}`, '--output', 'json', ...more);
  const self = (name: string, ...more: readonly string[]) =>
    create(name, '--issuer', 'self', '--dns', `${name}.internal`, ...more);
  const policyOf = async (name: string) => (await world.control.certificate(VAULT, name)).policy;

  const KEYS: readonly (readonly [string, string, string | number, boolean])[] = [
    ['rsa-2048', 'RSA', 2048, true],
    ['rsa-3072', 'RSA', 3072, true],
    ['rsa-4096', 'RSA', 4096, true],
    ['ec-p256', 'EC', 'P-256', true],
    ['ec-p384', 'EC', 'P-384', true],
    ['ec-p521', 'EC', 'P-521', true],
    ['ec-p256k', 'EC', 'P-256K', true],
    ['rsa-2048-hsm', 'RSA-HSM', 2048, false],
    ['ec-p521-hsm', 'EC-HSM', 'P-521', false],
  ];
  it('has any kind of key', async () => {
    await Promise.all(
      KEYS.map(async ([key, kty, shape, exportable]) => {
        const issued = issuedBy(await self(key, '--key', key));
        assert.deepEqual(issued.dnsNames, [`${key}.internal`]);
        const { key_props } = await policyOf(key);
        assert.deepEqual(
          [key_props.kty, key_props.crv ?? key_props.key_size, key_props.exportable],
          [kty, shape, exportable],
        );
      }),
    );
  });

  it('has every member of the policy that the options name', async () => {
    issuedBy(
      await self(
        'options',
        ...['--subject', 'CN=options, O=Contoso\\, Inc., OU=Web + L=Köln, S=NRW, C=DE'],
        ...['--dns', '*.options.internal', '--email', 'ops@contoso.example', '--upn', 'ops@corp'],
        ...['--ip', '10.0.0.7', '--ip', '2001:db8::7', '--uri', 'spiffe://contoso/web'],
        ...['--eku', 'serverAuth', '--eku', '1.3.6.1.4.1.311.20.2.2'],
        ...['--key-usage', 'digitalsignature', '--key-usage', 'cRLSign', '--months', '7'],
        ...['--pem', '--no-export', '--reuse-key', '--auto-renew', '30d', '--notify', '90%'],
        ...['--tag', 'team=web', '--disabled'],
      ),
    );
    const { key_props, secret_props, x509_props, lifetime_actions, issuer } =
      await policyOf('options');
    assert.deepEqual([key_props.exportable, key_props.reuse_key], [false, true]);
    assert.deepEqual(secret_props, { contentType: 'application/x-pem-file' });
    assert.deepEqual(x509_props, {
      subject: 'CN=options, O="Contoso, Inc.", OU=Web + L=Köln, S=NRW, C=DE',
      sans: {
        dns_names: ['options.internal', '*.options.internal'],
        emails: ['ops@contoso.example'],
        upns: ['ops@corp'],
        uris: ['spiffe://contoso/web'],
        ipAddresses: ['10.0.0.7', '2001:db8::7'],
      },
      ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.20.2.2'],
      key_usage: ['digitalSignature', 'cRLSign'],
      validity_months: 7,
      basic_constraints: { ca: false },
    });
    assert.deepEqual(lifetime_actions, [
      { trigger: { days_before_expiry: 30 }, action: { action_type: 'AutoRenew' } },
      { trigger: { lifetime_percentage: 90 }, action: { action_type: 'EmailContacts' } },
    ]);
    assert.deepEqual(issuer, { name: 'Self' });
    const { versions } = await world.control.certificate(VAULT, 'options');
    assert.deepEqual(
      versions.map(({ tags, enabled }) => [tags, enabled]),
      [[{ team: 'web' }, false]],
    );
    const { stdout } = await world.run('history', '--name', 'options', '--output', 'json');
    assert.match(stdout, /"ca":"Self".*"outcome":"done"/);
  });

  it('has what a policy file says, and what the options say over it', async () => {
    const file = join(folder, 'policy.json');
    const policy = {
      issuerParameters: { name: 'Self', certificateTransparency: null },
      keyProperties: { keyType: 'EC', curve: 'P-384', exportable: true, reuseKey: true },
      x509CertificateProperties: {
        subject: 'CN=file.internal',
        subjectAlternativeNames: { dnsNames: ['file.internal'] },
        validityInMonths: 3,
      },
    };
    await writeFile(file, JSON.stringify(policy, undefined, 2));
    issuedBy(await create('file', '--policy', file, '--months', '9', '--key', 'rsa-3072'));
    const { key_props, x509_props } = await policyOf('file');
    assert.deepEqual([key_props.kty, key_props.key_size, key_props.reuse_key], ['RSA', 3072, true]);
    assert.deepEqual([x509_props.subject, x509_props.validity_months], ['CN=file.internal', 9]);
  });

  it('becomes a CSR that openssl reads where a person asks the CA', async () => {
    foreignOperations.push('manual');
    const file = join(folder, 'manual.csr');
    const args = ['--issuer', 'manual', '--dns', 'a.example', '--key', 'ec-p521', '--csr-to', file];
    const { code, stdout } = await create('manual', ...args);
    assert.equal(code, 0);
    const result = JSON.parse(stdout) as { readonly csr: string; readonly waitsFor: string };
    assert.equal(result.waitsFor, 'merge');
    assert.equal(await readFile(file, 'utf8'), result.csr);
    const text = (await run('openssl', ['req', '-in', file, '-noout', '-verify', '-text'])).stdout;
    assert.match(text, /Subject: CN ?= ?a\.example/);
    assert.match(text, /DNS:a\.example/);
    assert.match(text, /P-521/);
    refusalOf(
      await create('manual', '--issuer', 'manual', '--dns', 'a.example'),
      1,
      'ForeignPendingOperation',
    );
    refusalOf(await create('manual2', ...args), 2, 'InvalidOption');
  });

  it('is a new version where that is said: other tags stay', async () => {
    issuedBy(await self('again', '--tag', 'team=web', '--tag', 'cost=7'));
    refusalOf(await self('again'), 2, 'CertificateExists');
    const { version } = issuedBy(await self('again', '--new-version', '--tag', 'team=shop'));
    const { versions } = await world.control.certificate(VAULT, 'again');
    assert.equal(versions.length, 2);
    const newest = versions.find(({ id }) => id === version) ?? assert.fail();
    assert.deepEqual(newest.tags, { team: 'shop', cost: '7' });
  });

  it('is only looked at with --dry-run', async () => {
    const { result, log } = await requestsDuring(world.control, () => self('dry', '--dry-run'));
    assert.equal(result.code, 0);
    assert.deepEqual(changes(log), []);
    const { dryRun } = JSON.parse(result.stdout) as {
      readonly dryRun: { readonly policy: { readonly x509_props: object } };
    };
    assert.deepEqual(dryRun.policy.x509_props, {
      subject: 'CN=dry.internal',
      sans: { dns_names: ['dry.internal'] },
      ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      key_usage: ['digitalSignature', 'keyEncipherment'],
      validity_months: 12,
    });
  });

  it('is taken back by Ctrl+C', async () => {
    const running = world.start('create', `${VAULT}/stopped`, '--issuer', 'self', '--dns', 'a.b');
    await running.saying('Make key and CSR in the vault');
    running.child.kill('SIGINT');
    const { code } = await running.ended;
    assert.equal(code, 130);
    const { versions } = await world.control.certificate(VAULT, 'stopped');
    assert.deepEqual(versions, []);
  });

  const HOSTILE: readonly (readonly [string, readonly string[], string])[] = [
    ['a subject that is none', ['--subject', 'example.com'], 'InvalidPolicy'],
    ['a line break in a subject', ['--subject', 'CN=a\nO=b'], 'InvalidPolicy'],
    ['months without end', ['--months', '99999'], 'InvalidPolicy'],
    ['months that are no number', ['--months', '1e3'], 'InvalidOption'],
    ['a time that is none', ['--auto-renew', 'soon'], 'InvalidOption'],
    ['an EKU that is none', ['--eku', '../../x'], 'InvalidPolicy'],
    ['an address that is none', ['--ip', '10.0.0.999'], 'InvalidPolicy'],
    ['a URI without a scheme', ['--uri', 'javascript'], 'InvalidPolicy'],
    ['a kind of key that is none', ['--key', '__proto__'], 'InvalidKeyType'],
    ['an HSM key for export', ['--key', 'rsa-2048-hsm', '--export'], 'InvalidPolicy'],
    ['a product of Self', ['--cty', 'OV'], 'InvalidPolicy'],
    ['an option of ACME', ['--profile', 'classic'], 'InvalidUsage'],
    ['a file that is not there', ['--policy', '/nowhere/policy.json'], 'InvalidOption'],
    ['a folder for a file', ['--policy', '/'], 'InvalidOption'],
    ['a CSR of what has an issuer', ['--csr-to', 'x.csr'], 'InvalidUsage'],
    ['a tag of this product', ['--tag', 'kvcert-ca=x'], 'InvalidTag'],
  ];
  it('is not begun with anything that is wrong', async () => {
    for (const [what, args, code] of HOSTILE) {
      const { result, log } = await requestsDuring(world.control, () => self('wrong', ...args));
      assert.equal(refusalOf(result, 2, code).code, code, what);
      assert.deepEqual(changes(log), [], what);
    }
  });

  it('is not begun with a policy that is none, and the place is named', async () => {
    const files: readonly (readonly [string, RegExp])[] = [
      ['{\n  "x509_props": {\n    "subject": CN\n', /not JSON, from line 3, column 16/],
      ['{"x509_props":{"subjct":"CN=a"}}', /x509_props\.subjct: there is no such member/],
      ['{"key_props":{"key_size":"2048"}}', /key_props\.key_size: a whole number is expected/],
      ['{"key_props":{"kty":"oct"}}', /key_props\.kty: "oct" is none of RSA/],
      ['[]', /an object is expected/],
    ];
    for (const [text, says] of files) {
      const file = join(folder, 'wrong.json');
      await writeFile(file, text);
      const { error } = JSON.parse((await create('wrong', '--policy', file)).stdout) as {
        readonly error: { readonly message: string };
      };
      assert.match(error.message, says);
    }
    refusalOf(await create('wrong', '--subject', 'CN=a'), 2, 'InvalidUsage');
  });
});
