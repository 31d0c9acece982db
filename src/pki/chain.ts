/** Whether certificates are the chain that a server has to present. */
import { BasicConstraintsExtension, X509Certificate } from '@peculiar/x509';
import { readDer } from './der.ts';
import { isSignedBy } from './signed-by.ts';

/**
 * Why `chain` is not a leaf followed by the issuer of each certificate before (RFC 8446 §4.4.2,
 * RFC 8555 §9.1); undefined where it is. Whether its end is trusted, and its dates, are not judged.
 * @throws CertError Unexpected when one of them is not a certificate
 */
export function chainProblem(chain: readonly Uint8Array[]): string | undefined {
  const certificates = chain.map((der) =>
    readDer(der, 'certificate', (bytes) => new X509Certificate(bytes)),
  );
  const [leaf, ...issuers] = certificates;
  if (!leaf) return 'the chain is empty';
  if (leaf.getExtension(BasicConstraintsExtension)?.ca === true) {
    return `the first certificate (${leaf.subject}) is that of a CA`;
  }
  for (const [index, issuer] of issuers.entries()) {
    const problem = issuanceProblem(certificates[index] ?? leaf, issuer);
    if (problem !== undefined) return `certificate ${index + 1} of the chain ${problem}`;
  }
  return undefined;
}

function issuanceProblem(subject: X509Certificate, issuer: X509Certificate): string | undefined {
  if (!sameBytes(subject.issuerName.toArrayBuffer(), issuer.subjectName.toArrayBuffer())) {
    return `was issued by ${subject.issuer}, but ${issuer.subject} follows`;
  }
  if (!isSignedBy(new Uint8Array(subject.rawData), new Uint8Array(issuer.rawData))) {
    return `was not signed with the key of ${issuer.subject}, which follows`;
  }
  return undefined;
}

function sameBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}
