/**
 * What was listed last, on disk, so that a window has something to show before Azure has answered:
 * one small file per directory and per vault, replaced whole. It is a cache: what cannot be read
 * counts as never listed, what cannot be written is lost, and nothing here rejects. Of the tags only
 * the one that says which CA is kept: the others are their owners' own business.
 */
import { join } from 'node:path';
import type { Subscription } from '../domain/inventory.ts';
import { isVault, type CertificateSummary, type Vault } from '../domain/key-vault.ts';
import { CA_TAG } from '../domain/renewal-tag.ts';
import type { Log } from '../domain/runtime.ts';
import {
  isListOf,
  isRecord,
  isText,
  isTruth,
  isWhole,
  optional,
  type Guard,
} from '../domain/shape.ts';
import { CacheFiles, type Keyed } from './cache-files.ts';

/** Times are milliseconds since the epoch. */
export interface CachedInventory {
  readonly subscriptions: readonly Subscription[];
  readonly vaults: readonly Vault[];
  readonly listedAt: number;
}

export interface CachedCertificates {
  readonly certificates: readonly CertificateSummary[];
  readonly listedAt: number;
}

export interface ListingCache {
  /**
   * undefined: not listed since.
   * @param directory - its key
   * @param since - what is not newer is not read
   */
  inventory(directory: string, since?: number): Promise<CachedInventory | undefined>;
  rememberInventory(directory: string, inventory: CachedInventory): Promise<void>;
  certificates(vault: Vault, since?: number): Promise<CachedCertificates | undefined>;
  rememberCertificates(vault: Vault, listing: CachedCertificates): Promise<void>;
  /** Forgets all other directories and vaults: nobody sees them any more. */
  keepOnly(directories: readonly string[], vaults: readonly Vault[]): Promise<void>;
}

/** Opens no file before the first use; the folder is made with the first thing to remember. */
export function openListingCache(folder: string, log: Log): ListingCache {
  const inventories = new CacheFiles(join(folder, 'directories'), log);
  const listings = new CacheFiles(join(folder, 'vaults'), log);
  return {
    async inventory(directory, since = -Infinity) {
      const found = await inventories.read(directory, since, isInventory);
      if (found === undefined) return undefined;
      const { subscriptions, vaults } = found.value;
      return { subscriptions, vaults, listedAt: found.listedAt };
    },
    async rememberInventory(directory, { subscriptions, vaults, listedAt }) {
      const stored: StoredInventory = { of: directory, subscriptions, vaults };
      await inventories.write(directory, stored, listedAt);
    },
    async certificates(vault, since = -Infinity) {
      const found = await listings.read(keyOf(vault), since, isListing);
      if (found === undefined) return undefined;
      const certificates = found.value.certificates.map((each) => fromStored(vault, each));
      return { certificates, listedAt: found.listedAt };
    },
    async rememberCertificates(vault, { certificates, listedAt }) {
      const stored: StoredListing = { of: keyOf(vault), certificates: certificates.map(toStored) };
      await listings.write(keyOf(vault), stored, listedAt);
    },
    async keepOnly(directories, vaults) {
      await Promise.all([inventories.keepOnly(directories), listings.keepOnly(vaults.map(keyOf))]);
    },
  };
}

/** ARM changes the case of its ids from answer to answer. */
function keyOf({ id }: Vault): string {
  return id.toLowerCase();
}

interface StoredInventory extends Keyed {
  readonly subscriptions: readonly Subscription[];
  readonly vaults: readonly Vault[];
}

interface StoredListing extends Keyed {
  readonly certificates: readonly StoredCertificate[];
}

interface StoredCertificate {
  readonly name: string;
  readonly thumbprint: string | undefined;
  readonly enabled: boolean;
  /** Milliseconds since the epoch. */
  readonly notBefore: number | undefined;
  readonly notAfter: number | undefined;
  /** The tag that says which CA. */
  readonly ca: string | undefined;
}

function toStored(certificate: CertificateSummary): StoredCertificate {
  const { name, thumbprint, enabled, notBefore, notAfter, tags } = certificate;
  return {
    name,
    thumbprint,
    enabled,
    notBefore: notBefore?.getTime(),
    notAfter: notAfter?.getTime(),
    ca: tags[CA_TAG],
  };
}

function fromStored(vault: Vault, stored: StoredCertificate): CertificateSummary {
  const { name, thumbprint, enabled, notBefore, notAfter, ca } = stored;
  return {
    vault: vault.name,
    name,
    thumbprint,
    enabled,
    notBefore: notBefore === undefined ? undefined : new Date(notBefore),
    notAfter: notAfter === undefined ? undefined : new Date(notAfter),
    tags: ca === undefined ? {} : { [CA_TAG]: ca },
  };
}

/** What a Date can take (ECMA-262, 21.4.1.1). */
const isTime: Guard<number> = (value): value is number =>
  isWhole(value) && Math.abs(value) <= 8.64e15;

const isSubscription = isRecord<Subscription>({
  id: isText,
  name: isText,
  tenantId: isText,
  state: isText,
});

const isCertificate = isRecord<StoredCertificate>({
  name: isText,
  thumbprint: optional(isText),
  enabled: isTruth,
  notBefore: optional(isTime),
  notAfter: optional(isTime),
  ca: optional(isText),
});

const isInventory = isRecord<StoredInventory>({
  of: isText,
  subscriptions: isListOf(isSubscription),
  vaults: isListOf(isVault),
});

const isListing = isRecord<StoredListing>({ of: isText, certificates: isListOf(isCertificate) });
