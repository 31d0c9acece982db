/**
 * RC2 and RC4, to open old files only: OpenSSL 3 and the editor's BoringSSL do not offer them. Nothing
 * is ever encrypted with them here.
 */

/** RFC 2268 §2. */
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

/** CBC without a look at the padding. The effective bits are those of the key, as PKCS#12 has it. */
export function decryptRc2Cbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  if (data.length % BLOCK !== 0) throw new Error('there is no whole number of blocks');
  const schedule = expandRc2(key);
  const plain = Buffer.alloc(data.length);
  let previous = iv;
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    const opened = decryptBlock(schedule, Buffer.from(block));
    for (const [index, byte] of opened.entries()) plain[at + index] = byte ^ (previous[index] ?? 0);
    previous = block;
  }
  return plain;
}

/** RFC 2268 §2. */
function expandRc2(key: Uint8Array): readonly number[] {
  const table = Buffer.alloc(128);
  table.set(key);
  const pi = (index: number): number => PI_TABLE[index & 0xff] ?? 0;
  const byteAt = (index: number): number => table[index] ?? 0;
  for (let i = key.length; i < 128; i++) table[i] = pi(byteAt(i - 1) + byteAt(i - key.length));
  table[128 - key.length] = pi(byteAt(128 - key.length));
  for (let i = 127 - key.length; i >= 0; i--) table[i] = pi(byteAt(i + 1) ^ byteAt(i + key.length));
  return Array.from({ length: 64 }, (_, index) => table.readUInt16LE(index * 2));
}

const ROTATIONS = [1, 2, 3, 5];
/** Mixing rounds after which, seen backwards, a mashing round stands (RFC 2268 §3.4). */
const MASHED = [11, 5];

function decryptBlock(schedule: readonly number[], block: Buffer): Buffer {
  const words = [0, 2, 4, 6].map((at) => block.readUInt16LE(at));
  const word = (index: number): number => words[index & 3] ?? 0;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const turn = ROTATIONS[i] ?? 0;
      const turned = ((word(i) >>> turn) | (word(i) << (16 - turn))) & 0xffff;
      const mixed = (word(i + 3) & word(i + 2)) + (~word(i + 3) & word(i + 1));
      words[i] = (turned - (schedule[round * 4 + i] ?? 0) - mixed) & 0xffff;
    }
    if (!MASHED.includes(round)) continue;
    for (let i = 3; i >= 0; i--) words[i] = (word(i) - (schedule[word(i + 3) & 63] ?? 0)) & 0xffff;
  }
  const plain = Buffer.alloc(BLOCK);
  for (const [index, value] of words.entries()) plain.writeUInt16LE(value, index * 2);
  return plain;
}

export function decryptRc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const at = (index: number): number => state[index & 0xff] ?? 0;
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [at(b), at(a)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 0xff;
      j = (j + at(i)) & 0xff;
      swap(i, j);
      return byte ^ at(at(i) + at(j));
    }),
  );
}
