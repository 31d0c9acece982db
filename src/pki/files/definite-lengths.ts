/** BER as some programs write PFX files (indefinite lengths, strings in pieces) turned into DER. */

const DEEPEST = 40;
const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;
/** An OCTET STRING in pieces (X.690 §8.7.3). */
const PIECES = 0x24;
const OCTET_STRING = 0x04;

interface Read {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly next: number;
}

/**
 * The first value of `bytes` with definite lengths (X.690 §8.1.3) throughout.
 * @throws Error where it is not BER, or is nested deeper than any real file
 */
export function withDefiniteLengths(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { der, next } = readValue(bytes, 0, 0);
  if (next !== bytes.length) throw new Error('there is something after its end');
  return der;
}

function readValue(bytes: Uint8Array<ArrayBuffer>, at: number, depth: number): Read {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) {
    throw new Error('it is not BER');
  }
  const isConstructed = (tag & CONSTRUCTED) !== 0;
  if (first === INDEFINITE && !isConstructed) throw new Error('a plain value has no length');
  const { start, end } = contentOf(bytes, at, first);
  if (!isConstructed) return { der: bytes.slice(at, end), next: end };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let here = start;
  while (first === INDEFINITE ? !isEnd(bytes, here) : here < end) {
    const { der, next } = readValue(bytes, here, depth + 1);
    parts.push(tag === PIECES ? contentBytes(der) : der);
    here = next;
  }
  if (first !== INDEFINITE && here !== end) throw new Error('a value reaches beyond its parent');
  return {
    der: encode(tag === PIECES ? OCTET_STRING : tag, parts),
    next: first === INDEFINITE ? here + 2 : end,
  };
}

function contentOf(bytes: Uint8Array, at: number, first: number) {
  if (first === INDEFINITE) return { start: at + 2, end: bytes.length };
  const lengthBytes = first < INDEFINITE ? 0 : first - INDEFINITE;
  if (lengthBytes > 4) throw new Error('a length is too long');
  const start = at + 2 + lengthBytes;
  let length = first < INDEFINITE ? first : 0;
  for (const byte of bytes.subarray(at + 2, start)) length = length * 256 + byte;
  if (start + length > bytes.length) throw new Error('it ends too early');
  return { start, end: start + length };
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  if (at + 2 > bytes.length) throw new Error('it ends too early');
  return bytes[at] === 0 && bytes[at + 1] === 0;
}

function contentBytes(der: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (der[0] !== OCTET_STRING) throw new Error('a piece of a string is none');
  const { start, end } = contentOf(der, 0, der[1] ?? 0);
  return der.slice(start, end);
}

/** One value around its parts (X.690 §10.1). */
export function encode(tag: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256))
    length.unshift(rest % 256);
  const header =
    content.length < INDEFINITE ? [content.length] : [INDEFINITE + length.length, ...length];
  return new Uint8Array(Buffer.concat([Buffer.from([tag, ...header]), content]));
}
