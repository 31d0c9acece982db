/** Certificates as CAs hand them out: PEM, DER or PKCS#7, the chain in any order or none. */
import { X509Certificate, X509Certificates } from '@peculiar/x509';
import type { ChainFileProblem } from '../domain/error-reasons.ts';
import type { CertificateFacts, ChainFileReading } from '../domain/pki.ts';
import { readCertificate } from './certificate.ts';
import { isSignedBy } from './signed-by.ts';

/** Bytes; a chain has some KiB. */
const LARGEST = 1024 * 1024;

/** A root store is no chain, and every pair of certificates is looked at. */
const MOST = 50;

/** `PKCS #7 SIGNED DATA` and `CMS` are what some tools write (RFC 7468 §8, §9). */
const BLOCK = /-----BEGIN ([A-Z0-9# ]+)-----([^-]*)-----END \1-----/g;
const CHAIN_LABELS: readonly string[] = ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'];
const CERTIFICATE_LABELS: readonly string[] = [
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
];

/**
 * The certificate for a request, and its issuers as far as the file has them.
 * @param publicKey - fingerprint of the request's key
 */
export function readChainFile(bytes: Uint8Array, publicKey: string): ChainFileReading {
  const found = certificatesIn(bytes);
  if ('kind' in found) return { problem: found };
  if (found.length > MOST) return { problem: { kind: 'too-many', count: found.length } };
  const read = found.map((der) => ({ der, facts: readCertificate(der) }));
  const all = [...new Map(read.map((each) => [each.facts.thumbprintSha256, each])).values()];
  const leaf = all.find(({ facts }) => facts.publicKey.fingerprint === publicKey);
  if (leaf === undefined) return { problem: { kind: 'other-key', subjects: all.map(subjectOf) } };
  const chain = chainFrom(leaf, all);
  const { selfSigned, issuer } = (chain.at(-1) ?? leaf).facts;
  return {
    chain: chain.map(({ der }) => der),
    leftOut: all.length - chain.length,
    missing: selfSigned ? '' : issuer,
  };
}

export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly facts: CertificateFacts;
}

export function chainFrom(
  leaf: ReadCertificate,
  all: readonly ReadCertificate[],
): readonly ReadCertificate[] {
  const chain = [leaf];
  for (let last = leaf; ;) {
    const { der, facts } = last;
    const next = all.find(
      (other) =>
        !chain.includes(other) &&
        other.facts.subject === facts.issuer &&
        isSignedBy(der, other.der),
    );
    if (facts.selfSigned || next === undefined) return chain;
    chain.push(next);
    last = next;
  }
}

function subjectOf({ facts }: ReadCertificate): string {
  if (facts.subject !== '') return facts.subject;
  return facts.dnsNames[0] ?? facts.serialNumber;
}

/** As DER, in the order of the file. */
function certificatesIn(bytes: Uint8Array): readonly Uint8Array[] | ChainFileProblem {
  if (bytes.length === 0) return { kind: 'empty' };
  if (bytes.length > LARGEST) return { kind: 'too-large', limit: LARGEST };
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN ') ? inPem(text) : inDer(bytes);
}

function inPem(text: string): readonly Uint8Array[] | ChainFileProblem {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.some(([, label = '']) => label.endsWith('PRIVATE KEY')))
    return { kind: 'private-key' };
  const found: Uint8Array[] = [];
  for (const [index, [, label = '', body = '']] of blocks.entries()) {
    const der = new Uint8Array(Buffer.from(body, 'base64'));
    const isCertificate = CERTIFICATE_LABELS.includes(label);
    if (!isCertificate && !CHAIN_LABELS.includes(label)) continue;
    const certificates = isCertificate ? oneCertificate(der) : signedData(der);
    if (certificates === undefined) return { kind: 'damaged', at: index + 1 };
    found.push(...certificates);
  }
  return found.length > 0 ? found : { kind: 'none' };
}

function inDer(bytes: Uint8Array): readonly Uint8Array[] | ChainFileProblem {
  const found = oneCertificate(bytes) ?? signedData(bytes) ?? [];
  if (found.length > 0) return found;
  return { kind: isPfx(bytes) ? 'private-key' : 'none' };
}

/** A PFX begins with its version, which is 3 (RFC 7292 §4). */
function isPfx(bytes: Uint8Array): boolean {
  return /^30(?:8[1-4](?:..){1,4}|..)020103/.test(
    Buffer.from(bytes.subarray(0, 9)).toString('hex'),
  );
}

/** undefined: it is none. */
function oneCertificate(der: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    // What stands behind it (OpenSSL's "trusted" attributes) is not of it.
    const certificate = new Uint8Array(new X509Certificate(new Uint8Array(der)).rawData);
    readCertificate(certificate);
    return [certificate];
  } catch {
    return undefined;
  }
}

/** PKCS#7 (RFC 2315 §9.1, RFC 5652 §5.1); undefined: it is none. */
function signedData(der: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    const certificates = new X509Certificates(new Uint8Array(der));
    return [...certificates].map(({ rawData }) => new Uint8Array(rawData));
  } catch {
    return undefined;
  }
}
