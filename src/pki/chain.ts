/** Whether certificates are the chain that a server has to present. */
import { BasicConstraintsExtension, X509Certificate } from '@peculiar/x509';
import type { ChainProblem } from '../domain/error-reasons.ts';
import { readDer } from './der.ts';
import { isSignedBy } from './signed-by.ts';

/**
 * Why `chain` is not a leaf followed by the issuer of each certificate before (RFC 8446 §4.4.2,
 * RFC 8555 §9.1); undefined where it is. Whether its end is trusted, and its dates, are not judged.
 * @throws CertError Unexpected when one of them is not a certificate
 */
export function chainProblem(chain: readonly Uint8Array[]): ChainProblem | undefined {
  const certificates = chain.map((der) =>
    readDer(der, 'certificate', (bytes) => new X509Certificate(bytes)),
  );
  const [leaf, ...issuers] = certificates;
  if (!leaf) return { kind: 'empty' };
  if (leaf.getExtension(BasicConstraintsExtension)?.ca === true) {
    return { kind: 'ca-first', subject: leaf.subject };
  }
  for (const [index, issuer] of issuers.entries()) {
    const problem = issuanceProblem(certificates[index] ?? leaf, issuer, index + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function issuanceProblem(
  subject: X509Certificate,
  issuer: X509Certificate,
  at: number,
): ChainProblem | undefined {
  const follower = issuer.subject;
  if (!sameBytes(subject.issuerName.toArrayBuffer(), issuer.subjectName.toArrayBuffer())) {
    return { kind: 'other-issuer', at, issuer: subject.issuer, follower };
  }
  return isSignedBy(new Uint8Array(subject.rawData), new Uint8Array(issuer.rawData))
    ? undefined
    : { kind: 'bad-signature', at, follower };
}

function sameBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}
