/** DER turned into the BER that some programs write PFX files in. */
import { encode, withDefiniteLengths } from '../../../../src/pki/files/definite-lengths.ts';

/** The same with indefinite lengths, and strings in two pieces. */
export function indefinite(der: Uint8Array): Buffer {
  const whole = withDefiniteLengths(new Uint8Array(der));
  const header = (whole[1] ?? 0) < 0x80 ? 2 : 2 + ((whole[1] ?? 0) & 0x7f);
  const [tag = 0] = whole;
  const content = whole.subarray(header);
  const start = Buffer.from([(tag & 0x20) === 0 ? tag | 0x20 : tag, 0x80]);
  const end = Buffer.alloc(2);
  if ((tag & 0x20) !== 0) {
    return Buffer.concat([start, ...partsOf(content).map(indefinite), end]);
  }
  if (tag !== 0x04) return Buffer.from(whole);
  const half = Math.floor(content.length / 2);
  const pieces = [content.subarray(0, half), content.subarray(half)];
  return Buffer.concat([start, ...pieces.map((piece) => encode(0x04, [piece])), end]);
}

function partsOf(content: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < content.length;) {
    const first = content[at + 1] ?? 0;
    const bytes = first < 0x80 ? 0 : first & 0x7f;
    let length = bytes === 0 ? first : 0;
    for (const byte of content.subarray(at + 2, at + 2 + bytes)) length = length * 256 + byte;
    const end = at + 2 + bytes + length;
    parts.push(content.subarray(at, end));
    at = end;
  }
  return parts;
}
