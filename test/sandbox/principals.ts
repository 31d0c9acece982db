/** Who there is in the sandbox's tenants, and what each may do where. */

/** Whoever makes a request, as far as rights and the services' messages need it. */
export interface Identity {
  /** How the log and the control endpoint call it: a principal's name, a user's principal name. */
  readonly name: string;
  /** An application's own id; for a user that of the application that he signed in with. */
  readonly clientId: string;
  /** In the tenant in which it acts: a guest has another one in each. */
  readonly objectId: string;
  /** User principal name; an application has none. */
  readonly upn?: string;
  /** Built-in role names with the ARM scope at which each is assigned. */
  readonly roles: readonly RoleAssignment[];
}

/** A service principal. All of them live in the world's first tenant. */
export interface Principal extends Identity {
  readonly clientSecret: string;
  /** Other tenants that have admitted the application: there it is another object. */
  readonly admitted?: readonly UserAccount[];
}

/** A principal as a tenant knows it; undefined where it is none of `home` and was not admitted. */
export function principalIn(
  principal: Principal,
  tenantId: string,
  home: string,
): Principal | undefined {
  if (tenantId === home) return principal;
  const account = principal.admitted?.find((each) => each.tenantId === tenantId);
  return account && { ...principal, objectId: account.objectId, roles: account.roles };
}

/** A person, with an account in the home tenant and one in each tenant that made a guest of him. */
export interface User {
  readonly upn: string;
  readonly displayName: string;
  /** The home tenant's first. */
  readonly accounts: readonly [UserAccount, ...UserAccount[]];
}

export interface UserAccount {
  readonly tenantId: string;
  readonly objectId: string;
  readonly roles: readonly RoleAssignment[];
}

export interface RoleAssignment {
  readonly role: RoleName;
  /** ARM id of a subscription, resource group, vault, zone or record set, lower case. */
  readonly scope: string;
  /** Object id of the group that it was made to; the bearer is one of its members. */
  readonly group?: string;
  /** The bearer may activate it (Privileged Identity Management); until then it allows nothing. */
  readonly isEligible?: boolean;
  /** Its condition: the bearer may give these roles alone to others. */
  readonly onlyRoles?: readonly RoleName[];
}

/** Built-in roles of Azure, and two that a company has made for itself. */
export type RoleName =
  | 'Owner'
  | 'Contributor'
  | 'Reader'
  | 'User Access Administrator'
  | 'Role Based Access Control Administrator'
  | 'Key Vault Administrator'
  | 'Key Vault Contributor'
  | 'Key Vault Certificates Officer'
  | 'Key Vault Certificate User'
  | 'Key Vault Crypto Officer'
  | 'Key Vault Crypto User'
  | 'Key Vault Reader'
  | 'DNS Zone Contributor'
  | 'Contoso TXT Record Operator'
  | 'Contoso Certificates Without Deletion';

/** What a verified access token says about its bearer. */
export interface Caller {
  readonly principal: Identity;
  /** The tenant that the token was made for. */
  readonly tenantId: string;
  /** Every tenant that knows the bearer, where it is not that one alone. */
  readonly tenantIds?: readonly string[];
}

/** The public client id of VS Code, in whose name its users' tokens are made. */
const VSCODE_CLIENT_ID = 'aebc6443-996d-45c2-90f0-388ff96faa56';

/** A user as one of his tenants knows him. */
export function identityOf(user: User, account: UserAccount): Identity {
  return {
    name: user.upn,
    upn: user.upn,
    clientId: VSCODE_CLIENT_ID,
    objectId: account.objectId,
    roles: account.roles,
  };
}
