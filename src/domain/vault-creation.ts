/** Making a vault: what is asked for, and the port that the Azure layer implements (ARM). */
import type { Tags, Vault, VaultTier } from './key-vault.ts';

/** Of Azure; `name` is what ARM takes, `westeurope`. */
export interface Location {
  readonly name: string;
  readonly displayName: string;
}

export interface NewVault {
  readonly name: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroup: string;
  /** As ARM takes it. */
  readonly location: string;
  readonly tier: VaultTier;
  /** Days for which what is deleted can be recovered. */
  readonly retentionDays: number;
  /** Nobody can purge anything earlier, and nobody can ever change that. */
  readonly purgeProtection: boolean;
  readonly tags: Tags;
}

/** Key Vault's limits for soft delete. */
export const RETENTION_DAYS = { least: 7, most: 90 } as const;

export type NameAvailability =
  | { readonly isFree: true }
  /** `reason`: `AlreadyExists`, `AccountNameInvalid`. */
  | { readonly isFree: false; readonly reason: string };

/** Every method rejects with a CertError. */
export interface VaultMaker {
  /** Names of vaults are unique in all of Azure; deleted ones count while they are kept. */
  checkName(subscriptionId: string, name: string, signal?: AbortSignal): Promise<NameAvailability>;
  locations(subscriptionId: string, signal?: AbortSignal): Promise<readonly Location[]>;
  /** Names; empty where the account may see none. */
  resourceGroups(subscriptionId: string, signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Goes by roles (RBAC), with soft delete. It can be reached when `isReady` says so.
   * @throws CertError VaultNameTaken: somebody was quicker; ArmForbidden, ArmRefused
   */
  create(vault: NewVault): Promise<Vault>;
  isReady(vault: Vault, signal?: AbortSignal): Promise<boolean>;
  /** Makes the caller Key Vault Certificates Officer of the vault. */
  assignToCaller(vault: Vault): Promise<void>;
}

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security */
export const CERTIFICATES_OFFICER = 'a4417e6f-fecd-4de8-b567-7b0420556985';

/** What could be meant: those that hold it, else those that begin like it, else all. */
export function similarLocations(input: string, known: readonly Location[]): readonly string[] {
  const wanted = plainLocation(input);
  const holds = known.filter(({ name }) => name.includes(wanted) || wanted.includes(name));
  const begins = known.filter(({ name }) => name.slice(0, 4) === wanted.slice(0, 4));
  const found = [holds, begins, known].find((some) => some.length > 0) ?? [];
  return found.map(({ name }) => name).toSorted();
}

/** `West Europe` and `westeurope` are the same. */
export function plainLocation(input: string): string {
  return input.toLowerCase().replaceAll(/[\s()]/g, '');
}
