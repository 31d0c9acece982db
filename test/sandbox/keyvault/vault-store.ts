import type { CertificateEntry, IssuedVersion } from './certificate-entry.ts';
import {
  beingDeleted,
  certificateNotFound,
  deletedButRecoverable,
  deletedCertificateNotFound,
  beingRecovered,
} from './errors.ts';
import type { Delays } from './operation-lifecycle.ts';
import { seconds, settle } from './operation-lifecycle.ts';
import type { Vault } from './vault.ts';

const DAY = 86_400;

export interface DeletedCertificate {
  readonly entry: CertificateEntry;
  /** Seconds since the epoch, as is `scheduledPurgeDate`. */
  readonly deletedDate: number;
  readonly scheduledPurgeDate: number;
  /** Milliseconds; until then the deletion is under way. */
  readonly visibleFrom: number;
}

/** The state of one vault. Times are milliseconds of the sandbox's clock where nothing else is said. */
export class VaultStore {
  readonly vault: Vault;
  readonly delays: Delays;
  readonly #certificates = new Map<string, CertificateEntry>();
  readonly #deleted = new Map<string, DeletedCertificate>();
  #ordinal = 0;

  constructor(vault: Vault, delays: Delays) {
    this.vault = vault;
    this.delays = delays;
  }

  get retentionDays(): number {
    return this.vault.softDeleteRetentionDays ?? 90;
  }

  /** In the order in which the names were first used. */
  *certificates(now: number): Generator<CertificateEntry> {
    for (const entry of this.#certificates.values()) {
      if (entry.visibleFrom > now) continue;
      settle(entry, now, this.delays);
      yield entry;
    }
  }

  find(name: string, now: number): CertificateEntry | undefined {
    const entry = this.#certificates.get(name.toLowerCase());
    if (entry === undefined || entry.visibleFrom > now) return undefined;
    settle(entry, now, this.delays);
    return entry;
  }

  /** @throws ApiError 404 CertificateNotFound */
  require(name: string, now: number): CertificateEntry {
    const entry = this.find(name, now);
    if (entry === undefined) throw certificateNotFound(name);
    return entry;
  }

  /** @throws ApiError 409 while the name belongs to a deleted or a recovering certificate */
  checkNameIsFree(name: string, now: number): void {
    if (this.#findDeleted(name, now) !== undefined) throw deletedButRecoverable(name);
    const entry = this.#certificates.get(name.toLowerCase());
    if (entry !== undefined && entry.visibleFrom > now) throw beingRecovered();
  }

  /** Opens an entry for a name that has none. */
  add(entry: Omit<CertificateEntry, 'ordinal' | 'visibleFrom'>): CertificateEntry {
    const added = { ...entry, ordinal: ++this.#ordinal, visibleFrom: 0 };
    this.#certificates.set(entry.name.toLowerCase(), added);
    return added;
  }

  delete(name: string, now: number): DeletedCertificate {
    const entry = this.require(name, now);
    const deletedDate = seconds(now);
    const deleted = {
      entry,
      deletedDate,
      scheduledPurgeDate: deletedDate + this.retentionDays * DAY,
      visibleFrom: now + this.delays.deletion,
    };
    this.#certificates.delete(name.toLowerCase());
    this.#deleted.set(name.toLowerCase(), deleted);
    return deleted;
  }

  *deletedCertificates(now: number): Generator<DeletedCertificate> {
    for (const { entry } of this.#deleted.values()) {
      const deleted = this.#findDeleted(entry.name, now);
      if (deleted !== undefined && deleted.visibleFrom <= now) yield deleted;
    }
  }

  deletedNames(now: number): string[] {
    return [...this.#deleted.values()]
      .map(({ entry }) => entry.name)
      .filter((name) => this.#findDeleted(name, now) !== undefined);
  }

  /** @throws ApiError 404 also while the deletion is under way */
  requireDeleted(name: string, now: number): DeletedCertificate {
    const deleted = this.#findDeleted(name, now);
    if (deleted === undefined || deleted.visibleFrom > now) throw deletedCertificateNotFound(name);
    return deleted;
  }

  /** @throws ApiError 409 while the deletion is under way, 404 where nothing was deleted */
  purge(name: string, now: number): DeletedCertificate {
    const deleted = this.#findDeleted(name, now);
    if (deleted === undefined) throw deletedCertificateNotFound(name);
    if (deleted.visibleFrom > now) throw beingDeleted();
    this.#deleted.delete(name.toLowerCase());
    return deleted;
  }

  recover(name: string, now: number): CertificateEntry {
    const { entry } = this.purge(name, now);
    entry.visibleFrom = now + this.delays.recovery;
    this.#certificates.set(name.toLowerCase(), entry);
    return entry;
  }

  #findDeleted(name: string, now: number): DeletedCertificate | undefined {
    const deleted = this.#deleted.get(name.toLowerCase());
    return deleted === undefined || seconds(now) >= deleted.scheduledPurgeDate
      ? undefined
      : deleted;
  }
}

/** Base64url SHA-1 of the DER, without padding. */
export function x5t(version: IssuedVersion): string {
  return Buffer.from(version.leaf.fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}
