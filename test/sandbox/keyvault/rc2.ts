/** RC2 in CBC mode (RFC 2268), decryption alone: OpenSSL 3 keeps it out of Node, old PFX files need it. */

/** The permutation of RFC 2268, 2: digits of π. */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

const BLOCK = 8;

/**
 * @param effectiveBits of the key's strength: 40 or 128 in PKCS#12
 * @returns the plain text with its padding (PKCS#7) removed
 * @throws Error where the padding is wrong, which is what a wrong key looks like
 */
export function decryptRc2(
  key: Buffer,
  effectiveBits: number,
  iv: Buffer,
  encrypted: Buffer,
): Buffer {
  const words = expand(key, effectiveBits);
  const plain = Buffer.alloc(encrypted.length);
  let previous = iv;
  for (let at = 0; at < encrypted.length; at += BLOCK) {
    const block = encrypted.subarray(at, at + BLOCK);
    const opened = decryptBlock(words, block);
    for (let index = 0; index < BLOCK; index++) {
      plain[at + index] = (opened[index] ?? 0) ^ (previous[index] ?? 0);
    }
    previous = block;
  }
  return withoutPadding(plain);
}

/** RFC 2268, 2: 64 words from a key of any length. */
function expand(key: Buffer, effectiveBits: number): readonly number[] {
  const bytes = Buffer.alloc(128);
  key.copy(bytes);
  for (let index = key.length; index < 128; index++) {
    bytes[index] = permuted((bytes[index - 1] ?? 0) + (bytes[index - key.length] ?? 0));
  }
  const effective = Math.ceil(effectiveBits / 8);
  const mask = 255 >> (8 * effective - effectiveBits);
  bytes[128 - effective] = permuted((bytes[128 - effective] ?? 0) & mask);
  for (let index = 127 - effective; index >= 0; index--) {
    bytes[index] = permuted((bytes[index + 1] ?? 0) ^ (bytes[index + effective] ?? 0));
  }
  return Array.from({ length: 64 }, (_, index) => bytes.readUInt16LE(2 * index));
}

function permuted(value: number): number {
  return PI_TABLE[value & 0xff] ?? 0;
}

const ROTATIONS = [1, 2, 3, 5];

/** RFC 2268, 4: sixteen mixing rounds backwards, with mashing after the fifth and the eleventh. */
function decryptBlock(key: readonly number[], block: Buffer): Buffer {
  const word = [0, 2, 4, 6].map((at) => block.readUInt16LE(at));
  const at = (index: number) => word[index & 3] ?? 0;
  for (let round = 15; round >= 0; round--) {
    for (let index = 3; index >= 0; index--) {
      const rotation = ROTATIONS[index] ?? 0;
      const turned = ((at(index) >>> rotation) | (at(index) << (16 - rotation))) & 0xffff;
      const mix = (at(index - 1) & at(index - 2)) + (~at(index - 1) & at(index - 3));
      word[index] = (turned - (key[4 * round + index] ?? 0) - mix) & 0xffff;
    }
    if (round !== 11 && round !== 5) continue;
    for (let index = 3; index >= 0; index--) {
      word[index] = (at(index) - (key[at(index - 1) & 63] ?? 0)) & 0xffff;
    }
  }
  const plain = Buffer.alloc(BLOCK);
  word.forEach((value, index) => plain.writeUInt16LE(value, 2 * index));
  return plain;
}

function withoutPadding(plain: Buffer): Buffer {
  const size = plain.at(-1) ?? 0;
  const padding = plain.subarray(plain.length - size);
  if (size < 1 || size > BLOCK || padding.some((byte) => byte !== size)) {
    throw new Error('wrong padding');
  }
  return plain.subarray(0, plain.length - size);
}
