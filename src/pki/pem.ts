/** Certificates as text (RFC 7468). */
import { CertError } from '../domain/errors.ts';
import type { PemContent } from '../domain/pki.ts';
import { readCertificate } from './certificate.ts';

const LABELS: Readonly<Record<PemContent, string>> = {
  certificate: 'CERTIFICATE',
  request: 'CERTIFICATE REQUEST',
  'private-key': 'PRIVATE KEY',
  'encrypted-private-key': 'ENCRYPTED PRIVATE KEY',
};
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
const BOUNDARY = /^-----(?:BEGIN|END) /;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The certificates of a PEM text in their order. Text between them is allowed (RFC 7468 §2), any
 * other kind of block is not: a chain that a CA sends holds certificates only (RFC 8555 §9.1).
 * @throws CertError Unexpected when there is no certificate or one that cannot be read
 */
export function splitPemChain(pem: string): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let block: string[] | undefined;
  for (const line of pem.split(/\r\n|\r|\n/).map((text) => text.trim())) {
    if (line === BEGIN && !block) {
      block = [];
    } else if (line === END && block) {
      chain.push(decode(block.join('')));
      block = undefined;
    } else if (BOUNDARY.test(line)) {
      throw garbage(`"${line.slice(0, 60)}" stands where it should not`);
    } else {
      block?.push(line);
    }
  }
  if (block) throw garbage('the last certificate has no end');
  if (chain.length === 0) throw garbage('there is no certificate in it');
  return chain;
}

/** One block with 64 characters per line, ended by a line feed. */
export function toPem(der: Uint8Array, content: PemContent = 'certificate'): string {
  const label = LABELS[content];
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function decode(base64: string): Uint8Array {
  if (!BASE64.test(base64)) throw garbage('a block is not base64');
  const der = new Uint8Array(Buffer.from(base64, 'base64'));
  readCertificate(der);
  return der;
}

function garbage(reason: string): CertError<'Unexpected'> {
  return new CertError('Unexpected', { message: `not a PEM chain: ${reason}` });
}
