import { createHash } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { CertificateFacts } from '../domain/pki.ts';
import { readDer } from './der.ts';
import { dnsNamesOf, ekusOf } from './extensions.ts';
import { publicKeyFacts } from './public-key.ts';

/** @throws CertError Unexpected */
export function readCertificate(der: Uint8Array): CertificateFacts {
  return readDer(der, 'certificate', (bytes) => {
    const certificate = new X509Certificate(bytes);
    return {
      subject: certificate.subject,
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber.toLowerCase(),
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      dnsNames: dnsNamesOf(certificate),
      ekus: ekusOf(certificate),
      publicKey: publicKeyFacts(certificate.publicKey),
      thumbprint: createHash('sha1').update(bytes).digest('hex'),
    };
  });
}
