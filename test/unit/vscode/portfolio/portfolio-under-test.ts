/** A portfolio over fake directories, with a memory, a choice and a clock that a test can change. */
import assert from 'node:assert/strict';
import type { Tenant } from '../../../../src/domain/inventory.ts';
import type { Directory } from '../../../../src/vscode/directory.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio, type DirectorySource } from '../../../../src/vscode/portfolio/portfolio.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  pagesOf,
  SUBSCRIPTION,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

export const OTHER: Tenant = { id: 'tenant-2', name: 'Fabrikam', domain: undefined };

export function world(
  directories: readonly Directory[],
  tenants = directories.map((each) => each.tenant),
) {
  const source: { -readonly [K in keyof DirectorySource]: DirectorySource[K] } = {
    accounts: () => Promise.resolve(usable(ACCOUNT)),
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
  let passed = 0;
  const clock = { now: () => NOW + passed, sleep: () => Promise.resolve() };
  const { signal } = new AbortController();
  const portfolio = new Portfolio({ source, memory, chosen, clock, signal });
  const pass = (ms: number): void => {
    passed += ms;
  };
  return { portfolio, memory, chosen, source, pass };
}

export const working = () =>
  fakeDirectory({
    subscriptions: () => Promise.resolve([SUBSCRIPTION]),
    vaults: () => Promise.resolve([vaultNamed('contoso-prod')]),
    pages: () => pagesOf([certificateNamed('www', 40)], [certificateNamed('api', 3)]),
  });
