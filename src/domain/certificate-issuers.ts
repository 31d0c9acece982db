/** The issuers that a vault knows by name, and the port that the Azure layer implements. */

export interface CertificateIssuer {
  /** As a policy names it. */
  readonly name: string;
  /** The service's word, e.g. `DigiCert`. */
  readonly provider: string;
}

/** The password that goes with the account is told by nobody. */
export interface IssuerDetails extends CertificateIssuer {
  readonly enabled: boolean;
  /** Of the vault's account at the provider. */
  readonly accountId: string | undefined;
  readonly organizationId: string | undefined;
  readonly administrators: readonly IssuerAdministrator[];
  readonly createdOn: Date | undefined;
  readonly updatedOn: Date | undefined;
}

/** Whom the provider reaches about orders; empty texts where nothing is known. */
export interface IssuerAdministrator {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** What is left out stays, or is not there. */
export interface IssuerChange {
  readonly provider?: string;
  readonly accountId?: string;
  readonly password?: string;
  readonly organizationId?: string;
  /** All of them. */
  readonly administrators?: readonly IssuerAdministrator[];
  readonly enabled?: boolean;
}

/** Of the issuers of a vault, what has to be known before one is named. */
export interface KnownIssuers {
  get(name: string, signal?: AbortSignal): Promise<CertificateIssuer | undefined>;
  list(signal?: AbortSignal): Promise<readonly CertificateIssuer[]>;
}

/** One vault's. Every method rejects with a CertError and honours the signal. */
export interface CertificateIssuers {
  /** undefined: there is none of that name. */
  get(name: string, signal?: AbortSignal): Promise<IssuerDetails | undefined>;
  list(signal?: AbortSignal): Promise<readonly CertificateIssuer[]>;
  /** Puts it in the place of whatever has the name. */
  set(
    name: string,
    issuer: IssuerChange & Pick<CertificateIssuer, 'provider'>,
    signal?: AbortSignal,
  ): Promise<IssuerDetails>;
  /** undefined: there is none of that name. */
  update(
    name: string,
    change: IssuerChange,
    signal?: AbortSignal,
  ): Promise<IssuerDetails | undefined>;
  /** Policies that name it stay as they are. undefined: there was none. */
  delete(name: string, signal?: AbortSignal): Promise<IssuerDetails | undefined>;
}

/** True for what the service takes as the name of an issuer (data plane 2025-07-01). */
export function isIssuerName(text: string): boolean {
  return /^[0-9a-z-]{1,127}$/i.test(text);
}
