/** The kinds of key that a certificate can be asked for, in the words of the command line. */
import { CertError } from './errors.ts';
import type { PolicyKey } from './certificate-policy.ts';
import type { PublicKeyFacts } from './pki.ts';

interface KeyShape {
  readonly kty: 'RSA' | 'EC';
  readonly size: number | undefined;
  readonly curve: string | undefined;
}

const ALGORITHMS = {
  'rsa-2048': { kty: 'RSA', size: 2048, curve: undefined },
  'rsa-3072': { kty: 'RSA', size: 3072, curve: undefined },
  'rsa-4096': { kty: 'RSA', size: 4096, curve: undefined },
  'ec-p256': { kty: 'EC', size: undefined, curve: 'P-256' },
  'ec-p384': { kty: 'EC', size: undefined, curve: 'P-384' },
} as const satisfies Record<string, KeyShape>;

/** What a CA sees of a key. */
export type KeyAlgorithm = keyof typeof ALGORITHMS;

/** `-hsm`: made in an HSM, which it never leaves; only vaults of the premium tier have one. */
export type KeyType = KeyAlgorithm | `${KeyAlgorithm}-hsm`;

/** What Key Vault itself takes when nothing is asked (recorded default policy). */
export const DEFAULT_KEY_TYPE: KeyType = 'rsa-2048';

export const KEY_ALGORITHMS = Object.keys(ALGORITHMS) as readonly KeyAlgorithm[];

export const KEY_TYPES: readonly KeyType[] = [
  ...KEY_ALGORITHMS,
  ...KEY_ALGORITHMS.map((algorithm) => `${algorithm}-hsm` as const),
];

/** @throws CertError InvalidKeyType */
export function parseKeyType(input: string): KeyType {
  const found = KEY_TYPES.find((type) => type === input.toLowerCase());
  if (!found) throw new CertError('InvalidKeyType', { keyType: input, allowed: KEY_TYPES });
  return found;
}

/** `ec-p256` of `ec-p256-hsm`; of kinds that cannot be asked for, too. */
export function algorithmOf(keyType: string): string {
  return keyType.replace(/-hsm$/, '');
}

/** @param keyType - of kinds that cannot be asked for, too; empty: in none, as far as it says */
export function isHsmType(keyType: string): boolean {
  return keyType.endsWith('-hsm');
}

export function isInHsm({ kty }: Pick<PolicyKey, 'kty'>): boolean {
  return kty.endsWith('-HSM');
}

/** The policy's key for a kind of key: exportable unless in an HSM, new with every version. */
export function policyKeyOf(type: KeyType): PolicyKey {
  const isHsm = isHsmType(type);
  const { kty, size, curve } = ALGORITHMS[algorithmOf(type) as KeyAlgorithm];
  return { kty: isHsm ? `${kty}-HSM` : kty, size, curve, exportable: !isHsm, reuse: false };
}

/** `RSA 2048` or `EC P-256`, and `RSA-HSM 2048` where the type says so. */
export function describeKey(key: {
  readonly type: string;
  readonly size: number | undefined;
  readonly curve: string | undefined;
}): string {
  return `${key.type} ${key.curve ?? String(key.size ?? '')}`.trim();
}

/** The kind of public key that a policy asks for. */
export function publicKindOf(key: PolicyKey): {
  readonly type: string;
  readonly size: number | undefined;
  readonly curve: string | undefined;
} {
  const type = key.kty.replace(/-HSM$/, '');
  return type === 'EC'
    ? { type, size: undefined, curve: key.curve ?? 'P-256' }
    : { type, size: key.size ?? 2048, curve: undefined };
}

/** `RSA-HSM 2048`: what a policy asks for. */
export function describePolicyKey(key: PolicyKey): string {
  return describeKey({ ...publicKindOf(key), type: key.kty });
}

/**
 * `RSA-HSM 2048`: from outside such a key looks like any other, so the policy tells.
 * @param policy - whose key it is; where it asks for another kind by now, it tells nothing
 */
export function describeCertificateKey(
  publicKey: PublicKeyFacts,
  policy: PolicyKey | undefined,
): string {
  const known = policy && isInHsm(policy) && isKeyOfPolicy(publicKey, policy);
  return describeKey(known ? { ...publicKey, type: policy.kty } : publicKey);
}

/** True if a public key is of the kind that the policy asks for. */
export function isKeyOfPolicy(publicKey: PublicKeyFacts, key: PolicyKey): boolean {
  const wanted = publicKindOf(key);
  if (publicKey.type !== wanted.type) return false;
  return wanted.type === 'EC' ? publicKey.curve === wanted.curve : publicKey.size === wanted.size;
}

/** The words for a policy's key, e.g. `ec-p521-hsm`: kinds that cannot be asked for have them too. */
export function keyTypeOf(key: PolicyKey): string {
  const { type, size, curve } = publicKindOf(key);
  const algorithm = `${type}-${curve?.replace('-', '') ?? String(size)}`.toLowerCase();
  return isInHsm(key) ? `${algorithm}-hsm` : algorithm;
}
