/** The keys of a vault as its lists show them: those behind certificates among them. */
import type { CertificateEntry } from '../certificate-entry.ts';
import type { VaultStore } from '../vault-store.ts';
import type { KeyEntry } from './key-entry.ts';
import { defaultOperations } from './key-entry.ts';
import { keyNotFound } from './key-errors.ts';

export interface FoundKey {
  readonly entry: KeyEntry;
  /** It stands behind a certificate, which decides over its life. */
  readonly isManaged: boolean;
}

/** In the order in which the names were first used. */
export function allKeys(store: VaultStore, now: number): readonly FoundKey[] {
  const own = [...store.keys.all(now)].map((entry) => ({ entry, isManaged: false }));
  const managed = [...store.certificates.all(now)].flatMap((certificate) => {
    const entry = keyBehind(certificate);
    return entry === undefined ? [] : [{ entry, isManaged: true }];
  });
  return [...own, ...managed].sort((a, b) => a.entry.ordinal - b.entry.ordinal);
}

/** @throws ApiError 404 KeyNotFound */
export function requireKey(store: VaultStore, name: string, now: number): FoundKey {
  const managed = managedKey(store, name, now);
  if (managed !== undefined) return { entry: managed, isManaged: true };
  const entry = store.keys.find(name, now);
  if (entry === undefined) throw keyNotFound(name);
  return { entry, isManaged: false };
}

export function managedKey(store: VaultStore, name: string, now: number): KeyEntry | undefined {
  const certificate = store.certificates.find(name, now);
  return certificate === undefined ? undefined : keyBehind(certificate);
}

/** A view of the issued versions: what is changed in it is changed nowhere. */
function keyBehind(certificate: CertificateEntry): KeyEntry | undefined {
  const { name, ordinal, visibleFrom, policy } = certificate;
  if (certificate.versions.length === 0) return undefined;
  const hsm = policy.key_props.kty.endsWith('-HSM') ? '-HSM' : '';
  const versions = certificate.versions.map(({ id, leaf, privateKey, attributes, tags }) => {
    const { publicKey } = leaf;
    const kty = `${publicKey.asymmetricKeyType === 'ec' ? 'EC' : 'RSA'}${hsm}`;
    const operations = defaultOperations(kty);
    return { id, kty, publicKey, privateKey, operations, attributes, tags };
  });
  return { name, ordinal, visibleFrom, versions };
}
