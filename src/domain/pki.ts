/** Reading certificates and requests: the port that the PKI layer implements. */

/** A public key as far as two things can be compared by it. */
export interface PublicKeyFacts {
  /** `RSA` with bits, or `EC` with the curve's JOSE name (`P-256`). */
  readonly type: 'RSA' | 'EC' | (string & {});
  readonly size: number | undefined;
  readonly curve: string | undefined;
  /** Lower-case hex SHA-256 of the SubjectPublicKeyInfo. */
  readonly fingerprint: string;
}

export interface CsrFacts {
  readonly commonName: string | undefined;
  /** Lower case, A-labels, as they stand in the SAN extension. */
  readonly dnsNames: readonly string[];
  readonly ekus: readonly string[];
  readonly publicKey: PublicKeyFacts;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hex. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly dnsNames: readonly string[];
  readonly ekus: readonly string[];
  readonly publicKey: PublicKeyFacts;
  /** Lower-case hex SHA-1 of the DER, as Key Vault shows it. */
  readonly thumbprint: string;
}

/** Every function throws a CertError (`Unexpected`) on bytes that are not what they should be. */
export interface Pki {
  readCsr(der: Uint8Array): CsrFacts;
  readCertificate(der: Uint8Array): CertificateFacts;
  /** The certificates of a PEM text in the order in which they stand there, as DER. */
  splitPemChain(pem: string): readonly Uint8Array[];
  toPem(der: Uint8Array): string;
  /**
   * Why `chain` (DER) is not a leaf followed by the issuer of each certificate before, as a
   * sentence's end; undefined where it is.
   */
  chainProblem(chain: readonly Uint8Array[]): string | undefined;
}
