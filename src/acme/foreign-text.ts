/** Text from a server, made fit for an error: one line, no markup, no control characters. */

/** Control and format characters: with them text can be hidden, reordered, or move a cursor. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** How much of a body is looked at for an excerpt. */
const LOOKED_AT = 16 * 1024;

/** One line of at most `limit` characters. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}

/** The first words of a body, those of an HTML page without its markup. */
export function excerptOf(body: string): string {
  const start = body.slice(0, LOOKED_AT);
  const text = /^\s*</.test(start)
    ? start.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>/g, ' ')
    : start;
  return oneLine(text, 200);
}
