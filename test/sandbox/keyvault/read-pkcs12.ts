/** Reading PKCS#12 files (RFC 7292) of which the certificates are in the clear. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { oid } from './der.ts';

export interface KeyAndChain {
  readonly key: KeyObject;
  /** DER, in the order of the file. */
  readonly chain: readonly Buffer[];
}

const SHROUDED_KEY_BAG = oid('1.2.840.113549.1.12.10.1.2');
const X509_CERTIFICATE = oid('1.2.840.113549.1.9.22.1');
const SEQUENCE = 0x30;
const OCTETS = 0x04;
const EXPLICIT = 0xa0;

interface Value {
  readonly tag: number;
  readonly raw: Buffer;
  readonly content: Buffer;
}

/** Throws where there is no key in it that the password opens. */
export function decodePkcs12(file: Buffer, passphrase: string): KeyAndChain {
  const keys: Buffer[] = [];
  const chain: Buffer[] = [];
  const visit = (content: Buffer): void => {
    const members = valuesIn(content);
    const [first, second] = members;
    if (first && second?.tag === EXPLICIT) {
      if (first.raw.equals(SHROUDED_KEY_BAG)) keys.push(second.content);
      if (first.raw.equals(X509_CERTIFICATE))
        chain.push(valuesIn(second.content)[0]?.content ?? file);
    }
    for (const { tag, content: inner } of members) {
      if (tag === SEQUENCE || tag === EXPLICIT) visit(inner);
      // A safe is in an octet string; others hold no DER that matters here.
      else if (tag === OCTETS && inner[0] === SEQUENCE) visit(inner);
    }
  };
  visit(file);
  const [key] = keys;
  if (key === undefined) throw new Error('no key');
  return { key: createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase }), chain };
}

function valuesIn(bytes: Buffer): readonly Value[] {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    values.push({
      tag,
      raw: bytes.subarray(at, start + length),
      content: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return values;
}
