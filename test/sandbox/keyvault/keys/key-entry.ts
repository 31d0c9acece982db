/** What a vault keeps of one key. */
import type { KeyObject } from 'node:crypto';
import type { Tags } from '../json-body.ts';
import type { RecoverableObject } from '../recoverable-objects.ts';

export interface KeyEntry extends RecoverableObject {
  /** Oldest first; never empty. */
  readonly versions: KeyVersion[];
}

export interface KeyVersion {
  /** 32 hex digits. */
  readonly id: string;
  /** `EC` and `RSA`, with `-HSM` where an HSM holds it. */
  readonly kty: string;
  readonly publicKey: KeyObject;
  /** undefined where the sandbox was filled with a certificate whose key nobody has. */
  readonly privateKey: KeyObject | undefined;
  operations: readonly string[];
  attributes: KeyAttributes;
  tags: Tags | undefined;
}

/** Times in seconds since the epoch. */
export interface KeyAttributes {
  readonly enabled: boolean;
  readonly nbf?: number;
  readonly exp?: number;
  readonly created: number;
  readonly updated: number;
}

/** What the vault lets a key do that nothing else was said of; EC as recorded. */
export function defaultOperations(kty: string): readonly string[] {
  return kty.startsWith('EC')
    ? ['sign', 'verify']
    : ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'];
}
