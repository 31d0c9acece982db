/** DER as it is written (X.690). */
import { TAG } from '../der.ts';

/** One value: a primitive's content, or the whole values that a constructed one is made of. */
export function encoded(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

export function sequence(...values: readonly Uint8Array[]): Buffer {
  return encoded(TAG.sequence, ...values);
}

export function octets(content: Uint8Array): Buffer {
  return encoded(TAG.octetString, content);
}

/** Of a number that is not negative. */
export function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return encoded(TAG.integer, ...(isNegative ? [Buffer.of(0)] : []), bytes);
}

/** @param dotted - e.g. `1.2.840.113549.1.7.1` */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...others].flatMap((arc) => base128(arc));
  return encoded(TAG.oid, Buffer.from(arcs));
}

export function nothing(): Buffer {
  return encoded(0x05);
}

/** Seven bits in each byte, the highest first; all but the last are marked. */
function base128(arc: number): readonly number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) + 0x80);
  }
  return bytes;
}

function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const used = bytes.subarray(bytes.findIndex((byte) => byte > 0));
  return Buffer.concat([Buffer.of(0x80 + used.length), used]);
}
