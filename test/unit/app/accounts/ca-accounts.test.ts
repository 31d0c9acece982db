import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openCaAccounts } from '../../../../src/app/accounts/ca-accounts.ts';
import { openSession } from '../../../../src/app/ca-session.ts';
import type { Registrar } from '../../../../src/app/registrar.ts';
import { CertError, isCertError } from '../../../../src/domain/errors.ts';
import { FakeCa } from '../fake-ca.ts';
import { FakeVaultKeys } from '../fake-vault-keys.ts';
import { MemoryAccounts } from '../memory-state.ts';
import { withFolder } from '../temporary-folder.ts';
import { killAt, Wire } from '../wire.ts';

const URL = 'https://ca.example/directory';
const CA = { id: URL, name: 'Fake CA', directoryUrl: URL };
const VAULT = {
  ...{ id: '/v', name: 'team', uri: 'https://team.vault.azure.net', subscriptionId: 's' },
  ...{ resourceGroup: 'g', tenantId: 't', location: 'l' },
};
const EAB = { kid: 'kid-1', hmacKey: 'c2VjcmV0' };
const { signal } = new AbortController();
const clock = {
  now: () => Date.parse('2026-11-22T12:00:00Z'),
  sleep: () => Promise.resolve(),
};

async function scene(
  work: (scene: {
    ca: FakeCa;
    accounts: MemoryAccounts;
    wire: Wire;
    registrar: Registrar;
    desk: ReturnType<typeof openCaAccounts>;
  }) => Promise<void>,
): Promise<void> {
  await withFolder(async (lockFolder) => {
    const wire = new Wire();
    const ca = new FakeCa(URL, wire, () => []);
    const accounts = new MemoryAccounts(wire);
    const vaultKeys = new FakeVaultKeys();
    const agree = (): Promise<boolean> => Promise.resolve(true);
    const registrar: Registrar = { ca, accounts, agree, vaultKeys };
    const inventory = { vaults: () => Promise.resolve([VAULT]) };
    const desk = openCaAccounts({
      ...{ registrarOf: () => registrar, accounts, inventory, lockFolder, clock },
    });
    await work({ ca, accounts, wire, registrar, desk });
  });
}

/** The account that the remembered keys are good for at the CA, by the key that is used. */
async function accountOf(ca: FakeCa, accounts: MemoryAccounts): Promise<string | undefined> {
  const stored = await accounts.load(URL);
  return typeof stored?.key === 'string' ? ca.findAccount(ca.localSigner(stored.key)) : undefined;
}

describe('the accounts at CAs', () => {
  it('are one for each CA and external account; the key of the latter is not kept', () =>
    scene(async ({ ca, accounts, desk }) => {
      ca.offer = { ...ca.offer, externalAccountRequired: true };
      await assert.rejects(desk.create({ ca: CA }, signal), (error) =>
        isCertError(error, 'ExternalAccountRequired'),
      );
      const contact = ['mailto:ada@example.com'];
      const first = await desk.create({ ca: CA, contact, eab: EAB }, signal);
      const again = await desk.create({ ca: CA, eab: EAB }, signal);
      const other = await desk.create({ ca: CA, eab: { ...EAB, kid: 'kid-2' } }, signal);
      assert.deepEqual([first.created, again.created, other.created], [true, false, true]);
      assert.deepEqual(again.account.url, first.account.url);
      assert.deepEqual(ca.registrations[0], { contact, eab: EAB });
      assert.equal(ca.registrations.length, 2);
      const stored = await accounts.list();
      assert.deepEqual(stored.map(({ eabKid }) => eabKid).toSorted(), ['kid-1', 'kid-2']);
      assert.doesNotMatch(JSON.stringify(stored), /c2VjcmV0/);
    }));

  it('are taken up again with the same key where the answer to the registration was lost', () =>
    scene(async ({ ca, accounts, wire, desk }) => {
      wire.fate = (_n, call) => (call === 'ca.registerAccount' ? 'answer-lost' : 'happens');
      await assert.rejects(desk.create({ ca: CA, eab: EAB }, signal));
      wire.fate = () => 'happens';
      const { account } = await desk.create({ ca: CA, eab: EAB }, signal);
      assert.equal(ca.registrations.length, 1);
      assert.equal(account.url, await accountOf(ca, accounts));
    }));

  it('names the one that is not known', () =>
    scene(async ({ desk }) => {
      await desk.create({ ca: CA }, signal);
      await assert.rejects(
        desk.show({ ca: CA, eabKid: 'kid-9' }, signal),
        new CertError('AccountNotFound', { ca: 'Fake CA', choice: URL, eabKid: 'kid-9' }),
      );
    }));

  it('are forgotten once the CA has deactivated them, also where it had before', () =>
    scene(async ({ ca, desk, accounts }) => {
      await desk.create({ ca: CA }, signal);
      ca.forgetAccounts();
      const { url } = await desk.deactivate({ ca: CA }, signal);
      assert.equal(url, `${URL}/account/1`);
      assert.deepEqual(await accounts.list(), []);
    }));

  it('are told apart by their keys in vaults, and found by them', () =>
    scene(async ({ desk, accounts, registrar }) => {
      const local = await desk.create({ ca: CA }, signal);
      const order = { ca: CA, vaultKey: { vault: 'team' } };
      const shared = await desk.create(order, signal);
      assert.equal(shared.origin, 'made');
      assert.notEqual(shared.account.url, local.account.url);
      assert.match(
        shared.account.vaultKey ?? '',
        /^https:\/\/team\.vault\.azure\.net\/keys\/kvcert-acme-ca-example-[0-9a-f]{8}\/0+1$/,
      );
      assert.equal((await desk.create(order, signal)).origin, 'known');
      const { url = '' } = shared.account;
      assert.equal((await desk.find({ ca: CA, url: local.account.url })).vaultKey, undefined);
      await accounts.remove({ directoryUrl: URL, key: { id: shared.account.vaultKey ?? '' } });
      await assert.rejects(
        desk.find({ ca: CA, url }),
        new CertError('AccountNotFound', { ca: 'Fake CA', choice: URL, url }),
      );
      const found = await desk.create(order, signal);
      assert.deepEqual([found.origin, found.account.url], ['found', url]);
      assert.equal((await openSession(registrar, CA, signal)).accountUrl, url);
      const { accountUrl } = await openSession(registrar, CA, signal, local.account.url);
      assert.equal(accountUrl, local.account.url);
    }));

  it('exchange a key in its vault, wherever that is killed, and others follow', async () => {
    const order = { ca: CA, vaultKey: { vault: 'team' } };
    let steps = 0;
    await scene(async ({ desk, wire }) => {
      await desk.create(order, signal);
      wire.calls.length = 0;
      await desk.rollOver({ ca: CA }, signal);
      steps = wire.calls.length;
    });
    assert.ok(steps > 3);
    for (const fate of ['never-happens', 'answer-lost'] as const) {
      for (let n = 1; n <= steps; n++) {
        await scene(async ({ desk, accounts, wire, registrar }) => {
          const { account } = await desk.create(order, signal);
          const colleague = await accounts.load(URL);
          wire.calls.length = 0;
          wire.fate = killAt(n, fate);
          await desk.rollOver({ ca: CA }, signal).catch(() => undefined);
          wire.fate = () => 'happens';
          const works = async (): Promise<void> => {
            const { session, accountUrl } = await openSession(registrar, CA, signal);
            assert.equal(accountUrl, account.url);
            assert.equal((await session.account()).status, 'valid', `${fate} at call ${n}`);
          };
          await works();
          await desk.rollOver({ ca: CA }, signal);
          if (colleague) await accounts.update(colleague);
          await works();
          if (colleague) await accounts.remove(colleague);
          assert.equal((await desk.create(order, signal)).account.url, account.url);
        });
      }
    }
  });

  it('keep the old key until the CA has the new one, wherever an exchange is killed', async () => {
    let steps = 0;
    await scene(async ({ desk, wire }) => {
      await desk.create({ ca: CA }, signal);
      wire.calls.length = 0;
      await desk.rollOver({ ca: CA }, signal);
      steps = wire.calls.length;
    });
    assert.ok(steps > 3);
    for (const fate of ['never-happens', 'answer-lost'] as const) {
      for (let n = 1; n <= steps; n++) {
        await scene(async ({ ca, accounts, desk, wire, registrar }) => {
          const { account } = await desk.create({ ca: CA }, signal);
          const before = (await accounts.load(URL))?.key;
          wire.calls.length = 0;
          wire.fate = killAt(n, fate);
          await desk.rollOver({ ca: CA }, signal).catch(() => undefined);
          wire.fate = () => 'happens';
          const { session, accountUrl } = await openSession(registrar, CA, signal);
          assert.equal(accountUrl, account.url);
          assert.equal((await session.account()).status, 'valid', `${fate} at call ${n}`);
          assert.equal(await accountOf(ca, accounts), account.url, `${fate} at call ${n}`);
          await desk.rollOver({ ca: CA }, signal);
          assert.equal(await accountOf(ca, accounts), account.url, `${fate} at call ${n}`);
          assert.notEqual((await accounts.load(URL))?.key, before);
        });
      }
    }
  });
});
