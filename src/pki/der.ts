/** DER that comes from outside (X.690): read as a whole or refused. */
import { CertError } from '../domain/errors.ts';

/**
 * Gives `der` to `read` and turns whatever is wrong with it into one error.
 * @param what what the bytes should be, for the message
 * @throws CertError Unexpected
 */
export function readDer<T>(
  der: Uint8Array,
  what: string,
  read: (der: Uint8Array<ArrayBuffer>) => T,
): T {
  try {
    const bytes = new Uint8Array(der);
    // The ASN.1 library takes PEM, base64 and hex for DER and ignores bytes after the end; a
    // thumbprint of such bytes would be that of no certificate.
    oneValue(bytes, TAG.sequence);
    return read(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CertError('Unexpected', { message: `not a readable ${what}: ${reason}` }, { cause });
  }
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Of a context-specific tag: `[number]`, of a constructed value. */
export function contextTag(number: number): number {
  return 0xa0 + number;
}

/** One encoded value. */
export interface DerValue {
  /** The identifier octet. */
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  /** Header and content. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/** Bytes; more would only keep the machine busy. */
const LONGEST_OID = 128;
const LONG_FORM = 0x80;
/** Nothing that is read here has tags above 30 or more than four gigabytes. */
const LONG_TAG = 0x1f;
const MOST_LENGTH_BYTES = 4;

/** All values that stand one after the other in `bytes`; throws where they do not fill it. */
export function derValues(bytes: Uint8Array<ArrayBuffer>): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let start = 0; start < bytes.length;) {
    const value = firstValue(bytes.subarray(start));
    values.push(value);
    start += value.whole.length;
  }
  return values;
}

/** The one value that `bytes` are; throws for more, less, or another tag. */
export function oneValue(bytes: Uint8Array<ArrayBuffer>, tag: number): DerValue {
  const value = firstValue(bytes);
  if (value.whole.length !== bytes.length) throw new Error('there is something after its end');
  return tagged(value, tag);
}

/** The value itself; throws where it is absent or of another tag. */
export function tagged(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag === tag) return value;
  throw new Error(`there is no value of tag ${tag}`);
}

/** Dotted (X.690 §8.19). */
export function oidOf({ content }: DerValue): string {
  if (content.length > LONGEST_OID) throw new Error('an object identifier is too long');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...others].join('.');
}

function firstValue(bytes: Uint8Array<ArrayBuffer>): DerValue {
  const [tag = 0, first = 0] = bytes;
  const lengthBytes = first < LONG_FORM ? 0 : first - LONG_FORM;
  if (bytes.length < 2 || (tag & LONG_TAG) === LONG_TAG || lengthBytes > MOST_LENGTH_BYTES) {
    throw new Error('it is not DER');
  }
  const start = 2 + lengthBytes;
  let length = first < LONG_FORM ? first : 0;
  for (const byte of bytes.subarray(2, start)) length = length * 256 + byte;
  if (bytes.length < start + length) throw new Error('it ends too early');
  return {
    tag,
    content: bytes.subarray(start, start + length),
    whole: bytes.subarray(0, start + length),
  };
}
