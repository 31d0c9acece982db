/** /certificates/issuers and /certificates/contacts: vaults of the sandbox have neither. */
import type { ApiResponse } from '../api.ts';
import { keyVaultError } from './errors.ts';

export function listIssuers(): ApiResponse {
  return { status: 200, body: { value: [], nextLink: null } };
}

export function getIssuer(): ApiResponse {
  throw keyVaultError(404, 'CertificateIssuerNotFound', 'Issuer not found');
}

export function getContacts(): ApiResponse {
  throw keyVaultError(404, 'ContactsNotFound', 'Contacts not found');
}
