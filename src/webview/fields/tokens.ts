/** Words that are collected one by one: what stands between them, and which are the same. */

/** What people put between names that they copy from somewhere. */
const SEPARATOR = /[\s,;]+/;

/** True if the text holds more than one word or ends one. */
export function hasSeparator(text: string): boolean {
  return SEPARATOR.test(text);
}

/**
 * The words of a text, and what is still being typed behind the last separator.
 * @param isEnded - the last word is complete, too
 */
export function splitWords(
  text: string,
  isEnded: boolean,
): { readonly words: readonly string[]; readonly rest: string } {
  const parts = text.split(SEPARATOR);
  const rest = isEnded ? '' : (parts.pop() ?? '');
  return { words: parts.filter((part) => part !== ''), rest };
}

/** @param sameAs - equal for words that mean the same: the first of them stays */
export function withWords(
  present: readonly string[],
  added: readonly string[],
  sameAs: (word: string) => string,
): readonly string[] {
  const known = new Set<string>();
  return [...present, ...added].filter((word) => {
    const key = sameAs(word);
    return !known.has(key) && known.add(key);
  });
}
