/** Names of subjects and issuers (RFC 5280 §4.1.2.4), with everything that stands in them. */
import type { DistinguishedName, NameAttribute } from '../domain/pki.ts';
import { derValues, oidOf, TAG, tagged, type DerValue } from './der.ts';
import { ATTRIBUTE_NAMES } from './oid-names.ts';

/** @throws Error where it is no Name */
export function readName(name: DerValue | undefined): DistinguishedName {
  return derValues(tagged(name, TAG.sequence).content).map((rdn) =>
    derValues(tagged(rdn, TAG.set).content).map(readAttribute),
  );
}

/** In the order of the certificate, which is the reverse of RFC 4514's. */
export function nameText(name: DistinguishedName): string {
  return name
    .map((rdn) => rdn.map(({ type, value }) => `${type}=${escaped(value)}`).join('+'))
    .join(', ');
}

function readAttribute(attribute: DerValue): NameAttribute {
  const [type, value] = derValues(tagged(attribute, TAG.sequence).content);
  if (value === undefined) throw new Error('an attribute of a name has no value');
  const oid = oidOf(tagged(type, TAG.oid));
  return { oid, type: ATTRIBUTE_NAMES[oid] ?? oid, value: textOf(value) };
}

/** The decoders of the string types (X.680 §8.6). */
const STRINGS: Readonly<Record<number, (content: Uint8Array) => string>> = {
  0x0c: (content) => Buffer.from(content).toString('utf8'),
  0x12: latin1,
  0x13: latin1,
  // T.61 was never followed; what is found in it is Latin 1.
  0x14: latin1,
  0x16: latin1,
  0x1a: latin1,
  0x1c: (content) => utf32(content),
  0x1e: (content) =>
    Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString('utf16le'),
};

/** What is no string comes as `#` and its DER in hex (RFC 4514 §2.4). */
function textOf({ tag, content, whole }: DerValue): string {
  return STRINGS[tag]?.(content) ?? `#${Buffer.from(whole).toString('hex')}`;
}

function latin1(content: Uint8Array): string {
  return Buffer.from(content).toString('latin1');
}

function utf32(content: Uint8Array): string {
  const bytes = Buffer.from(content);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = bytes.readUInt32BE(at);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}

/** RFC 4514 §2.4. */
function escaped(value: string): string {
  return value
    .replaceAll(/[,+"\\<>;]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<!\\) $/, '\\ ');
}
