import type { JsonName } from '@peculiar/x509';

/** Attribute types of Windows' `X500DistinguishedName`, which the service speaks, as PKCS#10 names. */
const TYPES: Readonly<Record<string, string>> = {
  CN: 'CN',
  C: 'C',
  DC: 'DC',
  E: 'E',
  G: 'G',
  I: 'I',
  L: 'L',
  O: 'O',
  OU: 'OU',
  S: 'ST',
  SN: 'SN',
  ST: 'ST',
  T: 'T',
};

const ATTRIBUTE = /\s*([A-Za-z]+)\s*=\s*("(?:[^"]|"")*"|(?:\\.|[^",;+\\])*)\s*(?:[,;+]|$)/y;

/**
 * Reads a policy's `subject`, e.g. `CN=example.com, O="Example, Inc."`. Types in either case.
 * An empty text is the empty name.
 * @returns undefined where it is not an X.500 name
 */
export function parseX500Name(text: string): JsonName | undefined {
  const name: JsonName = [];
  let position = 0;
  while (text.slice(position).trim() !== '') {
    ATTRIBUTE.lastIndex = position;
    const match = ATTRIBUTE.exec(text);
    const type = TYPES[match?.[1]?.toUpperCase() ?? ''];
    const value = unquote(match?.[2]?.trim() ?? '');
    if (type === undefined || value === '') return undefined;
    name.push({ [type]: [value] });
    position = ATTRIBUTE.lastIndex;
  }
  return name;
}

function unquote(value: string): string {
  return value.startsWith('"')
    ? value.slice(1, -1).replaceAll('""', '"')
    : value.replaceAll(/\\(.)/g, '$1');
}
