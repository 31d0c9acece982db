/**
 * Names, tags, subjects and messages come from outside: where a person sees them, control characters,
 * bidirectional overrides and invisible format characters become visible instead of being obeyed
 * (Unicode TR 36; CWE-150).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line or several; line feeds and tabs stay. */
export function plainText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\n' || character === '\t') return character;
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** For a cell or a sentence: one line. */
export function plainLine(text: string): string {
  return plainText(text.replace(/\s*[\r\n]+\s*/g, ' ').replaceAll('\t', ' ')).trim();
}

/** JSON whose strings say the same, with every such character written as an escape sequence. */
export function plainJson(document: unknown): string {
  return JSON.stringify(document).replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
