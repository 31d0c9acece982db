/** The 403s of the data plane: each has its own inner code and its own lines. */
import type { ApiError } from '../api.ts';
import { issuerOf } from '../identity/access-token.ts';
import type { Caller } from '../principals.ts';
import { keyVaultError } from './errors.ts';
import type { Vault } from './vault.ts';

/** @param resourcePath `/certificates/{name}` or empty for the vault itself */
export function forbiddenByRbac(
  caller: Caller,
  vault: Vault,
  action: string,
  resourcePath: string,
): ApiError {
  return forbidden('ForbiddenByRbac', [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${callerText(caller)}`,
    `Action: '${action}'`,
    `Resource: '${vault.id.toLowerCase()}${resourcePath}'`,
    'Assignment: (not found)',
    'DenyAssignmentId: null',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    `Vault: ${vaultText(vault)}`,
    '',
  ]);
}

/** @param permission kind and operation, e.g. `certificates get` */
export function accessDenied(caller: Caller, vault: Vault, permission: string): ApiError {
  return forbidden('AccessDenied', [
    `The user, group or application '${callerText(caller)}' does not have ${permission} permission on key vault '${vaultText(vault)}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
  ]);
}

export function forbiddenByFirewall(caller: Caller, vault: Vault): ApiError {
  return forbidden('ForbiddenByFirewall', [
    'Client address is not authorized and caller is not a trusted service.',
    'Client address: 127.0.0.1',
    `Caller: ${callerText(caller)}`,
    `Vault: ${vaultText(vault)}`,
  ]);
}

export function forbiddenByConnection(caller: Caller, vault: Vault): ApiError {
  return forbidden('ForbiddenByConnection', [
    'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
    `Caller: ${callerText(caller)}`,
    `Vault: ${vaultText(vault)}`,
  ]);
}

function forbidden(innerCode: string, lines: readonly string[]): ApiError {
  return keyVaultError(403, 'Forbidden', lines.join('\r\n'), innerCode);
}

function callerText({ principal, tenantId }: Caller): string {
  return `appid=${principal.clientId};oid=${principal.objectId};iss=${issuerOf(tenantId)}`;
}

function vaultText(vault: Vault): string {
  return `${vault.name};location=${vault.location}`;
}
