/** The error documents of the keys API; what is assumed stands in ../../ASSUMPTIONS.md. */
import type { ApiError } from '../../api.ts';
import { badParameter, keyVaultError } from '../errors.ts';

const RECOVERY_HINT =
  'For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182';

/** Text of azure-sdk-for-cpp's live tests. */
export function keyNotFound(id: string): ApiError {
  return keyVaultError(
    404,
    'KeyNotFound',
    `A key with (name/id) ${id} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command. ${RECOVERY_HINT}`,
  );
}

export function deletedKeyNotFound(name: string): ApiError {
  return keyVaultError(404, 'KeyNotFound', `Deleted Key not found: ${name}`);
}

/** Both texts stand in azure-sdk-for-cpp's live tests. */
export function keyNameDeleted(name: string, isUnderWay: boolean): ApiError {
  return isUnderWay
    ? keyVaultError(
        409,
        'Conflict',
        `Key ${name} is currently being deleted and cannot be re-created; retry later.`,
        'ObjectIsBeingDeleted',
      )
    : keyVaultError(
        409,
        'Conflict',
        `Key ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.`,
        'ObjectIsDeletedButRecoverable',
      );
}

export function keyBeingDeleted(): ApiError {
  return keyVaultError(409, 'Conflict', 'Key is currently being deleted.', 'ObjectIsBeingDeleted');
}

export function keyBeingRecovered(): ApiError {
  return keyVaultError(
    409,
    'Conflict',
    'Key is currently being recovered.',
    'ObjectIsBeingRecovered',
  );
}

/** Recorded for `delete`. */
export function keyManaged(operation: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Operation "${operation}" is not allowed as this object's lifetime is managed by Key Vault.`,
    'KeyManagedByKeyVault',
  );
}

/** Quoted in Azure/azure-sdk-for-python#45342. */
export function keyDisabled(operation: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Operation ${operation} is not allowed on a disabled key.`,
    'KeyDisabled',
  );
}

export function keyOutsideValidity(operation: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Operation ${operation} is not allowed on an expired or not yet valid key.`,
    'KeyNotYetValidOrExpired',
  );
}

/** Documented in azure-sdk-for-net, sdk/keyvault/TROUBLESHOOTING.md. */
export function keyOperationForbidden(operation: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Operation ${operation} is not permitted on this key.`,
    'KeyOperationForbidden',
  );
}

/** Quoted from the service (for ES256K). */
export function invalidDigestLength(length: number, algorithm: string, expected: number): ApiError {
  return badParameter(
    `Invalid length of 'value': ${length} bytes. ${algorithm} requires ${expected} bytes, encoded with base64url.`,
  );
}

/** The sentence for curves is quoted from the service. */
export function incompatibleAlgorithm(kid: string, key: string, needed: string): ApiError {
  return badParameter(
    `Key and signing algorithm are incompatible. Key ${kid} uses ${key}, and algorithm ${needed}.`,
  );
}
