/** A certification authority with an intermediate, for merging. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

export interface TestAuthority {
  /**
   * @param csr - DER, base64
   * @param dnsNames - others than the request asks for
   * @returns DER: leaf, intermediate, root
   */
  issue(csr: string, dnsNames?: readonly string[]): Promise<[Buffer, Buffer, Buffer]>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALIDITY = {
  notBefore: new Date('2026-03-01T00:00:00Z'),
  notAfter: new Date('2026-05-30T00:00:00Z'),
};

export async function createTestAuthority(validity = VALIDITY): Promise<TestAuthority> {
  const rootKeys = await generateKeys();
  const intermediateKeys = await generateKeys();
  const extensions = [new x509.BasicConstraintsExtension(true, undefined, true)];
  const common = { ...validity, signingAlgorithm: ALGORITHM };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: 'CN=Root',
    keys: rootKeys,
    extensions,
  });
  const intermediate = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=Intermediate',
    issuer: root.subject,
    publicKey: intermediateKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions,
  });
  return {
    issue: async (csr, dnsNames) => {
      const request = new x509.Pkcs10CertificateRequest(Buffer.from(csr, 'base64'));
      const leaf = await x509.X509CertificateGenerator.create({
        ...common,
        subject: request.subject,
        issuer: intermediate.subject,
        publicKey: request.publicKey,
        signingKey: intermediateKeys.privateKey,
        extensions: dnsNames === undefined ? request.extensions : [alternativeNames(dnsNames)],
      });
      return [der(leaf), der(intermediate), der(root)];
    },
  };
}

function alternativeNames(dnsNames: readonly string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    dnsNames.map((value) => ({ type: 'dns', value })),
  );
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function der(certificate: x509.X509Certificate): Buffer {
  return Buffer.from(certificate.rawData);
}
