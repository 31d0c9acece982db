/** As much of DER (X.690) as PKCS#12 files and key usages take: tag, definite length, content. */

export function sequence(...members: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(members));
}

export function set(...members: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(members));
}

export function octets(content: Buffer): Buffer {
  return element(0x04, content);
}

/** For numbers from 0 to 2³¹ − 1. */
export function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const first = bytes[0] ?? 0;
  return element(0x02, first < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));
}

/** A BIT STRING of named bits: without the zero bits at its end (X.690, 11.2.2). */
export function namedBits(bits: readonly boolean[]): Buffer {
  const used = bits.lastIndexOf(true) + 1;
  const bytes = Buffer.alloc(Math.ceil(used / 8));
  bits.slice(0, used).forEach((bit, index) => {
    if (bit) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
  });
  return element(0x03, Buffer.concat([Buffer.from([bytes.length * 8 - used]), bytes]));
}

/** A BIT STRING of whole bytes. */
export function bits(content: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), content]));
}

/** Context tag 0, explicit. */
export function explicit(content: Buffer): Buffer {
  return element(0xa0, content);
}

export const NULL = Buffer.from([0x05, 0x00]);

/** @param dotted e.g. `1.2.840.113549.1.7.1` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
}

function length(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
