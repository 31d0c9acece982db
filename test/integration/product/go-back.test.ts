/** Making an older version the newest again, by the built command line. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { vaultId } from '../../sandbox/world.ts';
import { assign } from '../../sandbox/world-parts.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import { startKvcert } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';
import { pemCertificates, readSecret } from './stored-secret.ts';

const VAULT = 'contoso-prod';

interface Bundle {
  readonly id: string;
  readonly cer: string;
  readonly tags: object;
  readonly policy: Readonly<Record<string, unknown>>;
}
interface WentBack {
  readonly version: string;
  readonly to: string;
  readonly thumbprint: string;
}

describe('going back to an older version', () => {
  let world: ProductWorld;
  before(async () => {
    const ago = { createdAt: Date.now() - 100 * 86_400_000 };
    const certificates = [
      { ...(await seededCertificate('late', { from: -100, to: -1 })), ...ago },
      await seededCertificate('late', { from: -10, to: 80 }),
    ];
    world = await startProductWorld({
      world: (usual) => ({
        ...usual,
        vaults: usual.vaults.map((vault) =>
          vault.name === VAULT ? { ...vault, certificates } : vault,
        ),
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
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const run = (...args: readonly string[]) => world.run(...args, '--output', 'json');
  const make = async (name: string, ...more: readonly string[]) => {
    const dns = ['--dns', `${name}.example.com`, '--agree-terms'];
    return issuedBy(await run('create', `${VAULT}/${name}`, ...dns, ...more));
  };
  const renew = async (name: string, ...more: readonly string[]) =>
    issuedBy(await run('renew', `${VAULT}/${name}`, ...more));
  const bundleOf = async (name: string): Promise<Bundle> =>
    (await azureCaller(world.ready, 'auditor').ask(
      'GET',
      vaultUrl(VAULT, `/certificates/${name}`),
    )) as Bundle;
  const policyOf = ({ policy }: Bundle): object => ({ ...policy, attributes: {} });

  const KINDS = [
    ['p12-ec', ['--key', 'ec-p256'], []],
    ['p12-rsa', ['--key', 'rsa-2048'], ['--key', 'ec-p256']],
    ['pem-ec', ['--key', 'ec-p384', '--pem'], ['--pkcs12']],
    ['pem-rsa', ['--key', 'rsa-2048', '--pem'], []],
  ] as const;
  for (const [name, first, then] of KINDS) {
    it(`imports it with its key, and keeps tags and policy: ${name}`, async () => {
      const old = await make(name, '--tag', 'team=web', ...first);
      const before = await readSecret(world.ready, VAULT, name);
      const next = await renew(name, ...then);
      const newest = await bundleOf(name);

      const args = ['go-back', `${VAULT}/${name}`, '--to', old.version, '--yes', '--verbose'];
      const ended = await run(...args);
      assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
      const { wentBack } = JSON.parse(ended.stdout) as { wentBack: WentBack };
      assert.equal(wentBack.thumbprint, old.thumbprint);
      assert.ok(![old.version, next.version].includes(wentBack.version));

      const now = await bundleOf(name);
      assert.ok(now.id.endsWith(wentBack.version));
      assert.deepEqual(now.tags, newest.tags);
      assert.deepEqual(policyOf(now), policyOf(newest));
      const secret = await readSecret(world.ready, VAULT, name);
      assert.equal(secret.contentType, before.contentType);
      if (name.startsWith('pem')) {
        assert.equal(secret.value, before.value);
        assert.ok(pemCertificates(secret.value).length > 1);
        assertNowhere(world, secret.value.split('\n')[1] ?? '', ended);
      } else assertNowhere(world, before.value.slice(100, 164), ended);

      const { history } = JSON.parse((await run('history', '--name', name)).stdout) as {
        history: readonly Readonly<Record<string, unknown>>[];
      };
      assert.deepEqual(
        [history[0]?.['kind'], history[0]?.['outcome'], history[0]?.['version']],
        ['go-back', 'done', wentBack.version],
      );
      refusalOf(await run(...args), 1, 'CannotGoBack');
    });
  }

  it('restores the policy although it was interrupted after the import', async () => {
    const old = await make('held', '--key', 'ec-p256');
    await renew('held', '--key', 'rsa-2048');
    const before = await bundleOf('held');
    const match = { method: 'PATCH', path: '/certificates/held/policy' };
    const fault = await world.control.fault({ kind: 'hold', match });
    const args = ['go-back', `${VAULT}/held`, '--to', old.version, '--yes', '--output', 'json'];
    const running = startKvcert(world.env, args);
    await world.control.held(fault);
    running.child.kill('SIGINT');
    await running.saying('Cancelling');
    await world.control.release(fault);
    const { code, stdout } = await running.ended;
    assert.equal(code, 0, stdout);
    assert.deepEqual(policyOf(await bundleOf('held')), policyOf(before));
  });

  it('says that the policy is the older one’s where it cannot be restored', async () => {
    const old = await make('stays', '--key', 'ec-p256');
    await renew('stays', '--key', 'rsa-2048');
    const match = { method: 'PATCH', path: '/certificates/stays/policy' };
    const fault = await world.control.fault({ kind: 'drop', match, count: 99 });
    const ended = await run('go-back', `${VAULT}/stays`, '--to', old.version, '--yes');
    await world.control.release(fault);
    assert.equal(ended.code, 0, ended.stdout);
    assert.match(ended.stderr, /The policy is that of the older version now, and the next renewal/);
  });

  it('says what will happen, and does nothing without a yes', async () => {
    const old = await make('asked', '--key', 'ec-p256');
    const { version } = await renew('asked');
    const { result, log } = await requestsDuring(world.control, () =>
      run('go-back', `${VAULT}/asked`, '--to', old.version),
    );
    const { message } = refusalOf(result, 2, 'InvalidUsage');
    assert.match(message, /asked\.example\.com.*imported as the newest.*--yes/);
    assert.ok(message.includes(version));
    assert.deepEqual(changes(log), []);
    const newest = await run('go-back', `${VAULT}/asked`, '--to', version, '--yes');
    assert.equal(refusalOf(newest, 1, 'CannotGoBack').details['problem'], 'newest');
  });

  it('tells the other ways where the key may not be exported', async () => {
    const old = await make('kept', '--key', 'ec-p256', '--no-export');
    await renew('kept');
    const ended = await run('go-back', `${VAULT}/kept`, '--to', old.version, '--yes');
    const { details, remedies } = refusalOf(ended, 1, 'CannotGoBack');
    assert.equal(details['problem'], 'not-exportable');
    const id = `https://${VAULT}.vault.azure.net/secrets/kept/${old.version}`;
    assert.ok(remedies[0]?.text.includes(id));
    assert.equal(remedies[1]?.command, `kvcert renew ${VAULT}/kept`);
  });

  it('refuses what has expired, and what is no version of it', async () => {
    const list = vaultUrl(VAULT, '/certificates/late/versions');
    const { value } = (await azureCaller(world.ready, 'auditor').ask('GET', list)) as {
      readonly value: readonly { readonly id: string; readonly attributes: { exp: number } }[];
    };
    const [old] = value.toSorted((a, b) => a.attributes.exp - b.attributes.exp);
    const version = old?.id.split('/').at(-1) ?? '';
    const goBack = (to: string, ...more: readonly string[]) =>
      run('go-back', `${VAULT}/late`, '--to', to, '--yes', ...more);
    const reasonOf = async (ended: ReturnType<typeof goBack>) =>
      refusalOf(await ended, 1, 'CannotGoBack').details['problem'];
    assert.equal(await reasonOf(goBack(version)), 'expired');
    // With --force it is the secret that decides: this one was filled in without a key.
    assert.equal(await reasonOf(goBack(version, '--force')), 'not-exportable');
    for (const wrong of ['f'.repeat(32), '../../secrets/late']) {
      const { message, details } = refusalOf(await goBack(wrong), 2, 'CertificateNotFound');
      assert.equal(details['version'], wrong);
      assert.match(message, /^The certificate late in the vault contoso-prod has no version /);
    }
  });

  it('refuses a disabled version, and one while an operation is pending', async () => {
    const old = await make('busy', '--key', 'ec-p256');
    await renew('busy');
    const stranger = azureCaller(world.ready, 'stranger');
    const url = vaultUrl(VAULT, `/certificates/busy/${old.version}`);
    const goBack = () => run('go-back', `${VAULT}/busy`, '--to', old.version, '--yes');
    await stranger.ask('PATCH', url, { attributes: { enabled: false } });
    assert.equal(refusalOf(await goBack(), 1, 'CannotGoBack').details['problem'], 'disabled');
    await stranger.ask('PATCH', url, { attributes: { enabled: true } });
    await stranger.ask('POST', vaultUrl(VAULT, '/certificates/busy/create'), {});
    refusalOf(await goBack(), 1, 'ForeignPendingOperation');
    await stranger.ask('DELETE', vaultUrl(VAULT, '/certificates/busy/pending'));
  });

  it('names the role that may read secrets', async () => {
    const other = ['--dns', 'right.example.com', '--agree-terms', '--key', 'ec-p256'];
    const old = issuedBy(await run('create', 'contoso-dev/right', ...other));
    issuedBy(await run('renew', 'contoso-dev/right'));
    const ended = await run('go-back', 'contoso-dev/right', '--to', old.version, '--yes');
    const { remedies } = refusalOf(ended, 1, 'VaultForbidden');
    assert.match(remedies[0]?.command ?? '', /--role 'Key Vault Certificate User'/);
  });
});

/** Neither in what was said nor in what was kept. */
function assertNowhere(
  { env }: Pick<ProductWorld, 'env'>,
  secret: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): void {
  assert.ok(secret.length > 40);
  const folder = env['XDG_STATE_HOME'] ?? '';
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  assert.ok(files.length > 0);
  for (const text of [stdout, stderr, ...files]) assert.ok(!text.includes(secret));
}
