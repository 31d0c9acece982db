/** Files with keys into a vault and out of it, by the built command line. */
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { vaultId } from '../../sandbox/world.ts';
import { assign } from '../../sandbox/world-parts.ts';
import { issue, opensslFolder, type OpensslFolder } from '../../unit/pki/files/openssl-files.ts';
import { refusalOf } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { hasOpenssl, pemCertificates, readSecret } from './stored-secret.ts';

const VAULT = 'contoso-prod';
const HOST = `${VAULT}.vault.azure.net`;
const PASSWORD = 'correct horse';

interface Imported {
  readonly version: string;
  readonly thumbprint: string;
  readonly contentType: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly notes: readonly { readonly kind: string }[];
}
interface Bundle {
  readonly policy: {
    readonly key_props: Readonly<Record<string, unknown>>;
    readonly secret_props: { readonly contentType: string };
    readonly lifetime_actions: readonly { readonly action: { readonly action_type: string } }[];
    readonly issuer: { readonly name: string };
  };
  readonly tags: Readonly<Record<string, string>>;
  readonly attributes: { readonly enabled: boolean };
}

describe('files with keys', { skip: !hasOpenssl(), concurrency: 4 }, () => {
  let world: ProductWorld;
  let folder: string;
  let openssl: OpensslFolder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvcert-transfer-'));
    openssl = await opensslFolder();
    await issue(openssl, 'root', 'RSA-2048', { ca: true });
    await issue(openssl, 'between', 'RSA-2048', { issuer: 'root', ca: true });
    await issue(openssl, 'rsa', 'RSA-2048', { issuer: 'between' });
    await issue(openssl, 'ec', 'P-384', { issuer: 'between' });
    await openssl.write('chain.pem', await openssl.join('between.crt', 'root.crt'));
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    world = await startProductWorld({
      world: (usual) => ({
        ...usual,
        principals: usual.principals.map((principal) =>
          principal.name !== 'operator'
            ? principal
            : {
                ...principal,
                roles: [
                  ...principal.roles,
                  ...usual.vaults
                    .filter(({ name }) => name === VAULT)
                    .map((vault) => assign('Key Vault Certificate User', vaultId(vault))),
                ],
              },
        ),
      }),
    });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await openssl.remove();
    await world.close();
  });

  const run = (...args: readonly string[]) => world.run(...args, '--output', 'json');
  const fileOf = async (name: string, bytes: string | Uint8Array): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, bytes, { mode: 0o600 });
    return file;
  };
  const pem = async (name: string): Promise<string> =>
    fileOf(`${name}.pem`, await openssl.join(`${name}.key`, `${name}.crt`, 'chain.pem'));
  const pfx = async (name: string, more = ''): Promise<string> => {
    const out = `${name}${more.replaceAll(/\W/g, '')}.pfx`;
    await openssl.openssl(
      `pkcs12 -export -inkey ${name}.key -in ${name}.crt -certfile chain.pem ${more} -passout 'pass:${PASSWORD}' -out ${out}`,
    );
    return fileOf(out, await openssl.read(out));
  };
  const withPassword = () => ['--password-file', join(folder, 'password')];
  const importInto = (name: string, file: string, ...more: readonly string[]) =>
    run('import', `${VAULT}/${name}`, file, ...more);
  const imported = ({ code, stdout, stderr }: Ended): Imported => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return (JSON.parse(stdout) as { readonly imported: Imported }).imported;
  };
  const bundleOf = async (name: string): Promise<Bundle> =>
    (await azureCaller(world.ready, 'auditor').ask(
      'GET',
      vaultUrl(VAULT, `/certificates/${name}`),
    )) as Bundle;
  const exported = async (name: string, format: string, ...more: readonly string[]) => {
    const file = join(folder, `${name}.${format}`);
    const target = `${VAULT}/${name}`;
    const ended = await run('export', target, '--format', format, '--to', file, ...more);
    assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
    return file;
  };
  const keyIn = async (name: string) =>
    createPrivateKey(await openssl.read(`${name}.key`)).export({ format: 'der', type: 'pkcs8' });

  for (const name of ['rsa', 'ec']) {
    for (const kind of ['pem', 'pfx'] as const) {
      const target = `${name}-${kind}`;
      it(`goes in as it is, and comes out the same: ${target}`, async () => {
        const file = kind === 'pem' ? await pem(name) : await pfx(name);
        const more = kind === 'pem' ? [] : withPassword();
        const { result, log } = await requestsDuring(world.control, () =>
          importInto(target, file, ...more),
        );
        const { thumbprint, contentType } = imported(result);
        const leaf = new X509Certificate(await openssl.read(`${name}.crt`));
        assert.equal(thumbprint, leaf.fingerprint.replaceAll(':', '').toLowerCase());
        assert.equal(contentType, `application/x-${kind === 'pem' ? 'pem-file' : 'pkcs12'}`);
        assert.deepEqual(
          changes(log).filter((request) => request.includes(`/${target}`)),
          [`POST ${HOST}/certificates/${target}/import`],
        );
        const { policy } = await bundleOf(target);
        assert.equal(policy.issuer.name, 'Unknown');
        assert.equal(policy.lifetime_actions[0]?.action.action_type, 'EmailContacts');

        const out = await exported(target, 'pem-with-key', '--no-password');
        assert.equal((await stat(out)).mode & 0o777, 0o600);
        const text = (await readFile(out)).toString();
        const key = createPrivateKey(text).export({ format: 'der', type: 'pkcs8' });
        assert.deepEqual(key, await keyIn(name));
        const chain = await openssl.join(`${name}.crt`, 'chain.pem');
        assert.deepEqual(
          pemCertificates(text).map((block) => new X509Certificate(block).subject),
          pemCertificates(chain.toString()).map((block) => new X509Certificate(block).subject),
        );
        for (const legacy of [[], ['--legacy']]) {
          // Whoever could read the file before is not to read the key.
          await writeFile(join(folder, `${target}.pfx`), 'before', { mode: 0o644 });
          const again = await exported(target, 'pfx', ...withPassword(), '--force', ...legacy);
          assert.equal((await stat(again)).mode & 0o777, 0o600);
          const from = `${target}${legacy.join('')}`;
          await openssl.write(`${from}.pfx`, await readFile(again));
          await openssl.openssl(
            `pkcs12 -in ${from}.pfx -passin 'pass:${PASSWORD}' -nodes -out ${from}.pem`,
          );
          const opened = createPrivateKey(await openssl.read(`${from}.pem`));
          assert.deepEqual(opened.export({ format: 'der', type: 'pkcs8' }), await keyIn(name));
        }
        const history = JSON.parse((await run('history', '--name', target)).stdout) as {
          readonly history: readonly { readonly kind: string; readonly outcome: string }[];
        };
        assert.deepEqual(
          history.history.map(({ kind: deed, outcome }) => `${deed} ${outcome}`),
          ['export done', 'export done', 'export done', 'import done'],
        );
      });
    }
  }

  it('gives what is public without reading the secret', async () => {
    imported(await importInto('public', await pem('rsa')));
    for (const format of ['cer', 'pem']) {
      const { result, log } = await requestsDuring(world.control, () => exported('public', format));
      assert.ok(!log.some(({ path }) => path.startsWith('/secrets/public')));
      const certificate = new X509Certificate(await readFile(result));
      assert.deepEqual(certificate.raw, new X509Certificate(await openssl.read('rsa.crt')).raw);
    }
    const chain = await world.run('export', `${VAULT}/public`, '--format', 'chain');
    assert.equal(chain.code, 0, chain.stderr);
    const wanted = pemCertificates((await openssl.join('rsa.crt', 'chain.pem')).toString());
    assert.deepEqual(
      pemCertificates(chain.stdout).map((block) => new X509Certificate(block).raw),
      wanted.map((block) => new X509Certificate(block).raw),
    );
    assert.ok(!chain.stdout.includes('PRIVATE'));
  });

  it('does not give a key out that may not leave, and leaves no file', async () => {
    imported(await importInto('kept', await pem('rsa'), '--no-export'));
    const file = join(folder, 'kept.pfx');
    const args = ['export', `${VAULT}/kept`, '--format', 'pfx', '--to', file, '--no-password'];
    const refused = refusalOf(await run(...args), 1, 'CannotExport');
    assert.match(refused.message, /may not be exported: so it was decided when it was made/);
    await assert.rejects(stat(file));
    assert.ok(await exported('kept', 'chain'));
    const before = await fileOf('before.pfx', 'what was there');
    const over = [...args.with(5, before), '--force'];
    refusalOf(await run(...over), 1, 'CannotExport');
    assert.equal((await readFile(before)).toString(), 'what was there');
    refusalOf(await run(...args.with(5, before)), 2, 'InvalidOption');
  });

  it('does not read the secret of a disabled version', async () => {
    imported(await importInto('asleep', await pem('rsa'), '--disabled'));
    assert.equal((await bundleOf('asleep')).attributes.enabled, false);
    const args = ['export', `${VAULT}/asleep`, '--format', 'chain'];
    const refused = refusalOf(await run(...args), 1, 'CannotExport');
    assert.match(
      refused.remedies[0]?.command ?? '',
      /^kvcert enable contoso-prod\/asleep --version/,
    );
  });

  it('keeps tags and policy, but for the kind of the key, in a new version', async () => {
    const first = await importInto('again', await pem('rsa'), '--tag', 'team=web', '--no-export');
    imported(first);
    refusalOf(await importInto('again', await pem('ec')), 2, 'CertificateExists');
    const unsure = await importInto('again', await pem('ec'), '--new-version');
    assert.equal(imported(unsure).key['kty'], 'EC');
    const { policy, tags } = await bundleOf('again');
    assert.deepEqual(tags, { team: 'web' });
    assert.equal(policy.key_props['exportable'], false);
    assert.equal(policy.key_props['crv'], 'P-384');
    assert.equal(policy.secret_props.contentType, 'application/x-pem-file');
    const same = await importInto('again', await pem('ec'), '--new-version');
    const question = refusalOf(same, 2, 'InvalidUsage');
    assert.match(question.message, /The newest version is this very certificate/);
    const other = await importInto('again', await pfx('rsa'), ...withPassword(), '--new-version');
    assert.equal(imported(other).contentType, 'application/x-pem-file');
  });

  it('lets an issuer renew it from then on', async () => {
    imported(await importInto('renewed', await pfx('rsa'), ...withPassword()));
    const policy = ['policy', 'set', `${VAULT}/renewed`, '--issuer', 'self', '--auto-renew', '80%'];
    const { code, stdout, stderr } = await run(...policy, '--yes');
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    const { policy: now } = await bundleOf('renewed');
    assert.equal(now.issuer.name, 'Self');
    assert.equal(now.lifetime_actions[0]?.action.action_type, 'AutoRenew');
  });

  it('asks for no second import where the answer to the first was lost', async () => {
    const match = { method: 'POST', path: '/certificates/lost/import' };
    await world.control.fault({ kind: 'drop', when: 'after', match, count: 1 });
    const { version } = imported(await importInto('lost', await pem('ec')));
    const { versions } = await world.control.certificate(VAULT, 'lost');
    assert.deepEqual(
      versions.map(({ id }) => id),
      [version],
    );
  });

  it('comes not over what is pending or deleted', async () => {
    const stranger = azureCaller(world.ready, 'stranger');
    const policy = {
      issuer: { name: 'Unknown' },
      key_props: { kty: 'RSA', key_size: 2048 },
      x509_props: { subject: 'CN=other.example.com' },
    };
    await stranger.ask('POST', vaultUrl(VAULT, '/certificates/pending/create'), { policy });
    const pending = await importInto('pending', await pem('rsa'));
    refusalOf(pending, 1, 'ForeignPendingOperation');
    imported(await importInto('gone', await pem('rsa')));
    const deleted = await run('delete', `${VAULT}/gone`, '--yes');
    assert.equal(deleted.code, 0, deleted.stderr);
    refusalOf(await importInto('gone', await pem('rsa')), 1, 'NameSoftDeleted');
  });

  it('needs a vault with an HSM for a key that is to be in one', async () => {
    const key = imported(await importInto('in-hsm', await pem('rsa'), '--hsm')).key;
    assert.deepEqual([key['kty'], key['exportable']], ['RSA-HSM', false]);
    const elsewhere = ['import', 'contoso-dev/in-hsm', await pem('rsa'), '--hsm'];
    refusalOf(await run(...elsewhere), 1, 'HsmNeedsPremium');
    refusalOf(await run(...elsewhere, '--export'), 2, 'InvalidUsage');
  });

  it('warns of a repository that the key is in', async () => {
    imported(await importInto('watched', await pem('rsa')));
    const repository = join(folder, 'repository', 'certs');
    await mkdir(repository, { recursive: true });
    await mkdir(join(folder, 'repository', '.git'));
    const file = join(repository, 'key.pem');
    const args = ['export', `${VAULT}/watched`, '--format', 'pem-with-key', '--no-password'];
    const { code, stderr } = await world.run(...args, '--to', file);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /key\.pem is in the git repository .*repository: see that the key/);
  });

  it('says nothing of key and password anywhere', async () => {
    const more = [...withPassword(), '--verbose'];
    const ended = await importInto('quiet', await pfx('rsa'), ...more);
    imported(ended);
    const out = join(folder, 'quiet.pem');
    const args = ['export', `${VAULT}/quiet`, '--format', 'pem-with-key', '--to', out];
    const given = await run(...args, ...more);
    assert.equal(given.code, 0, given.stderr);
    const secret = await readSecret(world.ready, VAULT, 'quiet');
    const lines = (await openssl.read('rsa.key')).toString().split('\n').slice(1, -2);
    const secrets = [PASSWORD, secret.value.slice(100, 164), ...lines];
    const states = await Promise.all(
      (await readdir(world.stateFolder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
    );
    const texts = [ended, given].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const text of [...texts, ...states]) {
      assert.ok(!secrets.some((one) => text.includes(one)), text);
    }
    assert.match((await readFile(out)).toString(), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  });

  const REFUSED: readonly (readonly [
    title: string,
    make: () => Promise<string>,
    more: readonly string[],
    says: RegExp,
  ])[] = [
    ['a wrong password', () => pfx('rsa', '-nomac'), ['other'], /its password is another one/],
    ['no password', () => pfx('rsa'), [], /its password is needed/],
    [
      'a key mismatch',
      async () => fileOf('mismatch.pem', await openssl.join('rsa.key', 'ec.crt')),
      [],
      /the private key in it belongs to none of its certificates \(CN=ec\)/,
    ],
    [
      'two leaves',
      async () => fileOf('two.pem', await openssl.join('rsa.key', 'rsa.crt', 'ec.key', 'ec.crt')),
      [],
      /several certificates with their keys in it \(CN=rsa [0-9a-f]{40} until .* and CN=ec/,
    ],
    ['garbage', () => fileOf('garbage', 'It is no certificate.'), [], /none of PFX/],
    ['nothing', () => fileOf('empty', ''), [], /: it is empty\.$/],
    [
      '10 MB',
      () => fileOf('large', Buffer.alloc(10 * 1024 * 1024, 48)),
      [],
      /it has more than 1048576 bytes/,
    ],
    [
      'no key',
      async () => fileOf('public.pem', await openssl.join('rsa.crt', 'chain.pem')),
      [],
      /there is no private key in it/,
    ],
  ];
  for (const [title, make, [password], says] of REFUSED) {
    it(`is refused before anybody is asked: ${title}`, async () => {
      const file = await make();
      const more =
        password === undefined ? [] : ['--password-file', await fileOf('wrong-password', password)];
      const { result, log } = await requestsDuring(world.control, () =>
        importInto('refused', file, ...more),
      );
      assert.match(refusalOf(result, 2, 'ImportFileUnusable').message, says);
      assert.ok(!log.some(({ path }) => path.includes('/refused')));
      const { code, stdout } = await importInto('refused', file, '--check-only', ...more);
      const { examination } = JSON.parse(stdout) as { examination: { verdict: string } };
      assert.deepEqual([code, examination.verdict], [2, 'blocking']);
    });
  }

  it('puts a shuffled chain in order, and says so', async () => {
    const file = await fileOf(
      'shuffled.pem',
      await openssl.join('root.crt', 'rsa.crt', 'between.crt', 'rsa.key'),
    );
    const { notes } = imported(await importInto('shuffled', file));
    assert.deepEqual(notes, [{ kind: 'reordered' }]);
    const secret = await readSecret(world.ready, VAULT, 'shuffled');
    assert.deepEqual(
      pemCertificates(secret.value).map((block) => new X509Certificate(block).subject),
      ['CN=rsa', 'CN=between', 'CN=root'],
    );
  });

  it('takes the leaf that is named', async () => {
    const file = await fileOf(
      'named.pem',
      await openssl.join('rsa.key', 'rsa.crt', 'ec.key', 'ec.crt', 'chain.pem'),
    );
    const { fingerprint } = new X509Certificate(await openssl.read('ec.crt'));
    const { thumbprint } = imported(await importInto('named', file, '--thumbprint', fingerprint));
    assert.equal(thumbprint, fingerprint.replaceAll(':', '').toLowerCase());
  });

  it('gives a key into no pipe', async () => {
    const args = ['export', `${VAULT}/any`, '--format', 'pem-with-key', '--no-password'];
    assert.match(refusalOf(await run(...args), 2, 'InvalidUsage').message, /--to FILE/);
    const both = await run(...args.slice(0, 4), '--to', 'x', ...withPassword(), '--no-password');
    refusalOf(both, 2, 'InvalidUsage');
  });
});
