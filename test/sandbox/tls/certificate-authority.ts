import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** The sandbox's own CA: made at start, known only to those who are given its certificate. */
export interface CertificateAuthority {
  readonly certificatePem: string;
  /** A server certificate with its key; `names` are DNS names (wildcards allowed) or IP addresses. */
  readonly issue: (names: readonly string[]) => Promise<ServerCertificate>;
}

export interface ServerCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** @param now real time, in milliseconds: TLS clients check validity by their own clock. */
export async function createCertificateAuthority(now: number): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const validity = { notBefore: new Date(now - DAY), notAfter: new Date(now + 30 * DAY) };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...validity,
      serialNumber: createSerialNumber(),
      name: 'CN=Sandbox CA',
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const issue = (names: readonly string[]) =>
    issueServerCertificate({ certificate, privateKey: keys.privateKey, validity }, names);
  return { certificatePem: certificate.toString('pem'), issue };
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
  readonly validity: { readonly notBefore: Date; readonly notAfter: Date };
}

async function issueServerCertificate(
  issuer: Issuer,
  names: readonly string[],
): Promise<ServerCertificate> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      ...issuer.validity,
      serialNumber: createSerialNumber(),
      subject: `CN=${names[0] ?? ''}`,
      issuer: issuer.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: issuer.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value })),
        ),
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Positive and unique (RFC 5280, 4.1.2.2). */
function createSerialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}
