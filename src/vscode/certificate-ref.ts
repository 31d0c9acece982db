/** Names a certificate for commands, webview states and notifications: plain JSON, no secret in it. */

export interface VaultRef {
  /** Key of the directory through which it is seen. */
  readonly directory: string;
  /** The vault's ARM id. */
  readonly vaultId: string;
  readonly vault: string;
}

export interface CertificateRef extends VaultRef {
  readonly name: string;
}

/** A certificate as operations and errors know it. */
export interface NamedCertificate {
  readonly vault: string;
  readonly name: string;
  /** Key of the directory through which it was worked on; undefined where nobody knows. */
  readonly directory?: string | undefined;
}

/** They come back from the editor as anything: from keybindings, state of older versions, other extensions. */
export function isVaultRef(value: unknown): value is VaultRef {
  return (
    typeof value === 'object' &&
    value !== null &&
    'directory' in value &&
    typeof value.directory === 'string' &&
    'vaultId' in value &&
    typeof value.vaultId === 'string' &&
    'vault' in value &&
    typeof value.vault === 'string'
  );
}

export function isCertificateRef(value: unknown): value is CertificateRef {
  return isVaultRef(value) && 'name' in value && typeof value.name === 'string';
}

export function isNamedCertificate(value: unknown): value is NamedCertificate {
  return (
    typeof value === 'object' &&
    value !== null &&
    'vault' in value &&
    typeof value.vault === 'string' &&
    'name' in value &&
    typeof value.name === 'string' &&
    (!('directory' in value) ||
      value.directory === undefined ||
      typeof value.directory === 'string')
  );
}

/** Names are compared without case by Azure. */
export function isSameCertificate(a: CertificateRef, b: CertificateRef): boolean {
  return (
    a.vaultId.toLowerCase() === b.vaultId.toLowerCase() &&
    a.name.toLowerCase() === b.name.toLowerCase()
  );
}

/** Each once, in their order, through whichever directory it comes first. */
export function distinctCertificates(
  certificates: readonly CertificateRef[],
): readonly CertificateRef[] {
  return certificates.filter(
    (one, index) => certificates.findIndex((other) => isSameCertificate(one, other)) === index,
  );
}
