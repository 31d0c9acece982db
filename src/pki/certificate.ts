import { createHash } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { CertificateFacts } from '../domain/pki.ts';
import { identifier, readExtensions } from './certificate-extensions.ts';
import { readDer } from './der.ts';
import { nameText, readName } from './distinguished-name.ts';
import { SIGNATURE_NAMES } from './oid-names.ts';
import { certificatePublicKey } from './public-key.ts';
import { isSignedBy } from './signed-by.ts';
import { certificateParts } from './tbs-certificate.ts';

/**
 * Reads an X.509 certificate (RFC 5280). What is wrong inside its extensions is told, not thrown.
 * @throws CertError Unexpected
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  return readDer(der, 'certificate', (bytes) => {
    const certificate = new X509Certificate(bytes);
    const parts = certificateParts(bytes);
    const { contents, extensions } = readExtensions(parts.extensions);
    const subjectName = readName(parts.subject);
    const issuerName = readName(parts.issuer);
    const isSelfIssued = Buffer.from(parts.subject.whole).equals(parts.issuer.whole);
    return {
      ...contents,
      subject: nameText(subjectName),
      issuer: nameText(issuerName),
      subjectName,
      issuerName,
      serialNumber: certificate.serialNumber.toLowerCase(),
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      dnsNames: contents.alternativeNames
        .filter(({ kind }) => kind === 'dns')
        .map(({ value }) => value.toLowerCase()),
      ekus: contents.extendedKeyUsages.map(({ oid }) => oid),
      publicKey: certificatePublicKey(certificate, parts.publicKey),
      signatureAlgorithm: identifier(parts.signatureAlgorithm, SIGNATURE_NAMES),
      selfSigned: isSelfIssued && isSignedBy(bytes, bytes),
      extensions,
      thumbprint: createHash('sha1').update(bytes).digest('hex'),
      thumbprintSha256: createHash('sha256').update(bytes).digest('hex'),
    };
  });
}
