/** Reading certificates and requests: the port that the PKI layer implements. */
import type { ChainFileProblem, ChainProblem } from './error-reasons.ts';
import type { ImportFileReading, ImportFileWish } from './import-file.ts';
import type { KeyFileWish, KeyMaterial, SecretContents } from './key-material.ts';

/** A public key as far as two things can be compared by it. */
export interface PublicKeyFacts {
  /** `RSA` with bits, or `EC` with the curve's JOSE name (`P-256`). */
  readonly type: 'RSA' | 'EC' | (string & {});
  readonly size: number | undefined;
  readonly curve: string | undefined;
  /** Lower-case hex SHA-256 of the SubjectPublicKeyInfo. */
  readonly fingerprint: string;
}

/** The key that a request is to be made with, as a policy names it. */
export interface RequestedKey {
  readonly kty: string;
  /** Bits, of RSA. */
  readonly size?: number | undefined;
  readonly curve?: string | undefined;
}

/** What a request (PKCS#10) asks for. */
export interface CsrFacts {
  /** `CN=a.example, O=Contoso`: the attributes in their order. */
  readonly subject: string;
  readonly commonName: string | undefined;
  /** All subject alternative names as they stand there. */
  readonly alternativeNames: readonly AlternativeName[];
  /** The DNS names among them, in lower case. */
  readonly dnsNames: readonly string[];
  /** The OIDs of the extended key usages. */
  readonly ekus: readonly string[];
  readonly extendedKeyUsages: readonly Identifier[];
  /** `digitalSignature` and so on (RFC 5280 §4.2.1.3). */
  readonly keyUsages: readonly string[];
  /** All of them in their order. */
  readonly extensions: readonly ExtensionFacts[];
  readonly publicKey: PublicKeyFacts;
}

/** The certificate for a request in a file, or why there is none. */
export type ChainFileReading =
  | {
      /** DER, leaf first, each followed by the one that has signed it. */
      readonly chain: readonly Uint8Array[];
      /** How many certificates of the file do not belong to it. */
      readonly leftOut: number;
      /** The issuer that would have to follow; empty where the chain ends in a root. */
      readonly missing: string;
    }
  | { readonly problem: ChainFileProblem };

/** An object identifier, with the name that its specification has for it where it is known here. */
export interface Identifier {
  /** Dotted. */
  readonly oid: string;
  readonly name: string | undefined;
}

/** One `type=value` of a name; `type` is short (`CN`) where it is known here, else the OID. */
export interface NameAttribute {
  readonly type: string;
  readonly oid: string;
  readonly value: string;
}

/** The relative distinguished names in their order; nearly always of one attribute each. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

export interface AlternativeName {
  /** `other` stands for every kind that is not told here; its value is what is known of it. */
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'directory' | 'upn' | 'registered-id' | 'other';
  readonly value: string;
}

export interface ExtensionFacts extends Identifier {
  readonly critical: boolean;
  /**
   * `read`: its content is in the other facts. `other`: nobody here knows the kind. `unreadable`:
   * the content is not what the kind demands, the facts are as if it were not there.
   */
  readonly reading: 'read' | 'other' | 'unreadable';
}

/** A certificate policy; `cps` is where the CA says what it means. */
export interface PolicyFacts extends Identifier {
  readonly cps: readonly string[];
}

/** What the extensions of a certificate say (RFC 5280 §4.2); empty or undefined where absent. */
export interface ExtensionContents {
  /** All subject alternative names as they stand there. */
  readonly alternativeNames: readonly AlternativeName[];
  /** `digitalSignature` and so on (RFC 5280 §4.2.1.3). */
  readonly keyUsages: readonly string[];
  readonly extendedKeyUsages: readonly Identifier[];
  readonly basicConstraints:
    { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** Lower-case hex. */
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuerUrls: readonly string[];
  readonly policies: readonly PolicyFacts[];
  /** Signed certificate timestamps (RFC 6962 §3.3). */
  readonly sctCount: number | undefined;
  /** True where a server has to staple OCSP answers (RFC 7633). */
  readonly mustStaple: boolean;
}

/** Everything that an X.509 certificate says. Texts in it come from outside. */
export interface CertificateFacts extends ExtensionContents {
  /** `CN=a.example, O=Contoso`: the attributes in their order. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectName: DistinguishedName;
  readonly issuerName: DistinguishedName;
  /** Lower-case hex. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The DNS names among the alternative names, in lower case. */
  readonly dnsNames: readonly string[];
  /** The OIDs of the extended key usages. */
  readonly ekus: readonly string[];
  readonly publicKey: PublicKeyFacts;
  readonly signatureAlgorithm: Identifier;
  /** Subject and issuer are the same, and its own key has signed it. */
  readonly selfSigned: boolean;
  /** All of them in their order. */
  readonly extensions: readonly ExtensionFacts[];
  /** Lower-case hex SHA-1 of the DER, as Key Vault shows it. */
  readonly thumbprint: string;
  /** Lower-case hex SHA-256 of the DER. */
  readonly thumbprintSha256: string;
}

/** Every function throws a CertError (`Unexpected`) on bytes that are not what they should be. */
/** What a block of PEM holds (RFC 7468 §5, §7, §10 and §11). */
export type PemContent = 'certificate' | 'request' | 'private-key' | 'encrypted-private-key';

export interface Pki {
  readCsr(der: Uint8Array): CsrFacts;
  readCertificate(der: Uint8Array): CertificateFacts;
  /** The certificates of a PEM text in the order in which they stand there, as DER. */
  splitPemChain(pem: string): readonly Uint8Array[];
  /** One block; a certificate where nothing else is said. */
  toPem(der: Uint8Array, content?: PemContent): string;
  /**
   * Why `chain` (DER) is not a leaf followed by the issuer of each certificate before; undefined
   * where it is.
   */
  chainProblem(chain: readonly Uint8Array[]): ChainProblem | undefined;
  /**
   * The certificate for the key of a request, with its issuers, out of a file in PEM, DER or PKCS#7.
   * @param publicKey - fingerprint of the request's key
   */
  readChainFile(bytes: Uint8Array, publicKey: string): ChainFileReading;
  /**
   * What is in a file with a certificate and its key (PFX, PEM, DER, PKCS#7), and whether Key Vault
   * would take it. What is wrong with the file is told as its verdict, never thrown.
   */
  examineFile(bytes: Uint8Array, wish: ImportFileWish): ImportFileReading;
  /**
   * The key and the chain out of what Key Vault gives as a certificate's secret.
   * @param value - PEM, or a PFX without a password
   * @param leaf - DER of the certificate
   */
  openSecret(value: Uint8Array, leaf: Uint8Array): SecretContents;
  writeKeyFile(material: KeyMaterial, wish: KeyFileWish): Uint8Array;
  /**
   * How ACME's renewal information names a certificate (RFC 9773 §4.1); undefined where it does not
   * say which key has signed it.
   */
  ariCertId(der: Uint8Array): string | undefined;
  /**
   * A request (PKCS#10, DER) for DNS names, signed by a key that is made for it and forgotten. Where
   * that kind of key cannot be made here, P-256 stands for it.
   */
  throwawayRequest(dnsNames: readonly string[], key: RequestedKey): Promise<Uint8Array>;
}
