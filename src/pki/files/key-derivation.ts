/** How a password becomes keys, with a limit for what a hostile file may cost. */
import { createHash, pbkdf2Sync } from 'node:crypto';
import { Obstacle } from './obstacle.ts';

/** Rounds for one file: the most thorough writers take 600,000 for each of its parts. */
const MOST_ROUNDS = 4_000_000;

/** A password while one file is tried with it. */
export interface Password {
  /** UTF-8, for everything but PKCS#12's own derivation. */
  readonly utf8: Buffer;
  /** RFC 7292 §B.1; nothing at all where there is no password. */
  readonly bmp: Buffer;
  /** @throws Obstacle too-costly */
  readonly spend: (rounds: number) => void;
}

/** @param text - undefined: none, which PKCS#12 tells apart from an empty one */
export function passwordOf(text: string | undefined): Password {
  let spent = 0;
  return {
    utf8: Buffer.from(text ?? '', 'utf8'),
    bmp: text === undefined ? Buffer.alloc(0) : Buffer.from(`${text}\0`, 'utf16le').swap16(),
    spend: (rounds) => {
      spent += rounds;
      if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('there are no rounds');
      if (spent > MOST_ROUNDS) throw new Obstacle({ kind: 'too-costly', limit: MOST_ROUNDS });
    },
  };
}

export function pbkdf2(
  password: Password,
  salt: Uint8Array,
  rounds: number,
  length: number,
  hash: string,
): Buffer {
  password.spend(rounds);
  return pbkdf2Sync(password.utf8, salt, rounds, length, hash);
}

/** What the bytes are for (RFC 7292 §B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** RFC 7292 §B.2. */
export function pkcs12Bytes(
  password: Password,
  salt: Uint8Array,
  rounds: number,
  wanted: { readonly purpose: number; readonly length: number; readonly hash: string },
): Buffer {
  password.spend(rounds);
  const block = ['sha384', 'sha512'].includes(wanted.hash) ? 128 : 64;
  const input = Buffer.concat([filled(salt, block), filled(password.bmp, block)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < wanted.length;) {
    let digest = createHash(wanted.hash)
      .update(Buffer.alloc(block, wanted.purpose))
      .update(input)
      .digest();
    for (let round = 1; round < rounds; round++)
      digest = createHash(wanted.hash).update(digest).digest();
    parts.push(digest);
    made += digest.length;
    addTo(input, block, filled(digest.subarray(0, block), block));
  }
  return Buffer.concat(parts).subarray(0, wanted.length);
}

/** Repeated up to a whole number of blocks; of nothing comes nothing. */
function filled(bytes: Uint8Array, block: number): Buffer {
  const length = Math.ceil(bytes.length / block) * block;
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes);
}

/** Each block of `input` becomes itself + `addend` + 1, modulo its size. */
function addTo(input: Buffer, block: number, addend: Buffer): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      carry += (input[start + i] ?? 0) + (addend[i] ?? 0);
      input[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** What OpenSSL derives the key of an old encrypted PEM from (EVP_BytesToKey with MD5, one round). */
export function opensslKey(password: Password, salt: Uint8Array, length: number): Buffer {
  let key = Buffer.alloc(0);
  for (let last = Buffer.alloc(0); key.length < length;) {
    last = createHash('md5').update(last).update(password.utf8).update(salt).digest();
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, length);
}
