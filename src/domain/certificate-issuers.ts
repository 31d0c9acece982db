/** The issuers that a vault knows by name, and the port that the Azure layer implements. */

export interface CertificateIssuer {
  /** As a policy names it. */
  readonly name: string;
  /** The service's word, e.g. `DigiCert`. */
  readonly provider: string;
}

/** One vault's. Every method rejects with a CertError and honours the signal. */
export interface CertificateIssuers {
  /** undefined: there is none of that name. */
  get(name: string, signal?: AbortSignal): Promise<CertificateIssuer | undefined>;
  list(signal?: AbortSignal): Promise<readonly CertificateIssuer[]>;
}
