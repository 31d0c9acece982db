/** The kinds of key that a certificate can be asked for, in the words of the command line. */
import { CertError } from './errors.ts';
import type { PolicyKey } from './certificate-policy.ts';
import type { PublicKeyFacts } from './pki.ts';

interface KeyKind {
  readonly kty: 'RSA' | 'EC';
  readonly size: number | undefined;
  readonly curve: string | undefined;
}

const KEY_KINDS = {
  'rsa-2048': { kty: 'RSA', size: 2048, curve: undefined },
  'rsa-3072': { kty: 'RSA', size: 3072, curve: undefined },
  'rsa-4096': { kty: 'RSA', size: 4096, curve: undefined },
  'ec-p256': { kty: 'EC', size: undefined, curve: 'P-256' },
  'ec-p384': { kty: 'EC', size: undefined, curve: 'P-384' },
} as const satisfies Record<string, KeyKind>;

export type KeyType = keyof typeof KEY_KINDS;

/** What Key Vault itself takes when nothing is asked (recorded default policy). */
export const DEFAULT_KEY_TYPE: KeyType = 'rsa-2048';

export const KEY_TYPES = Object.keys(KEY_KINDS) as readonly KeyType[];

/** @throws CertError InvalidKeyType */
export function parseKeyType(input: string): KeyType {
  const found = KEY_TYPES.find((type) => type === input.toLowerCase());
  if (!found) throw new CertError('InvalidKeyType', { keyType: input, allowed: KEY_TYPES });
  return found;
}

/** The policy's key for a kind of key: exportable, new with every version. */
export function policyKeyOf(type: KeyType): PolicyKey {
  return { ...KEY_KINDS[type], exportable: true, reuse: false };
}

/** `RSA 2048` or `EC P-256`; HSM-backed keys look like any other from outside. */
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

/** True if a public key is of the kind that the policy asks for. */
export function isKeyOfPolicy(publicKey: PublicKeyFacts, key: PolicyKey): boolean {
  const wanted = publicKindOf(key);
  if (publicKey.type !== wanted.type) return false;
  return wanted.type === 'EC' ? publicKey.curve === wanted.curve : publicKey.size === wanted.size;
}

/** The words for a policy's key, e.g. `ec-p521`: kinds that cannot be asked for have them too. */
export function keyTypeOf(key: PolicyKey): string {
  const { type, size, curve } = publicKindOf(key);
  return `${type}-${curve?.replace('-', '') ?? String(size)}`.toLowerCase();
}
