/** Keys of Key Vault that sign for an ACME account, and the port that the Azure layer implements. */
import {
  withoutVersion,
  type AccountJwk,
  type AccountSigner,
  type KeyVaultKey,
} from './account-key.ts';
import type { VaultKeyProblem } from './error-reasons.ts';
import { CertError } from './errors.ts';
import type { Tags } from './key-vault.ts';

/** What an account key can be made as; `-hsm` needs a vault of the premium tier. */
export const ACCOUNT_KEY_TYPES = [
  ...(['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const),
  ...(['ec-p256-hsm', 'ec-p384-hsm', 'rsa-2048-hsm', 'rsa-3072-hsm', 'rsa-4096-hsm'] as const),
] as const;

export type AccountKeyType = (typeof ACCOUNT_KEY_TYPES)[number];

/** One version of a key, as the vault tells of it. */
export interface VaultKeyVersion {
  /** `https://VAULT/keys/NAME/VERSION`. */
  readonly id: string;
  /** The service's word: `EC`, `EC-HSM`, `RSA`, … */
  readonly kty: string;
  /** Absent where it is of a kind that no ACME server takes. */
  readonly jwk: AccountJwk | undefined;
  /** What keeps it from signing, when it was asked for. */
  readonly problem: VaultKeyProblem | undefined;
  /** It stands behind the certificate of the same name. */
  readonly ofCertificate: boolean;
  readonly tags: Tags;
}

/**
 * Every method but `signer` asks the vault that the id names, and rejects with a CertError:
 * VaultKeyUnusable, VaultForbidden, KeyVaultRefused, or of the network.
 */
export interface VaultKeys {
  /**
   * The version that the id names, or the newest. undefined: there is none of that name, or only a
   * deleted one. What is newest is believed for a minute.
   */
  get(id: string, signal?: AbortSignal): Promise<VaultKeyVersion | undefined>;
  /** A key, or, where there is one of that name, its next version; it can sign and verify. */
  create(
    id: string,
    type: AccountKeyType,
    tags: Tags,
    signal?: AbortSignal,
  ): Promise<VaultKeyVersion>;
  replaceTags(id: string, tags: Tags, signal?: AbortSignal): Promise<void>;
  /** Each signature is one round trip to the vault. */
  signer(key: KeyVaultKey): AccountSigner;
}

/** @throws CertError VaultKeyUnusable */
export function usableKey({ id, jwk, problem }: VaultKeyVersion): KeyVaultKey {
  if (problem === undefined && jwk !== undefined) return { id, jwk };
  throw unusableKey(id, problem ?? 'wrong-kind');
}

export function unusableKey(id: string, problem: VaultKeyProblem): CertError<'VaultKeyUnusable'> {
  const [, vault = '', name = ''] = /^https:\/\/([^/.]+)[^/]*\/keys\/([^/]+)/.exec(id) ?? [];
  return new CertError('VaultKeyUnusable', { vault, name, problem });
}

/** The same type for the next version. */
export function accountKeyTypeOf({ kty, jwk }: VaultKeyVersion): AccountKeyType {
  const hsm = kty.endsWith('-HSM') ? '-hsm' : '';
  if (jwk?.kty === 'RSA') return `rsa-${rsaSize(jwk.n)}${hsm}`;
  return jwk?.crv === 'P-384' ? `ec-p384${hsm}` : `ec-p256${hsm}`;
}

/** @param n - the modulus, base64url: four characters for each three bytes */
function rsaSize(n: string): 2048 | 3072 | 4096 {
  const bits = Math.floor((n.length * 3) / 4) * 8;
  if (bits > 3072) return 4096;
  return bits > 2048 ? 3072 : 2048;
}

/** Tags by which a person recognises what a key is for; the CA is asked for what counts. */
export const KEY_TAGS = {
  directory: 'kvcert-acme-directory',
  account: 'kvcert-acme-account',
  /** The version that it is to replace, until the CA has taken it. */
  replaces: 'kvcert-acme-replaces',
} as const;

/** Azure's limit for the value of a tag. */
const MAX_TAG_VALUE = 256;

export function keyTags(tags: Partial<Record<keyof typeof KEY_TAGS, string>>): Tags {
  return Object.fromEntries(
    Object.entries(tags)
      .filter(([, value]) => value.length <= MAX_TAG_VALUE)
      .map(([what, value]) => [KEY_TAGS[what as keyof typeof KEY_TAGS], value]),
  );
}

/** As Key Vault takes it (https://learn.microsoft.com/rest/api/keyvault/keys/create-key). */
export function isKeyName(text: string): boolean {
  return /^[0-9A-Za-z-]{1,127}$/.test(text);
}

/** @param vaultUri - without a slash at its end */
export function vaultKeyId(vaultUri: string, name: string): string {
  return withoutVersion(`${vaultUri}/keys/${name}`);
}
