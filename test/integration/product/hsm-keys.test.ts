/** Keys that are made in the HSM of a vault, which only those of the premium tier have. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { pemCertificates, readSecret } from './stored-secret.ts';

const PREMIUM = 'contoso-prod';
const STANDARD = 'contoso-dev';

describe('a key in an HSM', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const run = (command: string, vault: string, name: string, ...more: readonly string[]) =>
    world.run(command, `${vault}/${name}`, '--output', 'json', '--agree-terms', ...more);
  const create = (vault: string, name: string, ...more: readonly string[]) =>
    run('create', vault, name, '--dns', `${name}.example.com`, ...more);
  const keyOf = async (name: string) => {
    const { kty, key_size, crv, exportable, reuse_key } = (
      await world.control.certificate(PREMIUM, name)
    ).policy.key_props;
    return [kty, crv ?? key_size, exportable, reuse_key];
  };
  const shown = async (name: string): Promise<unknown> => {
    const { stdout } = await world.run('show', `${PREMIUM}/${name}`, '--output', 'json');
    return (JSON.parse(stdout) as { key?: unknown }).key;
  };

  const kinds: readonly [string, string, string | number, string][] = [
    ['rsa-2048-hsm', 'RSA-HSM', 2048, 'RSA-HSM 2048'],
    ['ec-p384-hsm', 'EC-HSM', 'P-384', 'EC-HSM P-384'],
  ];
  for (const [type, kty, shape, words] of kinds) {
    it(`${type} is made there, stays there, and cannot be read`, async () => {
      issuedBy(await create(PREMIUM, type, '--key', type, '--pem'));
      assert.deepEqual(await keyOf(type), [kty, shape, false, false]);
      const { value } = await readSecret(world.ready, PREMIUM, type);
      assert.doesNotMatch(value, /PRIVATE KEY/);
      assert.equal(pemCertificates(value).length > 0, true);
      assert.equal(await shown(type), words);
    });

    it(`${type} is what a renewal makes once more`, async () => {
      const [before = ''] = pemCertificates((await readSecret(world.ready, PREMIUM, type)).value);
      const { chain } = issuedBy(await run('renew', PREMIUM, type));
      assert.deepEqual(await keyOf(type), [kty, shape, false, false]);
      assert.notEqual(publicKeyOf(chain), publicKeyOf(before));
      assert.equal(await shown(type), words);
    });
  }

  it('is kept by renewals where that is said', async () => {
    const first = issuedBy(
      await create(PREMIUM, 'reused', '--key', 'ec-p256-hsm', '--reuse-key', '--no-export'),
    );
    const second = issuedBy(await run('renew', PREMIUM, 'reused'));
    assert.equal(publicKeyOf(second.chain), publicKeyOf(first.chain));
    assert.deepEqual(await keyOf('reused'), ['EC-HSM', 'P-256', false, true]);
  });

  it('takes the place of another, and gives it up, as a renewal says', async () => {
    issuedBy(await create(PREMIUM, 'moved', '--key', 'ec-p256'));
    assert.deepEqual(await keyOf('moved'), ['EC', 'P-256', true, false]);
    issuedBy(await run('renew', PREMIUM, 'moved', '--key', 'ec-p256-hsm'));
    assert.deepEqual(await keyOf('moved'), ['EC-HSM', 'P-256', false, false]);
    issuedBy(await run('renew', PREMIUM, 'moved', '--key', 'ec-p256', '--export'));
    assert.deepEqual(await keyOf('moved'), ['EC', 'P-256', true, false]);
  });

  it('is refused with --export, without asking anybody', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create(PREMIUM, 'wanted', '--key', 'rsa-3072-hsm', '--export'),
    );
    refusalOf(result, 2, 'HsmKeyNotExportable');
    assert.deepEqual(log, []);
  });

  it('is not exported by a renewal either, before anything is touched', async () => {
    issuedBy(await create(PREMIUM, 'kept', '--key', 'ec-p256-hsm'));
    const { result, log } = await requestsDuring(world.control, () =>
      run('renew', PREMIUM, 'kept', '--export'),
    );
    refusalOf(result, 2, 'HsmKeyNotExportable');
    assert.deepEqual(changes(log), []);
    const check = ['--export', '--output', 'json'];
    const { stdout } = await world.run('preflight', `${PREMIUM}/kept`, ...check);
    const { checks } = JSON.parse(stdout) as {
      readonly checks: readonly { readonly check: string; readonly verdict: string }[];
    };
    const blocking = checks.filter(({ verdict }) => verdict === 'blocking');
    assert.deepEqual(
      blocking.map((one) => one.check),
      ['key'],
    );
  });

  it('is refused in a vault of the standard tier, before anything is touched', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create(STANDARD, 'none', '--key', 'ec-p256-hsm'),
    );
    refusalOf(result, 1, 'HsmNeedsPremium');
    assert.deepEqual(changes(log), []);
  });

  it('is in the way there when it is only checked', async () => {
    const args = ['--dns', 'none.example.com', '--key', 'rsa-2048-hsm', '--output', 'json'];
    const { code, stdout } = await world.run('preflight', `${STANDARD}/none`, ...args);
    assert.equal(code, 1);
    const { checks } = JSON.parse(stdout) as {
      readonly checks: readonly { readonly check: string; readonly message: string }[];
    };
    const { message } = checks.find(({ check }) => check === 'key') ?? assert.fail(stdout);
    assert.match(message, /^The vault contoso-dev is of the standard tier/);
  });

  it('is told by the vault itself where nobody knew its tier', async () => {
    const error = {
      code: 'BadParameter',
      message: 'Hardware key operation not allowed on standard vault',
    };
    const match = { method: 'POST', path: '/certificates/unknown/create' };
    await world.control.fault({ kind: 'fail', status: 400, body: { error }, match });
    refusalOf(await create(PREMIUM, 'unknown', '--key', 'ec-p256-hsm'), 1, 'HsmNeedsPremium');
  });
});

function publicKeyOf(pem: string): string {
  return new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
