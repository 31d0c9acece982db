/** TXT values as DNS carries them: character-strings of at most 255 bytes each (RFC 1035 §3.3). */

const LONGEST = 255;

/** The character-strings of one value; an empty value is one empty string. */
export function splitTxtValue(value: string): string[] {
  const strings: string[] = [];
  let current = '';
  let bytes = 0;
  for (const character of value) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LONGEST) {
      strings.push(current);
      current = '';
      bytes = 0;
    }
    current += character;
    bytes += size;
  }
  return [...strings, current];
}

export function joinTxtStrings(strings: readonly string[]): string {
  return strings.join('');
}
