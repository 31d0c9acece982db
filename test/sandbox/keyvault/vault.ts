/** A vault of the sandbox's world, as far as its data plane needs it. */
export interface Vault {
  /** 3–24 letters, digits and hyphens; the first label of its host name. */
  readonly name: string;
  /** ARM id. */
  readonly id: string;
  readonly tenantId: string;
  /** Azure region, e.g. `westeurope`. */
  readonly location: string;
  /** 7–90; 90 where it is not given. */
  readonly softDeleteRetentionDays?: number;
  /** Nothing that was deleted can be purged. */
  readonly purgeProtection?: boolean;
  /** Standard where it is not given. */
  readonly tier?: VaultTier;
  /** Decide in the place of roles where they are given. */
  readonly accessPolicies?: readonly AccessPolicy[];
  /** Who reaches it; everybody where it is not given. */
  readonly network?: VaultNetwork;
}

/** Premium has an HSM. */
export type VaultTier = 'standard' | 'premium';

/** `firewall`: chosen addresses, the sandbox's not among them; `private`: private endpoints alone. */
export type VaultNetwork = 'firewall' | 'private';

/** What somebody may do in a vault that does not go by roles. Names in lower case. */
export interface AccessPolicy {
  readonly objectId: string;
  readonly keys?: readonly string[];
  readonly secrets?: readonly string[];
  readonly certificates?: readonly string[];
}

/** `https://{name}.vault.azure.net`, without a slash at the end. */
export function vaultUri(vault: Pick<Vault, 'name'>): string {
  return `https://${vault.name}.vault.azure.net`;
}
