/** The service's error documents, as recorded or documented; what is assumed stands in ../ASSUMPTIONS.md. */
import { ApiError } from '../api.ts';

/** `{"error":{"code","message","innererror":{"code"}}}`; `innererror` only where the service sends one. */
export function keyVaultError(
  status: number,
  code: string,
  message: string,
  innerCode?: string,
): ApiError {
  const innererror = innerCode === undefined ? {} : { innererror: { code: innerCode } };
  return new ApiError({ status, body: { error: { code, message, ...innererror } } });
}

export function badParameter(message: string): ApiError {
  return keyVaultError(400, 'BadParameter', message);
}

/** The property's name is empty where the body as a whole could not be bound. */
export function invalidProperty(property: string): ApiError {
  return badParameter(`Property ${property} has invalid value\r\n`);
}

/** The text is reported for keys (azure-sdk-for-net#6551); its status and code are assumed. */
export function noHsm(): ApiError {
  return badParameter('Hardware key operation not allowed on standard vault');
}

const RECOVERY_HINT =
  'For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182';

export function certificateNotFound(id: string): ApiError {
  return keyVaultError(
    404,
    'CertificateNotFound',
    `A certificate with (name/id) ${id} was not found in this key vault. If you recently deleted this certificate you may be able to recover it using the correct recovery command. ${RECOVERY_HINT}`,
  );
}

export function secretNotFound(id: string): ApiError {
  return keyVaultError(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${id} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. ${RECOVERY_HINT}`,
  );
}

export function deletedCertificateNotFound(name: string): ApiError {
  return keyVaultError(404, 'CertificateNotFound', `Deleted Certificate not found: ${name}`);
}

export function pendingNotFound(name: string): ApiError {
  return keyVaultError(404, 'PendingCertificateNotFound', `Pending certificate not found: ${name}`);
}

export function pendingInProgress(): ApiError {
  return keyVaultError(
    409,
    'Forbidden',
    "A new key vault certificate can not be created or imported while a pending key vault certificate's status is inProgress.",
  );
}

export function pendingNotInProgress(): ApiError {
  return keyVaultError(403, 'Forbidden', 'Pending status must be in progress to allow update.');
}

/** The misspelling is the service's. */
export function mergeForbidden(issuer: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Merge is forbidden on pending object created with issuer : ${issuer} while it is in progess.`,
  );
}

export function deletedButRecoverable(name: string): ApiError {
  return keyVaultError(
    409,
    'Conflict',
    `Certificate ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the certificate can only be recovered or purged.`,
    'ObjectIsDeletedButRecoverable',
  );
}

/** The name belongs to a key that somebody made: documented without its text. */
export function nameTaken(name: string): ApiError {
  return keyVaultError(
    409,
    'Conflict',
    `A key with the name ${name} already exists in this key vault and is not managed by a certificate.`,
  );
}

/** The text is reported (hashicorp/terraform-provider-azurerm); its inner code is assumed. */
export function purgeForbidden(): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    'Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.',
    'ForbiddenByPolicy',
  );
}

export function beingDeleted(): ApiError {
  return keyVaultError(
    409,
    'Conflict',
    'Certificate is currently being deleted.',
    'ObjectIsBeingDeleted',
  );
}

export function beingRecovered(): ApiError {
  return keyVaultError(
    409,
    'Conflict',
    'Certificate is currently being recovered.',
    'ObjectIsBeingRecovered',
  );
}

export function contactsNotFound(): ApiError {
  return keyVaultError(404, 'ContactsNotFound', 'Contacts not found');
}

export function issuerNotFound(): ApiError {
  return keyVaultError(404, 'CertificateIssuerNotFound', 'Issuer not found');
}

/** The name of a backup is in use: documented (409) without its text. */
export function certificateExists(name: string): ApiError {
  return keyVaultError(409, 'Conflict', `Certificate ${name} already exists.`);
}

/** The secret of a certificate goes with the certificate only (recorded). */
export function secretManaged(operation: string): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    `Operation "${operation}" is not allowed as this object's lifetime is managed by Key Vault.`,
    'SecretManagedByKeyVault',
  );
}

export function secretDisabled(): ApiError {
  return keyVaultError(
    403,
    'Forbidden',
    'Operation get is not allowed on a disabled secret.',
    'SecretDisabled',
  );
}
