import { Pkcs10CertificateRequest } from '@peculiar/x509';
import type { CsrFacts } from '../domain/pki.ts';
import { readExtensions } from './certificate-extensions.ts';
import { derValues, readDer } from './der.ts';
import { nameText, readName } from './distinguished-name.ts';
import { publicKeyFacts } from './public-key.ts';

/**
 * Reads a PKCS#10 request (RFC 2986). Its own signature is left to the CA, which has to verify it.
 * What is wrong inside its extensions is told, not thrown.
 * @throws CertError Unexpected
 */
export function readCsr(der: Uint8Array): CsrFacts {
  return readDer(der, 'certificate request', (bytes) => {
    const csr = new Pkcs10CertificateRequest(bytes);
    // A request's extensions come as a subclass of Array, which map would hand on.
    const raw = [...csr.extensions].map(({ type, critical, value, rawData }) => ({
      ...{ oid: type, critical },
      ...{ value: new Uint8Array(value), der: new Uint8Array(rawData) },
    }));
    const { contents, extensions } = readExtensions(raw);
    const { alternativeNames, extendedKeyUsages, keyUsages } = contents;
    const [subject] = derValues(new Uint8Array(csr.subjectName.toArrayBuffer()));
    return {
      subject: nameText(readName(subject)),
      commonName: csr.subjectName.getField('CN')[0],
      alternativeNames,
      dnsNames: alternativeNames
        .filter(({ kind }) => kind === 'dns')
        .map(({ value }) => value.toLowerCase()),
      ekus: extendedKeyUsages.map(({ oid }) => oid),
      extendedKeyUsages,
      keyUsages,
      extensions,
      publicKey: publicKeyFacts(csr.publicKey),
    };
  });
}
