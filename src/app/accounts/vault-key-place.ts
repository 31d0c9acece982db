/** Which key of which vault is to sign for an account. */
import { createHash } from 'node:crypto';
import type { Inventory } from '../../domain/inventory.ts';
import { vaultKeyId, type AccountKeyType } from '../../domain/vault-keys.ts';
import { findVault } from '../find-vault.ts';
import type { AccountWish } from './create-account.ts';

/** A wish as a person says it. */
export interface AccountOrder extends Omit<AccountWish, 'vaultKey'> {
  readonly vaultKey?: {
    /** Name of the vault. */
    readonly vault: string;
    /** Of the key; default: one for each CA and external account. */
    readonly name?: string;
    /** What it is made as where it is not there yet; default: P-256. */
    readonly type?: AccountKeyType;
  };
}

/** @throws CertError VaultNotFound */
export async function placedWish(
  inventory: Pick<Inventory, 'vaults'>,
  { vaultKey, ...wish }: AccountOrder,
  signal: AbortSignal,
): Promise<AccountWish> {
  if (vaultKey === undefined) return wish;
  const { uri } = await findVault(inventory, vaultKey.vault, signal);
  const { name = usualKeyName(wish), type = 'ec-p256' } = vaultKey;
  return { ...wish, vaultKey: { id: vaultKeyId(uri, name), type } };
}

/** The same on every machine; names of keys have letters, digits and hyphens. */
export function usualKeyName({ ca, eab }: Pick<AccountWish, 'ca' | 'eab'>): string {
  const isPlain = /^[a-z0-9-]+$/.test(ca.id);
  const parts = isPlain ? [ca.id] : [new URL(ca.directoryUrl).hostname, digestOf(ca.directoryUrl)];
  const bound = eab === undefined ? [] : [digestOf(eab.kid)];
  return ['kvcert-acme', ...parts, ...bound].join('-').replaceAll('.', '-').slice(0, 127);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
