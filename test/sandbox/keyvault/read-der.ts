/** Reading DER (X.690): tag, definite length, content. */

export interface DerValue {
  readonly tag: number;
  readonly raw: Buffer;
  readonly content: Buffer;
}

export const SEQUENCE = 0x30;
export const OCTETS = 0x04;

/**
 * The values that stand one behind the other in `bytes`.
 * @throws RangeError where they end too early
 */
export function valuesIn(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes.readUInt8(at + 1);
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (first === 0x80 || start + length > bytes.length) throw new RangeError('truncated DER');
    values.push({
      tag: bytes.readUInt8(at),
      raw: bytes.subarray(at, start + length),
      content: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return values;
}

/** The members of the structure `value`. */
export function membersOf(value: DerValue | undefined): readonly DerValue[] {
  return value === undefined ? [] : valuesIn(value.content);
}

/** Dotted, e.g. `1.2.840.113549.1.7.1`; an empty text where there is none. */
export function oidOf(value: DerValue | undefined): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of value?.content ?? []) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

/** A number from 0 to 2⁴⁸ − 1. */
export function numberOf(value: DerValue | undefined): number | undefined {
  const size = value?.content.length ?? 0;
  return value === undefined || size === 0 || size > 6
    ? undefined
    : value.content.readUIntBE(0, size);
}
