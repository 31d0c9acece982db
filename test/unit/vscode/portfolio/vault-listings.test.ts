import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import type { PortfolioChange } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  SUBSCRIPTION,
  TENANT,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { working, world } from './portfolio-under-test.ts';

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
    await portfolio.listings.open(first);
    assert.equal(portfolio.listings.wasOpened(first), true);
    assert.equal(portfolio.listings.wasOpened(second), false);
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
        counts.push(portfolio.listings.get(seen).certificates?.length);
      }
    });
    await Promise.all([portfolio.listings.open(seen), portfolio.listings.open(seen)]);
    await portfolio.listings.open(seen);
    assert.deepEqual(counts, [undefined, 1, 2, 2]);
    assert.deepEqual(
      directory.asked.filter((what) => what.startsWith('certificates')),
      ['certificates contoso-prod'],
    );
    assert.equal(memory.listings.get(seen.vault.id)?.certificates.length, 2);
  });

  it('is asked for again once it has become old', async () => {
    const directory = working();
    const { portfolio, pass } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    const asked = () => directory.asked.filter((what) => what.startsWith('certificates')).length;
    await portfolio.listings.open(seen);
    pass(9 * 60_000);
    await portfolio.listings.open(seen);
    assert.equal(asked(), 1);
    pass(60_000);
    await portfolio.listings.open(seen);
    assert.equal(asked(), 2);
  });

  it('is one of each account, since one may be refused what the other is given', async () => {
    const other = { id: 'other.tid', label: 'other@contoso.com' };
    const refusal = new CertError('VaultForbidden', {
      ...{ vault: 'contoso-prod', gate: 'firewall', message: 'no' },
    });
    const refused = fakeDirectory(
      {
        subscriptions: () => Promise.resolve([SUBSCRIPTION]),
        vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
        pages: () => {
          throw refusal;
        },
      },
      TENANT,
      other,
    );
    const allowed = working();
    const { portfolio, source } = world([allowed]);
    source.directory = (account) => (account.id === other.id ? refused : allowed);
    source.accounts = () => Promise.resolve(usable(ACCOUNT, other));
    await portfolio.load();
    const [first, second] = portfolio.vaults();
    assert.ok(first && second);
    await portfolio.listings.listAll([first, second]);
    assert.equal(portfolio.listings.get(first).failure, undefined);
    assert.equal(portfolio.listings.get(second).failure, refusal);
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
        counts.push(portfolio.listings.get(seen).certificates?.length);
      }
    });
    await portfolio.listings.open(seen);
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
    await portfolio.listings.open(seen);
    assert.equal(portfolio.listings.get(seen).failure, failure);
    fails = false;
    await portfolio.listings.open(seen);
    const listing = portfolio.listings.get(seen);
    assert.equal(listing.failure, undefined);
    assert.equal(listing.certificates?.length, 1);
  });
});

describe('a listing under way', () => {
  it('leaves nothing behind of an account that has left meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const directory = fakeDirectory({
      subscriptions: () => Promise.resolve([SUBSCRIPTION]),
      vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
      pages: async function* () {
        await promise;
        yield [certificateNamed('www', 40)];
      },
    });
    const { portfolio, memory } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    const listing = portfolio.listings.list(seen);
    portfolio.listings.keepOnly(new Set());
    resolve(undefined);
    await listing;
    assert.equal(portfolio.listings.get(seen).certificates, undefined);
    assert.equal(memory.listings.size, 0);
  });

  it('is of the time at which it was asked for, and gives way to what is newer', async () => {
    const { portfolio, pass } = world([working()]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    await portfolio.listings.list(seen);
    const older = { certificates: [], listedAt: NOW - 1, failure: undefined };
    portfolio.listings.learn(seen, older);
    assert.equal(portfolio.listings.get(seen).certificates?.length, 2);
    pass(10);
    portfolio.listings.learn(seen, { ...older, listedAt: NOW + 10 });
    assert.equal(portfolio.listings.get(seen).certificates?.length, 0);
  });
});

describe('what another window has listed since', () => {
  it('is shown without asking Azure, and what is older is not', async () => {
    const directory = working();
    const { portfolio, memory } = world([directory]);
    await portfolio.load();
    const [seen] = portfolio.vaults();
    assert.ok(seen);
    await portfolio.listings.open(seen);
    const asked = [...directory.asked];
    const [later, earlier] = [NOW + 3_600_000, NOW - 3_600_000];
    memory.listings.set(seen.vault.id, {
      certificates: [certificateNamed('old', 1)],
      listedAt: earlier,
    });
    memory.inventories.set(directory.key, {
      ...{ subscriptions: [SUBSCRIPTION], vaults: [], listedAt: earlier },
    });
    await portfolio.recall();
    assert.equal(portfolio.listings.get(seen).certificates?.length, 2);
    assert.equal(portfolio.vaults().length, 1);

    memory.listings.set(seen.vault.id, {
      certificates: [certificateNamed('renewed', 89)],
      listedAt: later,
    });
    const vaults = [vaultNamed('contoso-new'), seen.vault];
    memory.inventories.set(directory.key, {
      ...{ subscriptions: [SUBSCRIPTION], vaults, listedAt: later },
    });
    await portfolio.recall();
    assert.equal(portfolio.vaults().length, 2);
    const { certificates, isFresh, listedAt } = portfolio.listings.get(seen);
    assert.deepEqual(
      certificates?.map(({ name }) => name),
      ['renewed'],
    );
    assert.deepEqual([isFresh, listedAt], [true, later]);
    assert.deepEqual(directory.asked, asked);
  });
});
