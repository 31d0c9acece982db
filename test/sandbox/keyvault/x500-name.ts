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
  SERIALNUMBER: '2.5.4.5',
  STREET: '2.5.4.9',
};

const ATTRIBUTE =
  /\s*((?:OID\.)?\d+(?:\.\d+)+|[A-Za-z]+)\s*=\s*("(?:[^"]|"")*"|(?:\\.|[^",;+\\])*)\s*(?:[,;+]|$)/y;

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
    const type = attributeType(match?.[1]?.toUpperCase() ?? '');
    const value = unquote(match?.[2]?.trim() ?? '');
    if (type === undefined || value === '') return undefined;
    name.push({ [type]: [value] });
    position = ATTRIBUTE.lastIndex;
  }
  return name;
}

/** Names by OID are taken with and without `OID.` before them. */
function attributeType(name: string): string | undefined {
  return TYPES[name] ?? /^(?:OID\.)?(\d+(?:\.\d+)+)$/.exec(name)?.[1];
}

/** As Windows writes names: `S` for states, `OID.` before types without a name, quotes where needed. */
export function formatX500Name(name: JsonName): string {
  return name
    .map((attributes) =>
      Object.entries(attributes)
        .flatMap(([type, values]) => values.map((value) => `${shownType(type)}=${quote(value)}`))
        .join(' + '),
    )
    .join(', ');
}

function shownType(type: string): string {
  const named = Object.entries(TYPES).find(([, each]) => each === type)?.[0];
  return named ?? (/^\d/.test(type) ? `OID.${type}` : type);
}

function quote(value: string): string {
  return /[,;+="<>#\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function unquote(value: string): string {
  return value.startsWith('"')
    ? value.slice(1, -1).replaceAll('""', '"')
    : value.replaceAll(/\\(.)/g, '$1');
}
