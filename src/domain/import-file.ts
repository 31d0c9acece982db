/** What the doctor says of a file that is to be imported. All of it survives JSON; no key is in it. */

import type { KeyMaterial } from './key-material.ts';

export type ImportFileFormat = 'pfx' | 'pem' | 'der' | 'pkcs7';

/** A certificate of the file, as it is shown. Dates are ISO 8601. */
export interface FileCertificate {
  readonly subject: string;
  /** Lower-case hex SHA-1. */
  readonly thumbprint: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Why nothing can be imported from the file as it is. */
export type ImportProblem =
  | { readonly kind: 'empty' }
  /** Bytes. */
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'too-many'; readonly count: number; readonly limit: number }
  /** Nothing that is known here. */
  | { readonly kind: 'unknown-format' }
  | {
      readonly kind: 'foreign-format';
      readonly what: 'request' | 'public-key' | 'ssh-key' | 'java-keystore';
    }
  | {
      readonly kind: 'damaged';
      readonly part: 'pfx' | 'block' | 'key' | 'certificate';
      readonly at?: number;
    }
  | { readonly kind: 'password-needed' }
  | { readonly kind: 'password-wrong' }
  /** `algorithm`: its name or its object identifier. */
  | { readonly kind: 'unsupported-encryption'; readonly algorithm: string }
  /** Opening it would keep the machine busy: rounds of the derivation of keys. */
  | { readonly kind: 'too-costly'; readonly limit: number }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'no-certificate' }
  /** No certificate of the file has the key that is in it. */
  | { readonly kind: 'key-mismatch'; readonly subjects: readonly string[] }
  /** One of them has to be named. */
  | { readonly kind: 'several-leaves'; readonly leaves: readonly FileCertificate[] }
  | {
      readonly kind: 'no-such-leaf';
      readonly thumbprint: string;
      readonly leaves: readonly FileCertificate[];
    }
  /** `key`: what it is, e.g. `RSA-1024`; `taken`: what Key Vault takes. */
  | { readonly kind: 'key-not-taken'; readonly key: string; readonly taken: readonly string[] }
  /** ISO 8601. */
  | { readonly kind: 'expired'; readonly subject: string; readonly since: string }
  /** Characters. */
  | { readonly kind: 'subject-too-long'; readonly limit: number };

/** What the person should know, though the file can be imported. */
export type ImportWarning =
  /** ISO 8601. */
  | { readonly kind: 'not-yet-valid'; readonly subject: string; readonly from: string }
  | { readonly kind: 'missing-issuer'; readonly issuer: string };

/** What is done with the file, or is of interest only. */
export type ImportNote =
  /** The chain stood there in another order. */
  | { readonly kind: 'reordered' }
  /** The key is encrypted there, and is decrypted on this machine. */
  | { readonly kind: 'key-decrypted' }
  /** `algorithm`: what protects it is weak by now. */
  | { readonly kind: 'weak-encryption'; readonly algorithm: string }
  /** What does not belong to the certificate that is imported. */
  | { readonly kind: 'left-out'; readonly certificates: number; readonly keys: number };

export interface ImportExamination {
  readonly format: ImportFileFormat | 'unknown';
  /** `blocking` where there is a problem. */
  readonly verdict: 'ok' | 'warning' | 'blocking';
  /** The chain that would be imported, leaf first; where there is none, all that was found. */
  readonly certificates: readonly FileCertificate[];
  /** Of the leaf: `RSA-2048`, `P-256`; empty where none was found. */
  readonly key: string;
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly ImportWarning[];
  readonly notes: readonly ImportNote[];
}

export interface ImportFileReading {
  readonly examination: ImportExamination;
  /** Absent where there is a problem. */
  readonly material?: KeyMaterial;
}

export interface ImportFileWish {
  /** undefined: nobody has been asked. */
  readonly password?: string | undefined;
  /** SHA-1, hex, of the leaf that is meant; colons and blanks are passed over. */
  readonly thumbprint?: string | undefined;
  readonly now: Date;
}
