/**
 * The names by which other services refer to a certificate in a vault
 * (https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates).
 */
import type { Vault } from './key-vault.ts';

export interface CertificateIdentifiers {
  /** Of the newest version, whichever that is at the time. */
  readonly certificate: string;
  readonly secret: string;
  /** Of one version; absent while there is none. */
  readonly certificateVersion: string | undefined;
  readonly secretVersion: string | undefined;
}

/** @param version - 32 hex digits, or nothing while there is none */
export function certificateIdentifiers(
  vault: Pick<Vault, 'uri'>,
  name: string,
  version?: string,
): CertificateIdentifiers {
  const at = (kind: string): string => `${vault.uri}/${kind}/${name}`;
  const versionAt = (kind: string): string | undefined =>
    version ? `${at(kind)}/${version}` : undefined;
  return {
    certificate: at('certificates'),
    secret: at('secrets'),
    certificateVersion: versionAt('certificates'),
    secretVersion: versionAt('secrets'),
  };
}
