import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import {
  ACCOUNT,
  fakeDirectory,
  NOW,
  SUBSCRIPTION,
  usable,
  TENANT,
  vaultNamed,
} from '../fake-directory.ts';
import { OTHER, working, world } from './portfolio-under-test.ts';

describe('the portfolio', () => {
  it('asks each directory once for subscriptions and vaults, and no vault', async () => {
    const directory = working();
    const { portfolio } = world([directory]);
    await Promise.all([portfolio.load(), portfolio.load()]);
    await portfolio.load();
    assert.deepEqual(directory.asked, ['subscriptions', 'vaults']);
    assert.deepEqual(
      portfolio.vaults().map(({ vault }) => vault.name),
      ['contoso-prod'],
    );
    assert.equal(portfolio.isFirstLoad, false);
  });

  it('lets a tenant that fails hide no other', async () => {
    const failing = fakeDirectory(
      {
        subscriptions: () =>
          Promise.reject(new CertError('SignInNeeded', { account: 'operator', tenant: OTHER.id })),
        vaults: () => Promise.resolve([]),
      },
      OTHER,
    );
    const { portfolio } = world([working(), failing]);
    await portfolio.load();
    assert.equal(portfolio.vaults().length, 1);
    const states = portfolio.accounts[0]?.directories ?? [];
    assert.deepEqual(
      states.map(({ directory, failure }) => [directory.tenant.name, failure?.code]),
      [
        ['Contoso', undefined],
        ['Fabrikam', 'SignInNeeded'],
      ],
    );
  });

  it('shows what was remembered before Azure has answered', async () => {
    const { promise, resolve } = Promise.withResolvers<never[]>();
    const slow = fakeDirectory({ subscriptions: () => promise, vaults: () => promise });
    const { portfolio, memory } = world([slow]);
    memory.known = [{ account: ACCOUNT, tenant: TENANT }];
    memory.inventories.set(slow.key, {
      subscriptions: [SUBSCRIPTION],
      vaults: [vaultNamed('contoso-old')],
      listedAt: NOW - 1000,
    });
    const seen: string[][] = [];
    portfolio.onDidChange(() => {
      seen.push(portfolio.vaults().map(({ vault }) => vault.name));
    });
    const loading = portfolio.load();
    await new Promise(setImmediate);
    assert.deepEqual(seen[0], ['contoso-old']);
    assert.equal(portfolio.accounts[0]?.directories[0]?.isLoading, true);
    resolve([]);
    await loading;
    assert.deepEqual(portfolio.vaults(), []);
    assert.deepEqual(memory.inventories.get(slow.key)?.vaults, []);
  });

  it('keeps the remembered inventory where Azure fails, and says why it is old', async () => {
    const failure = new CertError('HostUnreachable', { host: 'management.azure.com', reason: 'x' });
    const failing = fakeDirectory({
      subscriptions: () => Promise.reject(failure),
      vaults: () => Promise.reject(failure),
    });
    const { portfolio, memory } = world([failing]);
    memory.inventories.set(failing.key, {
      subscriptions: [SUBSCRIPTION],
      vaults: [vaultNamed('contoso-old')],
      listedAt: NOW - 1000,
    });
    await portfolio.load();
    assert.equal(portfolio.vaults().length, 1);
    assert.equal(portfolio.accounts[0]?.directories[0]?.failure, failure);
  });

  it('shows the chosen subscriptions only, and none where none is chosen', async () => {
    const { portfolio, chosen } = world([working()]);
    await portfolio.load();
    await chosen.choose([]);
    assert.equal(portfolio.vaults().length, 0);
    assert.equal(portfolio.everyVault().length, 1);
    const [state] = portfolio.accounts[0]?.directories ?? [];
    assert.ok(state);
    await chosen.choose([{ directory: state.directory.key, subscriptionId: SUBSCRIPTION.id }]);
    assert.equal(portfolio.vaults().length, 1);
  });

  it('takes nothing back that was loaded while it was asked who is signed in', async () => {
    const { portfolio, source } = world([working()]);
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof usable>>();
    const answer = source.accounts;
    source.accounts = () => promise;
    const recalling = portfolio.recall();
    source.accounts = answer;
    await portfolio.load();
    resolve(usable(ACCOUNT));
    await recalling;
    assert.equal(portfolio.vaults().length, 1);
  });

  it('asks again after a refresh', async () => {
    const directory = working();
    const { portfolio } = world([directory]);
    await portfolio.load();
    await portfolio.reload();
    assert.deepEqual(directory.asked, [
      'subscriptions',
      'vaults',
      'refresh',
      'subscriptions',
      'vaults',
    ]);
  });
});
