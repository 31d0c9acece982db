import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { OpenSsl } from './openssl.ts';
import { assertAnswers } from './recorded.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, secretOf } from './wire.ts';

const IMPORT = '/certificates/imported/import';
const PEM_POLICY = { secret_props: { contentType: 'application/x-pem-file' } };
const openssl = new OpenSsl();
let vault: VaultUnderTest;

before(() => {
  const subject = '/C=AU/ST=Some-State/O=Internet Widgits Pty Ltd';
  for (const [name, key] of [
    ['rsa', 'rsa:2048'],
    ['other', 'rsa:2048'],
    ['ec', 'ec -pkeyopt ec_paramgen_curve:P-384'],
  ] as const) {
    const files = `-keyout ${name}.key -out ${name}.crt`;
    openssl.run(`req -x509 -newkey ${key} -nodes ${files} -days 36500`, '-subj', subject);
  }
});
after(() => {
  openssl[Symbol.dispose]();
});
beforeEach(() => {
  vault = createVaultUnderTest({ softDeleteRetentionDays: 7 });
});

const send = (body: object) => vault.request('POST', IMPORT, { body });
const base64 = (file: string) => openssl.read(file).toString('base64');
const pem = (...files: readonly string[]) => files.map((file) => openssl.text(file)).join('');
const NOT_PKCS12 = 'import-400-not-pkcs12';
const BAD_PEM = 'import-400-bad-pem';

function makePfx(options: string, password = '', name = 'rsa'): string {
  openssl.run(
    `pkcs12 -export -inkey ${name}.key -in ${name}.crt -out file.pfx ${options}`,
    '-passout',
    `pass:${password}`,
  );
  return base64('file.pfx');
}

describe('importing a PFX file', () => {
  it('answers without a policy as recorded, with a policy that is read from the certificate', async () => {
    assertAnswers(await send({ value: makePfx('') }), 'import-pfx-200-no-policy');
  });

  for (const [what, options] of [
    ['openssl makes it today', ''],
    ['Windows made it for long', '-legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40'],
    [
      'with RC2 of 128 bits and two-key 3DES',
      '-legacy -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-RC2-128',
    ],
    ['with RC4', '-legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-40'],
    ['with AES-128 and SHA-512', '-keypbe AES-128-CBC -certpbe AES-256-CBC -macalg sha512'],
    ['without any encryption', '-keypbe NONE -certpbe NONE'],
  ] as const) {
    it(`opens a file as ${what}, by its password alone`, async () => {
      const value = makePfx(options, 'pä€ss');
      assertAnswers(await send({ value }), NOT_PKCS12);
      assertAnswers(await send({ value, pwd: 'wrong' }), NOT_PKCS12);
      assert.equal((await send({ value, pwd: 'pä€ss' })).status, 200);
    });
  }

  it('takes an EC key, and shows its kind', async () => {
    const answer = await send({ value: makePfx('', '', 'ec') });
    assert.deepEqual(bundleOf(answer).policy.key_props, {
      ...{ exportable: true, kty: 'EC', key_size: 384, reuse_key: false, crv: 'P-384' },
    });
  });

  it('reads names, usages and months of the certificate', async () => {
    openssl.run(
      'req -x509 -newkey rsa:2048 -nodes -keyout full.key -out full.crt -days 36524',
      ...['-subj', '/CN=shop/O=Example, Inc./serialNumber=7/organizationIdentifier=X'],
      ...['-addext', 'subjectAltName=DNS:a.example.com,IP:10.0.0.1,email:a@example.com'],
      ...['-addext', 'keyUsage=critical,digitalSignature,decipherOnly'],
      ...['-addext', 'extendedKeyUsage=serverAuth'],
    );
    const answer = await send({ value: makePfx('', '', 'full') });
    const { subject, sans, ekus, key_usage } = bundleOf(answer).policy.x509_props as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      { subject, sans, ekus, key_usage },
      {
        subject: 'OID.2.5.4.97=X, SERIALNUMBER=7, O="Example, Inc.", CN=shop',
        sans: {
          dns_names: ['a.example.com'],
          emails: ['a@example.com'],
          ipAddresses: ['10.0.0.1'],
        },
        ekus: ['1.3.6.1.5.5.7.3.1'],
        key_usage: ['digitalSignature', 'decipherOnly'],
      },
    );
  });

  it('takes only the lifetime actions and the issuer for granted where a policy is sent', async () => {
    const policy = { key_props: { exportable: false }, x509_props: { validity_months: 5 } };
    const sent = bundleOf(await send({ value: makePfx(''), policy })).policy as unknown;
    const { key_props, x509_props, issuer, lifetime_actions } = sent as Record<string, object>;
    assert.partialDeepStrictEqual(key_props, { exportable: false, kty: 'RSA', key_size: 2048 });
    assert.partialDeepStrictEqual(x509_props, { validity_months: 5, ekus: [] });
    assert.deepEqual(issuer, { name: 'Unknown' });
    assert.deepEqual(lifetime_actions, [
      { trigger: { lifetime_percentage: 80 }, action: { action_type: 'EmailContacts' } },
    ]);
  });

  it('can renew by itself afterwards, when its policy gets a named issuer', async () => {
    await vault.request('PUT', '/certificates/issuers/digi', { body: { provider: 'DigiCert' } });
    await send({ value: makePfx('') });
    const lifetime_actions = [
      { trigger: { days_before_expiry: 30 }, action: { action_type: 'AutoRenew' } },
    ];
    const body = { issuer: { name: 'digi' }, lifetime_actions };
    const patched = await vault.request('PATCH', '/certificates/imported/policy', { body });
    assert.equal(patched.status, 200);
    assert.deepEqual(
      (patched.body as { lifetime_actions: object }).lifetime_actions,
      lifetime_actions,
    );
  });

  for (const [what, value, fixture] of [
    ['no base64', () => '%', NOT_PKCS12],
    ['nothing', () => '', NOT_PKCS12],
    ['a PEM file', () => pem('rsa.key', 'rsa.crt'), NOT_PKCS12],
    ['half a file', () => makePfx('').slice(0, 1200), NOT_PKCS12],
  ] as const) {
    it(`refuses ${what} and keeps nothing`, async () => {
      assertAnswers(await send({ value: value() }), fixture);
      assert.equal((await vault.request('GET', '/certificates/imported')).status, 404);
    });
  }

  it('refuses a file without a key, or with the key of another certificate', async () => {
    openssl.run('pkcs12 -export -nokeys -in rsa.crt -out none.pfx -passout pass:');
    assert.match(errorOf(await send({ value: base64('none.pfx') })).message, /^Private key is not/);
    const mixed = await send({ value: pem('other.key', 'rsa.crt'), policy: PEM_POLICY });
    assert.match(errorOf(mixed).message, /does not belong to any/);
  });

  it('refuses what has expired, and passwords and subjects that are too long', async () => {
    vault.advance(101 * 365 * 86_400);
    assert.match(errorOf(await send({ value: makePfx('') })).message, /expired/);
    const value = makePfx('');
    const long = await send({ value, pwd: 'x'.repeat(201) });
    assert.match(errorOf(long).message, /char length is too long/);
    const policy = { x509_props: { subject: `CN=${'x'.repeat(200)}` } };
    assert.match(errorOf(await send({ value, policy })).message, /char length is too long/);
  });
});

describe('importing a PEM file', () => {
  it('gives the key back, the chain as it was kept', async () => {
    const value = pem('ec.key', 'ec.crt', 'other.crt');
    const answer = await send({ value, policy: PEM_POLICY, preserveCertOrder: true });
    assert.equal(answer.status, 200);
    const secret = secretOf(await vault.request('GET', '/secrets/imported', { as: 'auditor' }));
    assert.equal(secret.value, value);
  });

  for (const cipher of [
    'PBE-SHA1-3DES',
    'PBE-SHA1-2DES',
    'PBE-SHA1-RC2-128',
    'PBE-SHA1-RC2-40',
    'PBE-SHA1-RC4-128',
    'PBE-SHA1-RC4-40',
  ]) {
    it(`opens a key that is encrypted by ${cipher}, by its password alone`, async () => {
      openssl.run(
        `pkcs8 -topk8 -in rsa.key -v1 ${cipher} -provider legacy -provider default -out enc.key`,
        ...['-passout', 'pass:pä€ss'],
      );
      const body = { value: pem('enc.key', 'rsa.crt'), policy: PEM_POLICY };
      assertAnswers(await send(body), BAD_PEM);
      assertAnswers(await send({ ...body, pwd: 'wrong' }), BAD_PEM);
      assert.equal((await send({ ...body, pwd: 'pä€ss' })).status, 200);
    });
  }

  it('does not open a key that is encrypted by PBES2', async () => {
    openssl.run('pkcs8 -topk8 -in rsa.key -v2 aes-256-cbc -out new.key -passout pass:x');
    const value = pem('new.key', 'rsa.crt');
    assertAnswers(await send({ value, pwd: 'x', policy: PEM_POLICY }), BAD_PEM);
  });

  it('refuses other forms in the recorded words', async () => {
    const policy = PEM_POLICY;
    const good = pem('rsa.key', 'rsa.crt');
    assertAnswers(await send({ value: good.replaceAll('\n', '\r\n'), policy }), BAD_PEM);
    const key = createPrivateKey(openssl.read('rsa.key'));
    const pkcs1 = key.export({ type: 'pkcs1', format: 'pem' }).toString();
    assertAnswers(await send({ value: pkcs1 + pem('rsa.crt'), policy }), BAD_PEM);
    assertAnswers(await send({ value: pem('rsa.key'), policy }), BAD_PEM);
    assertAnswers(await send({ value: makePfx(''), policy }), BAD_PEM);
    assertAnswers(await send({ value: pem('rsa.crt'), policy }), 'import-400-pem-without-key');
  });

  it('takes the kind of file that the name had before', async () => {
    assert.equal(
      (await send({ value: pem('rsa.key', 'rsa.crt'), policy: PEM_POLICY })).status,
      200,
    );
    assertAnswers(await send({ value: makePfx('') }), BAD_PEM);
    assert.equal((await send({ value: pem('other.key', 'other.crt') })).status, 200);
    const policy = { secret_props: { contentType: 'application/x-pkcs12' } };
    assert.equal((await send({ value: makePfx(''), policy })).status, 200);
  });
});

describe('importing under a name', () => {
  it('is refused while something is pending or deleted there', async () => {
    const policy = { x509_props: { subject: 'CN=x' } };
    await vault.request('POST', '/certificates/imported/create', { body: { policy } });
    assertAnswers(await send({ value: makePfx('') }), 'create-409-while-pending');
    await vault.request('DELETE', '/certificates/imported');
    const deleted = await send({ value: makePfx('') });
    assertAnswers(deleted, 'create-409-deleted-but-recoverable', { hotsqa: 'imported' });
  });

  it('takes the place of an operation that has ended', async () => {
    const policy = { x509_props: { subject: 'CN=x' }, issuer: { name: 'Self' } };
    await vault.request('POST', '/certificates/imported/create', { body: { policy } });
    vault.advance(10);
    const answer = await send({ value: makePfx('') });
    assert.equal(answer.status, 200);
    assert.equal(bundleOf(answer).pending, undefined);
    assert.equal((await vault.request('GET', '/certificates/imported/pending')).status, 404);
  });
});
