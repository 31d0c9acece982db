import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  pagesOf,
  SUBSCRIPTION,
  TENANT,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { working, world } from './portfolio-under-test.ts';

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

  it('take nothing away while the editor cannot say who is signed in', async () => {
    const { portfolio, source, memory } = world([working()]);
    await portfolio.load();
    source.accounts = () => Promise.reject(new Error('offline'));
    assert.equal(await portfolio.sessionsChanged(), false);
    await portfolio.reload();
    assert.equal(portfolio.vaults().length, 1);
    assert.deepEqual(
      memory.known.map(({ account }) => account),
      [ACCOUNT],
    );
  });

  it('leave its place to an account that has to be asked, until it has signed in', async () => {
    const { portfolio, source } = world([working()]);
    await portfolio.load();
    const signedIn = source.tenants;
    source.accounts = () => Promise.resolve([{ account: ACCOUNT, isUsable: false }]);
    source.tenants = () =>
      Promise.reject(new CertError('SignInNeeded', { account: ACCOUNT.label, tenant: '' }));
    assert.equal(await portfolio.sessionsChanged(), false);
    await portfolio.reload();
    assert.equal(portfolio.accounts[0]?.failure?.code, 'SignInNeeded');
    assert.equal(portfolio.vaults().length, 1, 'what was known is still shown');

    source.accounts = () => Promise.resolve(usable(ACCOUNT));
    source.tenants = signedIn;
    assert.equal(await portfolio.sessionsChanged(), false);
    await new Promise(setImmediate);
    const states = portfolio.accounts.map(({ failure }) => failure);
    assert.deepEqual(states, [undefined]);
  });

  it('ask again for an account that has gone and come back, whatever was asked in between', async () => {
    const directory = working();
    const { portfolio, source } = world([directory]);
    await portfolio.load();
    const asked = directory.asked.length;
    source.accounts = () => Promise.resolve([{ account: ACCOUNT, isUsable: false }]);
    await portfolio.sessionsChanged();
    source.accounts = () => Promise.resolve(usable(ACCOUNT));
    await portfolio.sessionsChanged();
    await new Promise(setImmediate);
    assert.ok(directory.asked.length > asked);
  });

  it('show no account that is another extension’s alone', async () => {
    const { portfolio, source } = world([working()]);
    source.accounts = () => Promise.resolve([{ account: ACCOUNT, isUsable: false }]);
    await portfolio.load();
    assert.deepEqual(portfolio.accounts, []);
  });

  it('leave alone who stays when another one goes, and forget what that one saw', async () => {
    const other = { id: 'other.tid', label: 'other@contoso.com' };
    const theirs = fakeDirectory(
      {
        subscriptions: () => Promise.resolve([SUBSCRIPTION]),
        vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
        pages: () => pagesOf([certificateNamed('www', 40)]),
      },
      TENANT,
      other,
    );
    const ours = working();
    const { portfolio, source } = world([ours]);
    source.directory = (account) => (account.id === other.id ? theirs : ours);
    source.accounts = () => Promise.resolve(usable(ACCOUNT, other));
    await portfolio.load();
    const [first, second] = portfolio.vaults();
    assert.ok(first && second);
    await portfolio.listings.listAll([first, second]);
    source.accounts = () => Promise.resolve(usable(ACCOUNT));
    assert.equal(await portfolio.sessionsChanged(), true);
    assert.deepEqual(
      portfolio.vaults().map(({ directory }) => directory.key),
      [ours.key],
    );
    assert.equal(portfolio.listings.get(first).certificates?.length, 2);
    assert.equal(portfolio.listings.get(second).certificates, undefined);
  });

  it('empty the portfolio when the account is gone', async () => {
    const { portfolio, source } = world([working()]);
    await portfolio.load();
    source.accounts = () => Promise.resolve([]);
    assert.equal(await portfolio.sessionsChanged(), true);
    assert.deepEqual(portfolio.accounts, []);
    assert.equal(portfolio.isFirstLoad, false, 'it is certain that nobody is signed in');
    source.accounts = () => Promise.resolve(usable(ACCOUNT));
    assert.equal(await portfolio.sessionsChanged(), true);
    await portfolio.load();
    assert.equal(portfolio.vaults().length, 1);
  });
});
