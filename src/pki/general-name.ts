/** The kinds of names that extensions hold (RFC 5280 §4.2.1.6). */
import type { AlternativeName } from '../domain/pki.ts';
import { contextTag, derValues, oidOf, TAG, tagged, type DerValue } from './der.ts';
import { nameText, readName } from './distinguished-name.ts';

/** Of a user principal name, as Microsoft writes it into an otherName. */
const UPN = '1.3.6.1.4.1.311.20.2.3';
/** The tag of a primitive context-specific value. */
const primitive = (number: number): number => 0x80 + number;

/** @throws Error where its encoding is not what its tag demands */
export function readGeneralName(name: DerValue): AlternativeName {
  switch (name.tag) {
    case contextTag(0):
      return otherName(derValues(name.content));
    case primitive(1):
      return { kind: 'email', value: ia5(name) };
    case primitive(2):
      return { kind: 'dns', value: ia5(name) };
    case contextTag(4):
      return { kind: 'directory', value: nameText(readName(derValues(name.content)[0])) };
    case primitive(6):
      return { kind: 'uri', value: ia5(name) };
    case primitive(7):
      return { kind: 'ip', value: address(name.content) };
    case primitive(8):
      return { kind: 'registered-id', value: oidOf(name) };
    case contextTag(3):
    case contextTag(5):
      return { kind: 'other', value: name.tag === contextTag(3) ? 'x400Address' : 'ediPartyName' };
    default:
      throw new Error(`there is no kind of name with the tag ${name.tag}`);
  }
}

function otherName([type, value]: readonly DerValue[]): AlternativeName {
  const oid = oidOf(tagged(type, TAG.oid));
  const [text] = derValues(tagged(value, contextTag(0)).content);
  return oid === UPN && text !== undefined
    ? { kind: 'upn', value: Buffer.from(text.content).toString('utf8') }
    : { kind: 'other', value: oid };
}

/** Seven bits by the standard; what is more is kept, so that nothing looks like something else. */
function ia5({ content }: DerValue): string {
  return Buffer.from(content).toString('latin1');
}

function address(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) throw new Error(`an IP address has no ${bytes.length} bytes`);
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? [];
  // A URL writes an address in its shortest form (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
