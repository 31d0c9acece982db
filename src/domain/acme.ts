/** ACME (RFC 8555) as the engine sees it, and the port that the ACME layer implements. */
import type { AccountKey, AccountSigner } from './account-key.ts';

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

/** An account as it is remembered; a `key` that is at hand is never logged. */
export interface AcmeAccount {
  readonly directoryUrl: string;
  readonly key: AccountKey;
  /** Absent until the CA has confirmed it. */
  readonly url: string | undefined;
  /** The terms that were agreed to; absent where the CA has none. */
  readonly agreedTerms: string | undefined;
  /** As it was registered with; absent in what older versions have stored, too. */
  readonly contact?: readonly string[] | undefined;
  /** Of the CA's own account that this one is bound to; the key that proved it is not kept. */
  readonly eabKid?: string | undefined;
  /** ISO 8601; absent in what older versions have stored. */
  readonly created?: string | undefined;
  /**
   * PKCS#8 PEM: the key that is to replace `key`, where that one is at hand, too. The CA may have been told already: only it knows
   * which of the two is the account's.
   */
  readonly nextKey?: string | undefined;
}

/** What an account is registered with, besides its key and the agreement to the terms. */
export interface Registration {
  /** URLs, `mailto:…` at nearly every CA. */
  readonly contact?: readonly string[] | undefined;
  readonly eab?: ExternalAccount | undefined;
}

/** Proof of an account that the CA has on its site (RFC 8555 §7.3.4). */
export interface ExternalAccount {
  readonly kid: string;
  /** base64url. A secret, often good for one use: never stored, never logged. */
  readonly hmacKey: string;
}

/** An account as the CA has it (RFC 8555 §7.1.2). */
export interface AcmeAccountState {
  readonly url: string;
  readonly status: 'valid' | 'deactivated' | 'revoked' | (string & {});
  readonly contact: readonly string[];
  /** undefined: the CA does not say. */
  readonly termsAgreed: boolean | undefined;
  /** Where its orders are listed, at the CAs that list them. */
  readonly orders: string | undefined;
}

/**
 * Why a subscriber has a certificate revoked (RFC 5280 §5.3.1, and the Baseline Requirements of the
 * CA/Browser Forum §4.9.1.1); `privilegeWithdrawn` is the CA's alone.
 */
export type RevocationReason =
  'unspecified' | 'keyCompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation';

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
  /**
   * Signs with a key that is at hand.
   *
   * @param key - PKCS#8 PEM
   * @throws CertError Unexpected if it cannot be used
   */
  localSigner(key: string): AccountSigner;
  /** Looks the key up at the CA (`onlyReturnExisting`); undefined: not known there. */
  findAccount(signer: AccountSigner, signal?: AbortSignal): Promise<string | undefined>;
  /** Registers the key; the caller has made sure that the terms were agreed to. Returns its URL. */
  registerAccount(
    signer: AccountSigner,
    registration?: Registration,
    signal?: AbortSignal,
  ): Promise<string>;
  /**
   * What the CA says about the renewal of a certificate of its own (RFC 9773 §4), asked without an
   * account. undefined: it has no such information, or none about this certificate that makes sense.
   *
   * @param certId - see `Pki.ariCertId`
   */
  renewalInfo(certId: string, signal?: AbortSignal): Promise<AcmeRenewalInfo | undefined>;
  /**
   * Revokes a certificate (DER) by its own key, whoever has ordered it: the way out when a key is
   * compromised and the account is not at hand (RFC 8555 §7.6).
   */
  revokeByKey(
    signer: AccountSigner,
    der: Uint8Array,
    reason: RevocationReason,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Everything that is signed by one account. */
  session(account: { readonly signer: AccountSigner; readonly url: string }): AcmeSession;
}

/** What the one who waits for a validation knows, and wants to know. */
export interface ValidationWatch {
  /** Hears the URL of each authorization that is seen to be valid before all are. */
  readonly told?: (authorizationUrl: string) => void;
  /** When the challenges were answered, in epoch milliseconds; absent: long ago. */
  readonly answered?: number | undefined;
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
   * Polls (0.5 s → 5 s, Retry-After honoured) until all authorizations of the order are decided, and
   * returns those that have failed; a failed challenge decides, whatever its authorization says.
   * CaTimeout after five minutes.
   */
  awaitValidation(
    order: AcmeOrder,
    watch: ValidationWatch,
    signal?: AbortSignal,
  ): Promise<readonly AcmeAuthorization[]>;
  /** Retries `orderNotReady`. `csr`: PKCS#10 DER. */
  finalize(order: AcmeOrder, csr: Uint8Array, signal?: AbortSignal): Promise<AcmeOrder>;
  /** Polls while the order is `processing` (or still `pending`/`ready` after an answer). */
  awaitOrder(url: string, until: readonly string[], signal?: AbortSignal): Promise<AcmeOrder>;
  /**
   * PEM, leaf first: the chain that the CA offers first, or, where that is another one, the first of
   * its alternates (RFC 8555 §7.4.2) whose last certificate was issued by `preferredChain`.
   */
  downloadCertificate(
    order: AcmeOrder,
    wish?: { /** A common name. */ readonly preferredChain?: string | undefined },
    signal?: AbortSignal,
  ): Promise<string>;
  deactivate(authorizationUrl: string, signal?: AbortSignal): Promise<void>;
  account(signal?: AbortSignal): Promise<AcmeAccountState>;
  /** Replaces all of them. */
  updateContact(contact: readonly string[], signal?: AbortSignal): Promise<AcmeAccountState>;
  /** For ever: the key cannot be registered again (RFC 8555 §7.3.6). */
  deactivateAccount(signal?: AbortSignal): Promise<AcmeAccountState>;
  /**
   * Exchanges the account's key (RFC 8555 §7.3.5): afterwards only a session of the new one is of
   * use. NotOfferedByCa where the directory has no keyRollover.
   */
  rollOver(newSigner: AccountSigner, signal?: AbortSignal): Promise<void>;
  /** Revokes a certificate (DER) that was issued to the account. */
  revoke(der: Uint8Array, reason: RevocationReason, signal?: AbortSignal): Promise<void>;
}
