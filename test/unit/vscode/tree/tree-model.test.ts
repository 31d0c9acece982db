import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import type { Tenant } from '../../../../src/domain/inventory.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio } from '../../../../src/vscode/portfolio/portfolio.ts';
import type { Account } from '../../../../src/vscode/sign-in/sessions.ts';
import {
  accountChildren,
  outlineOf,
  rootNodes,
  situationOf,
  subscriptionChildren,
  vaultChildren,
  type TreeFilter,
  type TreeModelServices,
} from '../../../../src/vscode/tree/tree-model.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  pagesOf,
  SUBSCRIPTION,
  TENANT,
  vaultNamed,
  type FakeDirectory,
  usable,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

const EMPTY = { ...SUBSCRIPTION, id: 'sub-2', name: 'Without vaults' };
const OTHER: Tenant = { id: 'tenant-2', name: 'Fabrikam', domain: undefined };

interface Given {
  readonly accounts?: readonly Account[];
  readonly directories: readonly FakeDirectory[];
}

function treeOver({ accounts = [ACCOUNT], directories }: Given) {
  const store = new Map<string, unknown>();
  const chosen = new ChosenSubscriptions({
    get: (key) => store.get(key),
    update: (key, value) => Promise.resolve(void store.set(key, value)),
  });
  const portfolio = new Portfolio({
    source: {
      accounts: () => Promise.resolve(usable(...accounts)),
      tenants: () => Promise.resolve(directories.map(({ tenant }) => tenant)),
      directory: (_account, tenant) =>
        directories.find((each) => each.tenant.id === tenant.id) ?? fakeDirectory({}, tenant),
    },
    memory: memoryListing(),
    chosen,
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
  });
  let filter: TreeFilter = 'all';
  const services: TreeModelServices = {
    portfolio,
    chosen,
    filter: () => filter,
    thresholds: () => DEFAULT_THRESHOLDS,
    now: () => new Date(NOW),
  };
  return {
    ...services,
    show: (next: TreeFilter) => {
      filter = next;
    },
  };
}

const usual = () =>
  fakeDirectory({
    subscriptions: () => Promise.resolve([EMPTY, SUBSCRIPTION]),
    vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
    pages: () => pagesOf([certificateNamed('www', 60), certificateNamed('api', 5)]),
  });

const refused = (tenant: Tenant) =>
  fakeDirectory(
    {
      subscriptions: () =>
        Promise.reject(new CertError('SignInNeeded', { account: 'a', tenant: tenant.id })),
      vaults: () => Promise.resolve([]),
    },
    tenant,
  );

function labels(nodes: readonly { readonly kind: string; readonly id: string }[]): string[] {
  return nodes.map(({ kind, id }) => `${kind} ${id.slice(id.lastIndexOf('/') + 1)}`);
}

describe('the situation of the tree', () => {
  it('is "loading" until the first answer and then "signed-out" with nobody there', async () => {
    const tree = treeOver({ accounts: [], directories: [] });
    assert.equal(situationOf(tree), 'loading');
    await tree.portfolio.load();
    assert.equal(situationOf(tree), 'signed-out');
    assert.deepEqual(rootNodes(tree), []);
  });

  it('is "tenant-sign-in" where every tenant needs the person', async () => {
    const tree = treeOver({ directories: [refused(TENANT), refused(OTHER)] });
    await tree.portfolio.load();
    assert.equal(situationOf(tree), 'tenant-sign-in');
  });

  it('is "ready" where one of two tenants works, and the other one is a node', async () => {
    const tree = treeOver({ directories: [usual(), refused(OTHER)] });
    await tree.portfolio.load();
    assert.equal(situationOf(tree), 'ready');
    const [account] = tree.portfolio.accounts;
    assert.ok(account);
    assert.deepEqual(
      accountChildren(tree, account).map(({ kind }) => kind),
      ['subscription', 'directory'],
    );
  });

  it('is "no-subscriptions" where there is none, and "no-vaults" where they hold none', async () => {
    const nothing = { vaults: () => Promise.resolve([]) };
    const none = treeOver({
      directories: [fakeDirectory({ ...nothing, subscriptions: () => Promise.resolve([]) })],
    });
    await none.portfolio.load();
    assert.equal(situationOf(none), 'no-subscriptions');
    const empty = treeOver({
      directories: [fakeDirectory({ ...nothing, subscriptions: () => Promise.resolve([EMPTY]) })],
    });
    await empty.portfolio.load();
    assert.equal(situationOf(empty), 'no-vaults');
  });

  it('is "nothing-chosen" after all were deselected: that is not the same as all', async () => {
    const tree = treeOver({ directories: [usual()] });
    await tree.portfolio.load();
    await tree.chosen.choose([]);
    assert.equal(situationOf(tree), 'nothing-chosen');
  });

  it('is "filtered" only when no vault can hold what is looked for', async () => {
    const tree = treeOver({ directories: [usual()] });
    await tree.portfolio.load();
    tree.show('disabled');
    assert.equal(situationOf(tree), 'ready');
    const [seen] = tree.portfolio.vaults();
    assert.ok(seen);
    await tree.portfolio.listings.open(seen);
    assert.equal(situationOf(tree), 'filtered');
    tree.show('due');
    assert.equal(situationOf(tree), 'ready');
  });
});

describe('the nodes of the tree', () => {
  it('leave subscriptions without vaults out, unless they were chosen', async () => {
    const directory = usual();
    const tree = treeOver({ directories: [directory] });
    await tree.portfolio.load();
    const children = () => {
      const [account] = tree.portfolio.accounts;
      assert.ok(account);
      return accountChildren(tree, account);
    };
    assert.deepEqual(labels(children()), ['subscription sub-1']);
    await tree.chosen.choose([{ directory: directory.key, subscriptionId: EMPTY.id }]);
    assert.deepEqual(labels(children()), ['subscription sub-2']);
    const [node] = children();
    assert.ok(node?.kind === 'subscription');
    assert.deepEqual(
      subscriptionChildren(tree, node).map(({ kind }) => kind),
      ['empty'],
    );
  });

  it('are sorted by name, and asked for nothing that nobody opens', async () => {
    const directory = usual();
    const tree = treeOver({ directories: [directory] });
    await tree.portfolio.load();
    const [account] = tree.portfolio.accounts;
    assert.ok(account);
    const [subscription] = accountChildren(tree, account);
    assert.ok(subscription?.kind === 'subscription');
    const [vault] = subscriptionChildren(tree, subscription);
    assert.ok(vault?.kind === 'vault');
    assert.equal(vaultChildren(tree, vault), undefined);
    assert.deepEqual(directory.asked, ['subscriptions', 'vaults']);
    await tree.portfolio.listings.open(vault.seen);
    assert.deepEqual(labels(vaultChildren(tree, vault) ?? []), [
      'certificate api',
      'certificate www',
      ...['deleted', 'issuers', 'contacts'].map((drawer) => `drawer contoso-prod#${drawer}`),
    ]);
    tree.show('due');
    assert.deepEqual(labels(vaultChildren(tree, vault) ?? []), ['certificate api']);
  });

  it('have the same outline while only listings grow, and another one when a tenant fails', async () => {
    const directory = usual();
    const tree = treeOver({ directories: [directory] });
    await tree.portfolio.load();
    const before = outlineOf(tree);
    const [seen] = tree.portfolio.vaults();
    assert.ok(seen);
    await tree.portfolio.listings.open(seen);
    await tree.portfolio.reload();
    assert.equal(outlineOf(tree), before);
    const other = treeOver({ directories: [usual(), refused(OTHER)] });
    await other.portfolio.load();
    assert.notEqual(outlineOf(other), before);
  });

  it('show a subscription that could not be listed as one that failed, not as an empty one', async () => {
    const error = new CertError('ArmForbidden', { action: 'read', scope: '/', message: 'no' });
    const directory = fakeDirectory({
      subscriptions: () => Promise.resolve([EMPTY, SUBSCRIPTION]),
      vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
      unlisted: () => Promise.resolve([{ subscriptionId: EMPTY.id.toUpperCase(), error }]),
    });
    const tree = treeOver({ directories: [directory] });
    await tree.portfolio.load();
    const [account] = tree.portfolio.accounts;
    assert.ok(account);
    const failed = accountChildren(tree, account).find(
      (node) => node.kind === 'subscription' && node.subscription.id === EMPTY.id,
    );
    assert.ok(failed?.kind === 'subscription');
    const [child] = subscriptionChildren(tree, failed);
    assert.ok(child?.kind === 'failure' && child.error === error);
  });
});
