/** Names of vaults and certificates as Key Vault allows them. */
import { CertError } from './errors.ts';

/** A certificate in a vault, as a person names it: `VAULT/NAME`. */
export interface CertificateTarget {
  readonly vault: string;
  readonly name: string;
}

/** 3–24 letters, digits and single hyphens; starts with a letter, does not end with a hyphen. */
const VAULT_NAME = /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i;

/** `^[0-9a-zA-Z-]+$`, at most 127 characters (Key Vault REST reference, object identifiers). */
const CERTIFICATE_NAME = /^[0-9a-zA-Z-]{1,127}$/;

/** @throws CertError InvalidVaultName */
export function parseVaultName(input: string): string {
  if (!VAULT_NAME.test(input)) throw new CertError('InvalidVaultName', { name: input });
  return input.toLowerCase();
}

/** @throws CertError InvalidCertificateName */
export function parseCertificateName(input: string): string {
  if (!CERTIFICATE_NAME.test(input)) throw new CertError('InvalidCertificateName', { name: input });
  return input;
}

/**
 * Reads `VAULT/NAME`.
 * @throws CertError InvalidTarget, InvalidVaultName, InvalidCertificateName
 */
export function parseCertificateTarget(input: string): CertificateTarget {
  const parts = input.split('/');
  const [vault, name] = parts;
  if (parts.length !== 2 || !vault || !name)
    throw new CertError('InvalidTarget', { target: input });
  return { vault: parseVaultName(vault), name: parseCertificateName(name) };
}
