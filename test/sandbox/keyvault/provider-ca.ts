/** The certification authority that all providers of named issuers order from. */
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { validity } from './signing-request.ts';

export interface ProviderCa {
  /**
   * @param months of validity that the policy asks for
   * @param now milliseconds since the epoch
   * @returns DER: leaf, intermediate
   */
  readonly issue: (csr: Buffer, months: number, now: number) => Promise<readonly Buffer[]>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Far around anything that the sandbox's clock is moved to. */
const NOT_BEFORE = new Date('2020-01-01T00:00:00Z');
const NOT_AFTER = new Date('2060-01-01T00:00:00Z');

/** Made at the first request: few sandboxes ever need it. */
export function createProviderCa(): ProviderCa {
  let intermediate: Promise<Intermediate> | undefined;
  return {
    issue: async (csr, months, now) => {
      intermediate ??= createIntermediate();
      return issueLeaf(await intermediate, csr, months, now);
    },
  };
}

interface Intermediate {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

async function createIntermediate(): Promise<Intermediate> {
  const [rootKeys, keys] = await Promise.all([generateKeys(), generateKeys()]);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: createSerialNumber(),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    subject: 'CN=Sandbox Provider TLS CA',
    issuer: 'CN=Sandbox Provider Root',
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
    ],
  });
  return { certificate, privateKey: keys.privateKey };
}

/** What the request asks for, without a look at who asks. */
async function issueLeaf(
  { certificate, privateKey }: Intermediate,
  csr: Buffer,
  months: number,
  now: number,
): Promise<readonly Buffer[]> {
  const request = new x509.Pkcs10CertificateRequest(csr);
  const { nbf, exp } = validity(months, now);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: createSerialNumber(),
    notBefore: new Date(nbf * 1000),
    notAfter: new Date(exp * 1000),
    subject: request.subjectName,
    issuer: certificate.subject,
    publicKey: request.publicKey,
    signingKey: privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      ...request.extensions,
      await x509.AuthorityKeyIdentifierExtension.create(certificate, false, webcrypto),
    ],
  });
  return [Buffer.from(leaf.rawData), Buffer.from(certificate.rawData)];
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Positive and unique (RFC 5280, 4.1.2.2). */
function createSerialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}
