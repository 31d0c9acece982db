/** The listing of earlier sessions: the engine's cache on disk, and in the editor's state of what. */
import type { ListingCache } from '../../app/listing-cache.ts';
import type { KnownDirectory, ListingMemory } from './listing-memory.ts';

/** Where the directories are kept: a `vscode.Memento` fits. */
export interface DirectoryStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const STORED_AS = 'kvcert.knownDirectories';

export function storedListingMemory(cache: ListingCache, store: DirectoryStore): ListingMemory {
  return {
    directories() {
      const stored = store.get(STORED_AS);
      return Array.isArray(stored) ? stored.filter(isKnownDirectory) : [];
    },
    async rememberDirectories(known) {
      // It is asked for again at the next start.
      await Promise.resolve(store.update(STORED_AS, known)).catch(() => undefined);
    },
    inventory: (directory, since) => cache.inventory(directory, since),
    rememberInventory: (directory, inventory) => cache.rememberInventory(directory, inventory),
    certificates: (vault, since) => cache.certificates(vault, since),
    rememberCertificates: (vault, listing) => cache.rememberCertificates(vault, listing),
  };
}

/** An older version may have written it, or anybody. */
function isKnownDirectory(value: unknown): value is KnownDirectory {
  const account = partOf(value, 'account');
  const tenant = partOf(value, 'tenant');
  return (
    [partOf(account, 'id'), partOf(account, 'label'), partOf(tenant, 'id'), partOf(tenant, 'name')]
      .map((part) => typeof part)
      .every((type) => type === 'string') &&
    ['string', 'undefined'].includes(typeof partOf(tenant, 'domain'))
  );
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
