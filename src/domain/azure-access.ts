/** What Azure tells of rights and locks: the port that the Azure layer implements. */
import type { AccessPolicyEntry, AzureCaller, HiddenGrant, Permission } from './azure-rights.ts';

/** A management lock; it holds for everything below `scope`, too. */
export interface ResourceLock {
  readonly scope: string;
  readonly name: string;
  readonly level: 'ReadOnly' | 'CanNotDelete';
}

/** Reads only. `scope` is an ARM id. Every method rejects with a CertError. */
export interface AzureAccess {
  /** The same in another tenant, where the account is somebody else. */
  inTenant(tenantId: string): AzureAccess;
  /** Who the tokens are for. */
  caller(signal?: AbortSignal): Promise<AzureCaller>;
  /** What Azure shows the caller to be allowed at a scope. */
  permissions(scope: string, signal?: AbortSignal): Promise<readonly Permission[]>;
  /** What the list of permissions may have left out; two requests. */
  hiddenGrants(
    scope: string,
    caller: AzureCaller,
    signal?: AbortSignal,
  ): Promise<readonly HiddenGrant[]>;
  /** Of a vault; undefined: it goes by roles. */
  accessPolicies(
    vaultId: string,
    signal?: AbortSignal,
  ): Promise<readonly AccessPolicyEntry[] | undefined>;
  /** Those at a scope, above it and below it. */
  locks(scope: string, signal?: AbortSignal): Promise<readonly ResourceLock[]>;
}
