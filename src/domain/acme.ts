/** ACME (RFC 8555) as the engine sees it, and the port that the ACME layer implements. */

/** RFC 8555 §7.1.1, with profiles (draft-ietf-acme-profiles) and ARI (RFC 9773). */
export interface AcmeDirectory {
  readonly url: string;
  readonly terms: string | undefined;
  readonly profiles: Readonly<Record<string, string>>;
  readonly externalAccountRequired: boolean;
  readonly caaIdentities: readonly string[];
  readonly hasRenewalInfo: boolean;
  /** An account's key can be exchanged (RFC 8555 §7.3.5). */
  readonly keyRollover: boolean;
  readonly revocation: boolean;
  /** Where the CA tells about itself. */
  readonly website: string | undefined;
}

/** When the CA wants a certificate to be renewed (RFC 9773 §4.2). */
export interface AcmeRenewalInfo {
  readonly start: Date;
  /** After `start`. */
  readonly end: Date;
  /** A page about why the window is where it is. */
  readonly explanationUrl: string | undefined;
  /** After how long the CA wants to be asked again: from one minute to 24 hours. */
  readonly retryAfterMs: number;
}

/** An account as it is remembered; `key` is a PKCS#8 PEM and never logged. */
export interface AcmeAccount {
  readonly directoryUrl: string;
  readonly key: string;
  /** Absent until the CA has confirmed it. */
  readonly url: string | undefined;
  /** The terms that were agreed to; absent where the CA has none. */
  readonly agreedTerms: string | undefined;
}

/** RFC 8555 §7.1.3. */
export interface AcmeOrder {
  readonly url: string;
  readonly status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid' | (string & {});
  readonly names: readonly string[];
  readonly authorizations: readonly string[];
  readonly finalize: string;
  readonly certificate: string | undefined;
  readonly expires: Date | undefined;
  /** The problem that made it invalid, as a sentence. */
  readonly problem: string | undefined;
  /**
   * Said by `newOrder` alone: the CA took the order only when it did not name the certificate that
   * it replaces. To the CA it is no renewal then, and its limits count.
   */
  readonly replacesDropped?: true;
}

/** What an order is for (RFC 8555 §7.4). */
export interface AcmeOrderRequest {
  /** A-labels, a wildcard with its `*.`. */
  readonly names: readonly string[];
  /** One of the directory's profiles (draft-ietf-acme-profiles §4). */
  readonly profile?: string;
  /**
   * The certificate that the new one replaces, as `Pki.ariCertId` names it (RFC 9773 §5). MUST have
   * been issued to the same account; not said to a CA without renewal information.
   */
  readonly replaces?: string;
  /** A wish that most CAs refuse. */
  readonly notAfter?: Date;
}

/** RFC 8555 §7.1.4, reduced to what DNS-01 needs. */
export interface AcmeAuthorization {
  readonly url: string;
  readonly status:
    'pending' | 'valid' | 'invalid' | 'deactivated' | 'expired' | 'revoked' | (string & {});
  /** The identifier with `*.` in front where `wildcard` is set. */
  readonly name: string;
  /** Absent when the CA offers no dns-01 for this name. */
  readonly dns01: AcmeChallenge | undefined;
  readonly offered: readonly string[];
  readonly problem: { readonly type: string; readonly detail: string } | undefined;
}

export interface AcmeChallenge {
  readonly url: string;
  readonly status: string;
  /** Value of the TXT record: base64url(SHA-256(key authorization)), RFC 8555 §8.4. */
  readonly txtValue: string;
}

export interface AcmeCa {
  directory(signal?: AbortSignal): Promise<AcmeDirectory>;
  /** A new account key, PKCS#8 PEM (P-256). */
  newAccountKey(): Promise<string>;
  /** Looks the key up at the CA (`onlyReturnExisting`); undefined: not known there. */
  findAccount(key: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Registers the key; the caller has made sure that the terms were agreed to. Returns its URL. */
  registerAccount(key: string, signal?: AbortSignal): Promise<string>;
  /**
   * What the CA says about the renewal of a certificate of its own (RFC 9773 §4), asked without an
   * account. undefined: it has no such information, or none about this certificate that makes sense.
   *
   * @param certId - see `Pki.ariCertId`
   */
  renewalInfo(certId: string, signal?: AbortSignal): Promise<AcmeRenewalInfo | undefined>;
  /** Everything that is signed by one account. */
  session(account: { readonly key: string; readonly url: string }): AcmeSession;
}

/** Every method rejects with a CertError and honours the signal. */
export interface AcmeSession {
  /** Where the CA refuses what the order replaces, it is asked once more without: a renewal goes on. */
  newOrder(request: AcmeOrderRequest, signal?: AbortSignal): Promise<AcmeOrder>;
  order(url: string, signal?: AbortSignal): Promise<AcmeOrder>;
  authorizations(order: AcmeOrder, signal?: AbortSignal): Promise<readonly AcmeAuthorization[]>;
  /** Tells the CA to validate; once per challenge. */
  answer(challenge: AcmeChallenge, signal?: AbortSignal): Promise<void>;
  /**
   * Polls until the authorization is no longer pending (0.5 s → 5 s, Retry-After honoured) or its
   * dns-01 challenge is invalid, whatever the authorization says. CaTimeout after five minutes.
   */
  awaitAuthorization(url: string, signal?: AbortSignal): Promise<AcmeAuthorization>;
  /** Retries `orderNotReady`. `csr`: PKCS#10 DER. */
  finalize(order: AcmeOrder, csr: Uint8Array, signal?: AbortSignal): Promise<AcmeOrder>;
  /** Polls while the order is `processing` (or still `pending`/`ready` after an answer). */
  awaitOrder(url: string, until: readonly string[], signal?: AbortSignal): Promise<AcmeOrder>;
  /** PEM, leaf first. */
  downloadCertificate(order: AcmeOrder, signal?: AbortSignal): Promise<string>;
  deactivate(authorizationUrl: string, signal?: AbortSignal): Promise<void>;
}
