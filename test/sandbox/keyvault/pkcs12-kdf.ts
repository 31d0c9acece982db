import { createHash } from 'node:crypto';

/** What the bytes are for, by its number (RFC 7292, appendix B.3). */
export type Purpose = 'key' | 'iv' | 'mac';

const IDS: Readonly<Record<Purpose, number>> = { key: 1, iv: 2, mac: 3 };

export interface Derivation {
  /** Of OpenSSL, e.g. `sha1`. */
  readonly hash: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

/**
 * Bytes from a password, as PKCS#12 has them made (RFC 7292, appendix B.2).
 * @param password as `bmpPassword` makes it
 */
export function deriveBytes(
  password: Buffer,
  purpose: Purpose,
  { hash, salt, iterations }: Derivation,
  size: number,
): Buffer {
  const block = /384|512/.test(hash) ? 128 : 64;
  const diversifier = Buffer.alloc(block, IDS[purpose]);
  const input = Buffer.concat([repeated(salt, block), repeated(password, block)]);
  const derived: Buffer[] = [];
  for (let made = 0; made < size;) {
    let part = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < iterations; round++) part = createHash(hash).update(part).digest();
    derived.push(part);
    made += part.length;
    addToEach(input, repeated(part, block).subarray(0, block), block);
  }
  return Buffer.concat(derived).subarray(0, size);
}

/** A BMPString with its terminator: two bytes for each UTF-16 unit, the high one first. */
export function bmpPassword(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}

/** To a multiple of the block; nothing stays nothing. */
function repeated(bytes: Buffer, block: number): Buffer {
  if (bytes.length === 0) return bytes;
  return Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
}

/** Every block of `input` becomes itself + `addend` + 1, as numbers of that many bytes. */
function addToEach(input: Buffer, addend: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (addend[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}
