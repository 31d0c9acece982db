/** What was saved from the sandbox's vaults. A blob says nothing by itself: it names what is here. */
import { randomBytes } from 'node:crypto';
import type { CertificateEntry } from './certificate-entry.ts';
import type { RecoverableObject } from './recoverable-objects.ts';
import type { Vault } from './vault.ts';

type Content = Omit<CertificateEntry, keyof RecoverableObject>;

interface Backup {
  readonly name: string;
  readonly subscription: string;
  readonly geography: string;
  /** Anew at each call: what is restored twice is changed apart. */
  readonly copy: () => Content;
}

/** About as long as a real one of a single version. */
const BLOB_BYTES = 4096;

export class BackupBook {
  readonly #backups = new Map<string, Backup>();

  /** @returns base64url, as it stands in the service's answer */
  keep(vault: Vault, entry: CertificateEntry): string {
    const blob = randomBytes(BLOB_BYTES).toString('base64url');
    const saved = contentOf(entry);
    const { subscription, geography } = placeOf(vault);
    const copy = () => contentOf(saved);
    this.#backups.set(blob, { name: entry.name, subscription, geography, copy });
    return blob;
  }

  open(blob: string): Backup | undefined {
    return this.#backups.get(blob);
  }

  /** Only vaults of the same subscription and geography take a backup back (documented). */
  fits({ subscription, geography }: Backup, vault: Vault): boolean {
    const place = placeOf(vault);
    return place.subscription === subscription && place.geography === geography;
  }
}

function contentOf({ policy, versions, placeholder }: Content): Content {
  return {
    policy,
    versions: versions.map((version) => ({ ...version })),
    placeholder: placeholder === undefined ? undefined : { ...placeholder },
    operation: undefined,
  };
}

/** As far as the sandbox's worlds reach; a region that is not listed is a geography of its own. */
const GEOGRAPHIES: Readonly<Record<string, string>> = {
  westeurope: 'Europe',
  northeurope: 'Europe',
  germanywestcentral: 'Germany',
  germanynorth: 'Germany',
  eastus: 'United States',
  eastus2: 'United States',
  westus2: 'United States',
};

function placeOf({ id, location }: Vault) {
  return {
    subscription: id.split('/')[2]?.toLowerCase() ?? '',
    geography: GEOGRAPHIES[location] ?? location,
  };
}
