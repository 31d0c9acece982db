import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import type { Tenant } from '../../../../src/domain/inventory.ts';
import type { Directory } from '../../../../src/vscode/directory.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio, type DirectorySource } from '../../../../src/vscode/portfolio/portfolio.ts';
import type { PortfolioChange } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  pagesOf,
  SUBSCRIPTION,
  TENANT,
  vaultNamed,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

const OTHER: Tenant = { id: 'tenant-2', name: 'Fabrikam', domain: undefined };

function world(
  directories: readonly Directory[],
  tenants = directories.map((each) => each.tenant),
) {
  const source: { -readonly [K in keyof DirectorySource]: DirectorySource[K] } = {
    accounts: () => Promise.resolve([ACCOUNT]),
    tenants: () => Promise.resolve(tenants),
    directory: (_account, tenant) => {
      const found = directories.find((each) => each.tenant.id === tenant.id);
      assert.ok(found, `no directory for ${tenant.id}`);
      return found;
    },
  };
  const memory = memoryListing();
  const store = new Map<string, unknown>();
  const chosen = new ChosenSubscriptions({
    get: (key) => store.get(key),
    update: (key, value) => {
      store.set(key, value);
      return Promise.resolve();
    },
  });
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  const { signal } = new AbortController();
  const portfolio = new Portfolio({ source, memory, chosen, clock, signal });
  return { portfolio, memory, chosen, source };
}

const working = () =>
  fakeDirectory({
    subscriptions: () => Promise.resolve([SUBSCRIPTION]),
    vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
    pages: () => pagesOf([certificateNamed('www', 40)], [certificateNamed('api', 3)]),
  });

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

describe('the listings of several vaults', () => {
  it('are known as opened by somebody or not, and asked for a few at a time', async () => {
    const names = Array.from({ length: 40 }, (_, number) => `vault-${String(number)}`);
    let underWay = 0;
    let most = 0;
    const directory = fakeDirectory({
      subscriptions: () => Promise.resolve([SUBSCRIPTION]),
      vaults: () => Promise.resolve(names.map((name) => vaultNamed(name))),
      pages: async function* () {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        yield [];
      },
    });
    const { portfolio } = world([directory]);
    await portfolio.load();
    const seen = portfolio.vaults();
    await portfolio.listings.listAll(seen);
    assert.equal(most, 16);
    assert.equal(directory.asked.filter((what) => what.startsWith('certificates')).length, 40);
    const [first, second] = seen;
    assert.ok(first && second);
    await portfolio.listings.open(first.directory, first.vault);
    assert.equal(portfolio.listings.wasOpened(first.vault.id), true);
    assert.equal(portfolio.listings.wasOpened(second.vault.id), false);
  });
});

describe('the listing of a vault', () => {
  it('grows page by page and is asked for once', async () => {
    const directory = working();
    const { portfolio, memory } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    const counts: (number | undefined)[] = [];
    portfolio.onDidChange((change: PortfolioChange) => {
      if (change.kind === 'vault') {
        counts.push(portfolio.listings.get(change.vaultId).certificates?.length);
      }
    });
    await Promise.all([
      portfolio.listings.open(seen.directory, seen.vault),
      portfolio.listings.open(seen.directory, seen.vault),
    ]);
    await portfolio.listings.open(seen.directory, seen.vault);
    assert.deepEqual(counts, [undefined, 1, 2, 2]);
    assert.deepEqual(
      directory.asked.filter((what) => what.startsWith('certificates')),
      ['certificates contoso-prod'],
    );
    assert.equal(memory.listings.get(seen.vault.id)?.certificates.length, 2);
  });

  it('never becomes shorter than what was remembered while it is listed', async () => {
    const directory = working();
    const { portfolio, memory } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    memory.listings.set(seen.vault.id, {
      certificates: [1, 2, 3].map((number) => certificateNamed(`old-${String(number)}`, 50)),
      listedAt: NOW - 1000,
    });
    const counts: (number | undefined)[] = [];
    portfolio.onDidChange((change) => {
      if (change.kind === 'vault') {
        counts.push(portfolio.listings.get(change.vaultId).certificates?.length);
      }
    });
    await portfolio.listings.open(seen.directory, seen.vault);
    assert.deepEqual(counts, [3, 3, 2]);
  });

  it('keeps what it had when a vault fails, and asks again next time', async () => {
    const failure = new CertError('VaultForbidden', {
      vault: 'contoso-prod',
      gate: 'firewall',
      message: 'no',
    });
    let fails = true;
    const directory = fakeDirectory({
      subscriptions: () => Promise.resolve([SUBSCRIPTION]),
      vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
      pages: async function* () {
        await Promise.resolve();
        if (fails) throw failure;
        yield [certificateNamed('www', 40)];
      },
    });
    const { portfolio } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    await portfolio.listings.open(seen.directory, seen.vault);
    assert.equal(portfolio.listings.get(seen.vault.id).failure, failure);
    fails = false;
    await portfolio.listings.open(seen.directory, seen.vault);
    const listing = portfolio.listings.get(seen.vault.id);
    assert.equal(listing.failure, undefined);
    assert.equal(listing.certificates?.length, 1);
  });
});

describe('sessions that change', () => {
  it('are nothing to the portfolio while the accounts stay the same', async () => {
    const directory = working();
    const { portfolio } = world([directory]);
    await portfolio.load();
    assert.equal(await portfolio.sessionsChanged(), false);
    assert.equal(portfolio.vaults().length, 1);
    assert.deepEqual(directory.asked, ['subscriptions', 'vaults']);
  });

  it('ask nobody before somebody has looked', async () => {
    const { portfolio, source } = world([working()]);
    source.accounts = () => Promise.reject(new Error('asked'));
    assert.equal(await portfolio.sessionsChanged(), false);
  });

  it('wait for a load under way, so that it does not bring back who has left', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const slow = fakeDirectory({
      subscriptions: () => promise.then(() => [SUBSCRIPTION]),
      vaults: () => Promise.resolve([]),
    });
    const { portfolio, source } = world([slow]);
    const loading = portfolio.load();
    await new Promise(setImmediate);
    source.accounts = () => Promise.resolve([]);
    const changed = portfolio.sessionsChanged();
    resolve(undefined);
    await loading;
    assert.equal(await changed, true);
    assert.deepEqual(portfolio.accounts, []);
  });

  it('do not make it forget what is known of an account that may be back at the next start', async () => {
    const { portfolio, source, memory } = world([working()]);
    await portfolio.load();
    source.accounts = () => Promise.reject(new Error('offline'));
    await portfolio.reload();
    assert.deepEqual(
      memory.known.map(({ account }) => account),
      [ACCOUNT],
    );
  });

  it('empty the portfolio when the account is gone', async () => {
    const { portfolio, source } = world([working()]);
    await portfolio.load();
    source.accounts = () => Promise.resolve([]);
    assert.equal(await portfolio.sessionsChanged(), true);
    assert.deepEqual(portfolio.accounts, []);
    assert.equal(portfolio.isFirstLoad, true);
  });
});
