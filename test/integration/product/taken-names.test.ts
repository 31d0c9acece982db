import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, vaultUrl, type AzureCaller } from './azure-caller.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const RUN = '0123456789abcdef';

describe('a name that is taken', () => {
  let world: ProductWorld;
  let stranger: AzureCaller;
  /** What others have begun and what must be there at the end of every test. */
  const foreign = new Set<string>();
  const claimed = new Set<string>();
  before(async () => {
    world = await startProductWorld({ keyVaultDelays: { deletion: 0 } });
    stranger = azureCaller(world.ready, 'stranger');
  });
  after(() => world.close());
  afterEach(() =>
    assertNothingLeft(world, {
      foreignOperations: [...foreign],
      foreignClaims: [...claimed],
    }),
  );

  const create = (name: string, names: readonly string[], ...more: readonly string[]) =>
    world.run(
      ...['create', `${VAULT}/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      ...more,
    );
  const begin = async (
    name: string,
    names: readonly string[],
    {
      tags = {},
      key = { kty: 'EC', crv: 'P-256', key_size: 256 },
    }: { tags?: object; key?: object } = {},
  ): Promise<string> => {
    const operation = await stranger.ask('POST', vaultUrl(VAULT, `/certificates/${name}/create`), {
      policy: {
        issuer: { name: 'Unknown' },
        key_props: key,
        x509_props: { subject: 'CN=foreign', sans: { dns_names: names } },
      },
      tags,
    });
    foreign.add(name);
    return (operation as { readonly request_id: string }).request_id;
  };
  const pendingRequest = async (name: string) =>
    (await world.control.certificate(VAULT, name)).pending?.requestId;

  /** An owner's mark as another machine with this product writes it; times in minutes from now. */
  const claimOf = (name: string, since: number, until: number): string => {
    const minutes = (offset: number) => String(Math.floor(Date.now() / 1000) + offset * 60);
    const certificate = `for=${VAULT}/${name}`;
    return `run=${RUN} since=${minutes(since)} until=${minutes(until)} by=ann@build-7 ${certificate}`;
  };
  /** Runs a command that has to be refused before it touches anything. */
  const refused = async (work: () => ReturnType<ProductWorld['run']>, errorCode: string) => {
    const { result, log } = await requestsDuring(world.control, work);
    const refusal = refusalOf(result, 1, errorCode);
    assert.deepEqual(changes(log), []);
    return refusal;
  };

  describe('by the pending operation of somebody else', () => {
    it('is refused although it is for the same names', async () => {
      const request = await begin('same', ['same.example.com']);
      const { details, message } = await refused(
        () => create('same', ['same.example.com']),
        'ForeignPendingOperation',
      );
      assert.deepEqual(details['pendingNames'], ['same.example.com']);
      assert.deepEqual(details['differences'], []);
      assert.match(message, /It was not touched\./);
      assert.equal(await pendingRequest('same'), request);
    });

    it('is refused for other names and another key, which it tells', async () => {
      const request = await begin('other', ['a.example.com', 'b.example.com'], {
        key: { kty: 'RSA', key_size: 2048 },
      });
      const { details, message } = await refused(
        () => create('other', ['b.example.com', 'c.example.com']),
        'ForeignPendingOperation',
      );
      assert.deepEqual(details['differences'], [
        { kind: 'names-missing', names: ['c.example.com'] },
        { kind: 'names-unasked', names: ['a.example.com'] },
        { kind: 'other-key', found: 'RSA 2048', asked: 'EC P-256' },
      ]);
      assert.match(message, /c\.example\.com is missing, a\.example\.com was not asked for and /);
      assert.equal(await pendingRequest('other'), request);
    });

    it('tells names with terminal escapes without obeying them', async () => {
      await begin('evil', ['x\u001b[2J\u001b]0;owned\u0007.example.com']);
      const { code, stderr } = await world.run(
        ...['create', `${VAULT}/evil`, '--dns', 'evil.example.com', '--profile', 'tlsserver'],
        '--agree-terms',
      );
      assert.equal(code, 1);
      assert.match(stderr, /x\\u\{1b\}\[2J/i);
      assert.doesNotMatch(stderr, /[^\P{Cc}\n]/u);
    });

    it('is refused when it is begun after the check', async () => {
      const hold = await world.control.fault({
        kind: 'hold',
        match: { api: 'keyvault', method: 'POST', path: '/late/create' },
      });
      const running = create('late', ['late.example.com']);
      await world.control.held(hold);
      const request = await begin('late', ['late.example.com']);
      await world.control.release(hold);
      refusalOf(await running, 1, 'ForeignPendingOperation');
      assert.equal(await pendingRequest('late'), request);
    });
  });

  describe('by the claim of somebody who is at work with this product', () => {
    it('is refused as long as the claim holds', async () => {
      const tags = { 'kvcert-owner': claimOf('held', -1, 29) };
      const request = await begin('held', ['held.example.com'], { tags });
      claimed.add('held');
      const { details } = await refused(
        () => create('held', ['held.example.com']),
        'WorkInProgress',
      );
      assert.equal(details['owner'], 'ann@build-7');
      assert.match(String(details['until']), /^\d{4}-.*Z$/);
      assert.equal(await pendingRequest('held'), request);
    });

    it('is taken over when the claim is over and names and key are the same', async () => {
      const names = ['over.example.com', '*.over.example.com'];
      const tags = { 'kvcert-owner': claimOf('over', -60, -30), team: 'x' };
      await begin('over', names, { tags });
      issuedBy(await create('over', names.toReversed()));
      foreign.delete('over');
      const { versions } = await world.control.certificate(VAULT, 'over');
      assert.deepEqual(Object.keys(versions[0]?.tags ?? {}), ['kvcert-ca']);
    });

    it('is refused when the claim is over and the names differ', async () => {
      const tags = { 'kvcert-owner': claimOf('others', -60, -30) };
      const request = await begin('others', ['others.example.com'], { tags });
      claimed.add('others');
      await refused(() => create('others', ['more.example.com']), 'ForeignPendingOperation');
      assert.equal(await pendingRequest('others'), request);
    });

    it('is refused when the claim is over and the key differs', async () => {
      const tags = { 'kvcert-owner': claimOf('keys', -60, -30) };
      await begin('keys', ['keys.example.com'], { tags, key: { kty: 'RSA', key_size: 2048 } });
      claimed.add('keys');
      await refused(() => create('keys', ['keys.example.com']), 'ForeignPendingOperation');
    });

    it('does not believe a claim that was copied from another certificate', async () => {
      const tags = { 'kvcert-owner': claimOf('something-else', -60, -30) };
      await begin('copied', ['copied.example.com'], { tags });
      claimed.add('copied');
      await refused(() => create('copied', ['copied.example.com']), 'ForeignPendingOperation');
    });

    it('holds for renewals, too, until it is over', async () => {
      issuedBy(await create('renewed', ['renewed.example.com']));
      const { versions } = await world.control.certificate(VAULT, 'renewed');
      const claim = (value: string) =>
        stranger.ask('PATCH', vaultUrl(VAULT, '/certificates/renewed'), {
          tags: { ...versions[0]?.tags, 'kvcert-owner': value },
        });
      await claim(claimOf('renewed', -1, 29));
      const renew = () => world.run('renew', `${VAULT}/renewed`, '--output', 'json');
      await refused(renew, 'WorkInProgress');
      await claim(claimOf('renewed', -60, -30));
      issuedBy(await renew());
    });
  });

  it('that was deleted and can be recovered is refused, with what can be done', async () => {
    issuedBy(await create('deleted', ['deleted.example.com']));
    await stranger.ask('DELETE', vaultUrl(VAULT, '/certificates/deleted'));
    const { remedies } = await refused(
      () => create('deleted', ['deleted.example.com']),
      'NameSoftDeleted',
    );
    assert.deepEqual(
      remedies.map(({ command }) => command),
      ['kvcert recover contoso-prod/deleted', 'kvcert purge contoso-prod/deleted', undefined],
    );
  });

  it('is left alone if somebody else issues under it after the check', async () => {
    const hold = await world.control.fault({
      kind: 'hold',
      match: { api: 'acme', path: '/order-plz' },
    });
    const running = create('overtaken', ['late.example.com']);
    await world.control.held(hold);
    const winner = await world.runIn(
      await world.anotherMachine(),
      ...['create', `${VAULT}/overtaken`, '--dns', 'early.example.com'],
      ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );
    const { version } = issuedBy(winner);
    await world.control.release(hold);
    refusalOf(await running, 1, 'CertificateChanged');
    const { versions, policy } = await world.control.certificate(VAULT, 'overtaken');
    assert.deepEqual(
      versions.map(({ id }) => id),
      [version],
    );
    assert.deepEqual(policy.x509_props.sans?.dns_names, ['early.example.com']);
  });
});
