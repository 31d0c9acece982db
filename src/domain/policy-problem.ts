/** What can be wrong with a certificate policy, as facts: the sentences are made in messages/. */

export interface PolicyProblem {
  /** As the service or whoever wrote it names it: `x509_props.sans.dns_names[1]`; '' for the whole. */
  readonly field: string;
  readonly fault: PolicyFault;
}

export type PolicyFault =
  /** No JSON. Both count from 1. */
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number }
  | { readonly kind: 'unknown-member'; readonly known: readonly string[] }
  /** The same thing stands there under its other name, too. */
  | { readonly kind: 'twice'; readonly other: string }
  | { readonly kind: 'wrong-type'; readonly expected: JsonKind }
  | { readonly kind: 'not-allowed'; readonly value: string; readonly allowed: readonly string[] }
  | {
      readonly kind: 'out-of-range';
      readonly value: number;
      readonly least: number;
      readonly most: number;
    }
  /** An RSA key has no curve. */
  | { readonly kind: 'curve-of-rsa' }
  | { readonly kind: 'not-of-curve'; readonly curve: string; readonly size: number }
  | { readonly kind: 'leaves-no-hsm' }
  | { readonly kind: 'too-long'; readonly limit: number }
  /** Neither a subject nor a subject alternative name. */
  | { readonly kind: 'nameless' }
  /** `at` counts characters from 1. */
  | { readonly kind: 'x500'; readonly fault: X500Fault; readonly at: number }
  | { readonly kind: 'malformed'; readonly value: string; readonly what: Form }
  | { readonly kind: 'repeated'; readonly value: string }
  /** Days or percentage, one of them and not both. */
  | { readonly kind: 'one-trigger' }
  /** AutoRenew, and nobody in Key Vault who could renew. */
  | { readonly kind: 'nobody-renews' }
  /** Only what a named issuer is asked for. */
  | { readonly kind: 'named-issuer-only'; readonly issuer: string };

export type JsonKind = 'object' | 'list' | 'text' | 'whole-number' | 'truth' | 'list-of-texts';

/** What a value was to be. */
export type Form =
  'dns-name' | 'email' | 'upn' | 'ip-address' | 'uri' | 'oid' | 'issuer-name' | 'moment';

export type X500Fault =
  /** There is no attribute type where one is expected. */
  | 'type'
  | 'unknown-type'
  | 'equals'
  | 'empty-value'
  /** A quotation mark that does not begin a value, or is not closed. */
  | 'quote'
  /** Something else than a separator behind a quoted value. */
  | 'after-quote'
  | 'escape'
  /** `#` and hexadecimal digits: a value in BER. */
  | 'binary'
  | 'control-character';
