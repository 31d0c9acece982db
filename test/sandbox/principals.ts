/** Who there is in the sandbox's tenant, and what each may do where. */

export interface Principal {
  readonly name: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly clientSecret: string;
  /** Built-in role names with the ARM scope at which each is assigned. */
  readonly roles: readonly RoleAssignment[];
}

export interface RoleAssignment {
  readonly role: RoleName;
  /** ARM id of a subscription, resource group, vault, zone or record set, lower case. */
  readonly scope: string;
}

export type RoleName =
  | 'Reader'
  | 'Key Vault Certificates Officer'
  | 'Key Vault Certificate User'
  | 'Key Vault Reader'
  | 'DNS Zone Contributor';

/** What a verified access token says about its bearer. */
export interface Caller {
  readonly principal: Principal;
  readonly tenantId: string;
}
