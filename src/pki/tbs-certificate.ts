/** The parts of a certificate as they are encoded (RFC 5280 §4.1). */
import { contextTag, derValues, oidOf, TAG, tagged, type DerValue } from './der.ts';

export interface CertificateParts {
  /** An INTEGER: positive, so that a zero byte stands before a high first bit (RFC 5280 §4.1.2.2). */
  readonly serialNumber: DerValue;
  readonly issuer: DerValue;
  readonly subject: DerValue;
  readonly publicKey: DerValue;
  /** The OID of the algorithm that it is signed with. */
  readonly signatureAlgorithm: string;
  readonly extensions: readonly RawExtension[];
}

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** The content of the OCTET STRING. */
  readonly value: Uint8Array<ArrayBuffer>;
  /** The extension as a whole. */
  readonly der: Uint8Array<ArrayBuffer>;
}

/** @throws Error */
export function certificateParts(der: Uint8Array<ArrayBuffer>): CertificateParts {
  const [certificate] = derValues(der);
  const [tbs, algorithm] = derValues(tagged(certificate, TAG.sequence).content);
  const fields = derValues(tagged(tbs, TAG.sequence).content);
  const version = fields[0]?.tag === contextTag(0) ? 1 : 0;
  const [serialNumber, , issuer, , subject, publicKey, ...optional] = fields.slice(version);
  const extensions = optional.find(({ tag }) => tag === contextTag(3));
  return {
    serialNumber: tagged(serialNumber, TAG.integer),
    issuer: tagged(issuer, TAG.sequence),
    subject: tagged(subject, TAG.sequence),
    publicKey: tagged(publicKey, TAG.sequence),
    signatureAlgorithm: algorithmOid(tagged(algorithm, TAG.sequence)),
    extensions: extensions === undefined ? [] : readList(extensions),
  };
}

/** Of an AlgorithmIdentifier. */
export function algorithmOid(algorithm: DerValue): string {
  return oidOf(tagged(derValues(algorithm.content)[0], TAG.oid));
}

function readList(extensions: DerValue): readonly RawExtension[] {
  const [list] = derValues(extensions.content);
  return derValues(tagged(list, TAG.sequence).content).map((extension) => {
    const [id, ...rest] = derValues(tagged(extension, TAG.sequence).content);
    const value = tagged(rest.at(-1), TAG.octetString).content;
    const [flag] = rest;
    return {
      oid: oidOf(tagged(id, TAG.oid)),
      critical: flag?.tag === TAG.boolean && flag.content[0] !== 0,
      value,
      der: extension.whole,
    };
  });
}
