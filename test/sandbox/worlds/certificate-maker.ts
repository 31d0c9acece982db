/** Real X.509 certificates with keys that are made at run time. */
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { PolicyParameters } from '../keyvault/certificate-policy.ts';
import type { SeededCertificate } from '../keyvault/seed.ts';

export const DAY = 86_400_000;

export interface CertificateWish {
  /** The first one becomes the common name. */
  readonly dnsNames: readonly [string, ...string[]];
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly keyType?: KeyType;
  /** Common name, where it is not the first DNS name. */
  readonly commonName?: string;
  /** Signed with its own key, by nobody else. */
  readonly selfSigned?: boolean;
}

export type KeyType = 'rsa-2048' | 'ec-p256';

export type MadeCertificate = Pick<SeededCertificate, 'chain' | 'policy'> & {
  readonly privateKey: KeyObject;
};

export interface CertificateMaker {
  readonly make: (wish: CertificateWish) => Promise<MadeCertificate>;
  /** Signs certificates of one and the same key, which is kept nowhere. */
  readonly makeAll: (
    wishes: readonly CertificateWish[],
  ) => Promise<readonly SeededCertificate['chain'][]>;
}

const ALGORITHMS = {
  'rsa-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

/** A CA of its own: an intermediate certificate, whose root nobody trusts, and what it signs. */
export async function createCertificateMaker(now: number): Promise<CertificateMaker> {
  const keys = await generateKeys('ec-p256');
  const intermediate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: "CN=R77, O=Let's Pretend, C=US",
    notBefore: new Date(now - 900 * DAY),
    notAfter: new Date(now + 900 * DAY),
    keys,
    signingAlgorithm: ALGORITHMS['ec-p256'],
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const issuer = { certificate: intermediate, privateKey: keys.privateKey };
  return {
    make: async (wish) => {
      const own = await generateKeys(wish.keyType ?? 'ec-p256');
      return {
        chain: await sign(wish, own, issuer),
        privateKey: KeyObject.from(own.privateKey),
        policy: policyOf(wish),
      };
    },
    makeAll: async (wishes) => {
      const shared = await generateKeys('ec-p256');
      return Promise.all(wishes.map((wish) => sign(wish, shared, issuer)));
    },
  };
}

/** What the vault's policy says where somebody has ordered such a certificate at a public CA. */
export function policyOf(wish: Pick<CertificateWish, 'dnsNames' | 'commonName' | 'keyType'>) {
  const isRsa = wish.keyType === 'rsa-2048';
  const name = wish.commonName ?? wish.dnsNames[0];
  return {
    issuer: { name: 'Unknown' },
    key_props: isRsa
      ? { kty: 'RSA', key_size: 2048, exportable: true, reuse_key: false }
      : { kty: 'EC', crv: 'P-256', key_size: 256, exportable: true, reuse_key: false },
    x509_props: {
      subject: /^[\w.*-]+$/.test(name) ? `CN=${name}` : `CN="${name.replaceAll('"', '""')}"`,
      sans: { dns_names: wish.dnsNames },
      ekus: ['1.3.6.1.5.5.7.3.1'],
      key_usage: isRsa ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'],
      validity_months: 3,
    },
  } satisfies PolicyParameters;
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

async function sign(
  wish: CertificateWish,
  keys: webcrypto.CryptoKeyPair,
  issuer: Issuer,
): Promise<SeededCertificate['chain']> {
  const name: x509.JsonName = [{ CN: [wish.commonName ?? wish.dnsNames[0]] }];
  const common = {
    serialNumber: serialNumber(),
    notBefore: new Date(wish.notBefore),
    notAfter: new Date(wish.notAfter),
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        wish.dnsNames.map((value) => ({ type: 'dns', value })),
      ),
      new x509.BasicConstraintsExtension(false),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  };
  if (wish.selfSigned === true) {
    const signingAlgorithm = ALGORITHMS[wish.keyType ?? 'ec-p256'];
    const own = { ...common, name, keys, signingAlgorithm };
    return [derOf(await x509.X509CertificateGenerator.createSelfSigned(own))];
  }
  const leaf = await x509.X509CertificateGenerator.create({
    ...common,
    subject: name,
    issuer: issuer.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: ALGORITHMS['ec-p256'],
  });
  return [derOf(leaf), derOf(issuer.certificate)];
}

function generateKeys(type: KeyType): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHMS[type], true, ['sign', 'verify']);
}

function derOf(certificate: x509.X509Certificate): Buffer {
  return Buffer.from(certificate.rawData);
}

/** Positive and unique (RFC 5280, 4.1.2.2). */
function serialNumber(): string {
  return `03${randomBytes(15).toString('hex')}`;
}
