/** RC4, which OpenSSL 3 keeps out of Node; old PFX files may use it. */
export function decryptRc4(key: Buffer, encrypted: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    const kept = state[a] ?? 0;
    state[a] = state[b] ?? 0;
    state[b] = kept;
  };
  for (let index = 0, other = 0; index < 256; index++) {
    other = (other + (state[index] ?? 0) + (key[index % key.length] ?? 0)) & 0xff;
    swap(index, other);
  }
  let index = 0;
  let other = 0;
  return Buffer.from(
    encrypted.map((byte) => {
      index = (index + 1) & 0xff;
      other = (other + (state[index] ?? 0)) & 0xff;
      swap(index, other);
      return byte ^ (state[((state[index] ?? 0) + (state[other] ?? 0)) & 0xff] ?? 0);
    }),
  );
}
