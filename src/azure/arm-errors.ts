/** Refusals of Azure Resource Manager and its providers as the product's errors. */
import { CertError } from '../domain/errors.ts';
import type { Refusal } from './refusals.ts';

/** "… does not have authorization to perform action 'A' over scope 'S' or the scope is invalid." */
const DENIED = /perform action '([^']+)' over scope '([^']+)'/;

/**
 * - ArmForbidden: 403 that names action and scope (AuthorizationFailed); also what ARM says of
 *   scopes that do not exist.
 * - ResourceLocked: 409 ScopeLocked.
 * - ArmRefused: everything else, with `status` (404, 412, a policy's 403 …).
 * A full record set comes as ArmRefused too: no text or code of it is on public record.
 */
export function armError(refusal: Refusal): CertError {
  const { status, code, message, path } = refusal;
  const [, action, scope] = DENIED.exec(message) ?? [];
  if (status === 403 && action !== undefined && scope !== undefined) {
    return new CertError('ArmForbidden', { action, scope, message });
  }
  if (code === 'ScopeLocked') return new CertError('ResourceLocked', { resource: path, message });
  return new CertError('ArmRefused', { status, serviceCode: code, message, resource: path });
}
