/** What a person asks for. What is left out comes from the certificate, or is the default. */
import type { ContentType } from './certificate-policy.ts';
import type { CertificateTarget } from './certificate-target.ts';
import type { Occasion } from './history.ts';
import type { IssuanceCa } from './issuance.ts';
import type { KeyType } from './key-type.ts';
import type { Tags } from './key-vault.ts';

export interface IssuanceWish {
  readonly kind: 'create' | 'renew';
  readonly target: CertificateTarget;
  /** A-labels. */
  readonly dnsNames?: readonly string[];
  readonly ca?: IssuanceCa;
  /** URL of the account that is to order it; absent: the one that has ordered what is renewed, or issues. */
  readonly account?: string;
  /** Empty: the CA's default, also where the certificate has a profile. */
  readonly profile?: string;
  /** Days for which it is to be valid, where the CA lets itself be asked; 0: as the CA likes. */
  readonly validDays?: number;
  /** Common name of the topmost issuer of the chain to take, where there are several; empty: any. */
  readonly preferredChain?: string;
  readonly keyType?: KeyType;
  /** A certificate of that name may exist already: `create` then makes a new version of it. */
  readonly newVersion?: boolean;
  /** A CA that nobody trusts may issue onto a name that holds a certificate of one that is trusted. */
  readonly forceStaging?: boolean;
  /** Before the CA is asked, all is tried at one that nobody trusts. */
  readonly rehearse?: boolean;
  /** Where that is; absent: at the staging CA of the one that is asked. */
  readonly rehearsalCa?: IssuanceCa;
  /** What the secret of the certificate holds. */
  readonly contentType?: ContentType;
  /** Whether the private key can be read from the secret. */
  readonly exportable?: boolean;
  /** Whether renewals keep the key. */
  readonly reuseKey?: boolean;
  /** A certificate that another tool renews is taken over from it. */
  readonly adopt?: boolean;
  /** Come on top of those that the certificate has: of equal names these values count. */
  readonly tags?: Tags;
  /** URL of the terms of service that the person has seen and agreed to; others are asked about. */
  readonly agreedTerms?: string;
  /** For the history; absent where a person has asked for this certificate. */
  readonly occasion?: Occasion | undefined;
}
