/** A listing memory that holds what a test puts into it. */
import type {
  KnownDirectory,
  ListingMemory,
  RememberedCertificates,
} from '../../../src/vscode/portfolio/listing-memory.ts';
import type { Inventory } from '../../../src/vscode/portfolio/portfolio-state.ts';

export interface MemoryListing extends ListingMemory {
  known: readonly KnownDirectory[];
  readonly inventories: Map<string, Inventory>;
  readonly listings: Map<string, RememberedCertificates>;
}

export function memoryListing(): MemoryListing {
  const inventories = new Map<string, Inventory>();
  const listings = new Map<string, RememberedCertificates>();
  const memory: MemoryListing = {
    known: [],
    inventories,
    listings,
    directories: () => memory.known,
    rememberDirectories: (known) => {
      memory.known = known;
      return Promise.resolve();
    },
    inventory: (key, since) => Promise.resolve(laterThan(since, inventories.get(key))),
    rememberInventory: (key, inventory) => {
      inventories.set(key, inventory);
      return Promise.resolve();
    },
    certificates: ({ id }, since) => Promise.resolve(laterThan(since, listings.get(id))),
    rememberCertificates: ({ id }, listing) => {
      listings.set(id, listing);
      return Promise.resolve();
    },
  };
  return memory;
}

function laterThan<T extends { readonly listedAt: number }>(
  since = -Infinity,
  remembered: T | undefined,
): T | undefined {
  return remembered && remembered.listedAt > since ? remembered : undefined;
}
