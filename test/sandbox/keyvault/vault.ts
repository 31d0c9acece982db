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
}

/** `https://{name}.vault.azure.net`, without a slash at the end. */
export function vaultUri(vault: Pick<Vault, 'name'>): string {
  return `https://${vault.name}.vault.azure.net`;
}
