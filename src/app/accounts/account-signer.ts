/** Who signs for an account: a key that is at hand, or one that stays in its vault. */
import {
  isVaultKey,
  withoutVersion,
  type AccountKey,
  type AccountSigner,
  type KeyVaultKey,
} from '../../domain/account-key.ts';
import type { AcmeAccount, AcmeCa } from '../../domain/acme.ts';
import { isCertError } from '../../domain/errors.ts';
import {
  accountKeyTypeOf,
  KEY_TAGS,
  keyTags,
  unusableKey,
  usableKey,
  type AccountKeyType,
  type VaultKeys,
  type VaultKeyVersion,
} from '../../domain/vault-keys.ts';

export interface SigningServices {
  readonly ca: Pick<AcmeCa, 'localSigner' | 'findAccount'>;
  readonly vaultKeys: VaultKeys;
}

export function signerOf({ ca, vaultKeys }: SigningServices, key: AccountKey): AccountSigner {
  return isVaultKey(key) ? vaultKeys.signer(key) : ca.localSigner(key);
}

/** Which key of a vault, and what it is made as where it is not there yet. */
export interface VaultKeyPlace {
  /** Without a version. */
  readonly id: string;
  readonly type: AccountKeyType;
}

/** A key that can sign, and the URL of the account at the CA that it has already. */
interface TakenKey {
  readonly key: KeyVaultKey;
  readonly accountUrl: string | undefined;
}

/**
 * The key of that place. Where its newest version has no account, for an exchange of keys was
 * interrupted, the version that it was to replace is the account's.
 *
 * @throws CertError VaultKeyUnusable, VaultForbidden
 */
export async function takeVaultKey(
  services: SigningServices,
  { id, type }: VaultKeyPlace,
  directoryUrl: string,
  signal: AbortSignal,
): Promise<TakenKey> {
  const { vaultKeys } = services;
  const version = await vaultKeys.get(id, signal);
  if (version === undefined) {
    const made = await vaultKeys.create(id, type, keyTags({ directory: directoryUrl }), signal);
    return { key: usableKey(made), accountUrl: undefined };
  }
  requireFor(version, directoryUrl);
  const key = usableKey(version);
  const accountUrl = await services.ca.findAccount(vaultKeys.signer(key), signal);
  if (accountUrl !== undefined) return { key, accountUrl };
  const replaced = await replacedVersion(services, version, signal);
  return replaced ?? { key, accountUrl };
}

async function replacedVersion(
  { ca, vaultKeys }: SigningServices,
  { id, tags }: VaultKeyVersion,
  signal: AbortSignal,
): Promise<TakenKey | undefined> {
  const version = tags[KEY_TAGS.replaces];
  if (version === undefined || !/^[0-9a-f]+$/i.test(version)) return undefined;
  const replaced = await vaultKeys.get(`${withoutVersion(id)}/${version}`, signal);
  if (replaced === undefined || replaced.problem !== undefined) return undefined;
  const key = usableKey(replaced);
  const accountUrl = await ca.findAccount(vaultKeys.signer(key), signal);
  return accountUrl === undefined ? undefined : { key, accountUrl };
}

/**
 * A certificate's key is no account's (RFC 8555 §11.1), and one key is for one CA, so that a person
 * can tell what it is for.
 * @throws CertError VaultKeyUnusable
 */
function requireFor({ id, ofCertificate, tags }: VaultKeyVersion, directoryUrl: string): void {
  if (ofCertificate) throw unusableKey(id, 'of-certificate');
  const tagged = tags[KEY_TAGS.directory];
  if (tagged !== undefined && tagged !== directoryUrl) throw unusableKey(id, 'of-other-ca');
}

/**
 * Says on the key which account it has. Whoever may use the key and not change it goes on without:
 * the tags are for people, what counts is asked of the CA.
 */
export async function labelVaultKey(
  vaultKeys: VaultKeys,
  { id }: KeyVaultKey,
  label: { readonly directory: string; readonly account: string },
  signal: AbortSignal,
): Promise<void> {
  const own = keyTags(label);
  try {
    const tags = (await vaultKeys.get(id, signal))?.tags ?? {};
    const { [KEY_TAGS.replaces]: replaced, ...others } = tags;
    const isSaid = Object.entries(own).every(([tag, value]) => tags[tag] === value);
    if (isSaid && replaced === undefined) return;
    await vaultKeys.replaceTags(id, { ...others, ...own }, signal);
  } catch (error) {
    if (!isCertError(error, 'VaultForbidden')) throw error;
  }
}

/**
 * The key of the account as its CA has it now. Whoever shares the key may have exchanged it for its
 * next version: where the newest is not the remembered one, the CA says whether it is the account's.
 *
 * @throws CertError VaultKeyUnusable
 */
export async function currentVaultKey(
  { ca, vaultKeys }: SigningServices,
  key: KeyVaultKey,
  url: string | undefined,
  signal: AbortSignal,
): Promise<KeyVaultKey> {
  const id = withoutVersion(key.id);
  const newest = await vaultKeys.get(id, signal);
  if (newest === undefined) throw unusableKey(id, 'missing');
  if (newest.id === key.id) return usableKey(newest);
  if (url === undefined || newest.problem !== undefined) return key;
  const next = usableKey(newest);
  return (await ca.findAccount(vaultKeys.signer(next), signal)) === url ? next : key;
}

/** The version that is to replace the key: one that an earlier attempt has left, or a new one. */
export async function nextVaultKey(
  vaultKeys: VaultKeys,
  { key, directoryUrl }: Pick<AcmeAccount, 'directoryUrl'> & { readonly key: KeyVaultKey },
  signal: AbortSignal,
): Promise<KeyVaultKey> {
  const id = withoutVersion(key.id);
  const newest = await vaultKeys.get(id, signal);
  if (newest === undefined) throw unusableKey(id, 'missing');
  if (newest.id !== key.id && newest.problem === undefined) {
    return usableKey(newest);
  }
  const replaces = key.id.slice(id.length + 1);
  const tags = { ...newest.tags, ...keyTags({ directory: directoryUrl, replaces }) };
  return usableKey(await vaultKeys.create(id, accountKeyTypeOf(newest), tags, signal));
}
