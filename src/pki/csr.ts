import { Pkcs10CertificateRequest } from '@peculiar/x509';
import type { CsrFacts } from '../domain/pki.ts';
import { readDer } from './der.ts';
import { dnsNamesOf, ekusOf } from './request-extensions.ts';
import { publicKeyFacts } from './public-key.ts';

/**
 * Reads a PKCS#10 request (RFC 2986). Its own signature is left to the CA, which has to verify it.
 * @throws CertError Unexpected
 */
export function readCsr(der: Uint8Array): CsrFacts {
  return readDer(der, 'certificate request', (bytes) => {
    const csr = new Pkcs10CertificateRequest(bytes);
    return {
      commonName: csr.subjectName.getField('CN')[0],
      dnsNames: dnsNamesOf(csr),
      ekus: ekusOf(csr),
      publicKey: publicKeyFacts(csr.publicKey),
    };
  });
}
