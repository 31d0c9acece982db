/** Tables for spreadsheets (RFC 4180). */

/**
 * What a spreadsheet would take for a formula. A blank before it does not keep all of them from it
 * (CWE-1236; OWASP, "CSV Injection").
 */
const FORMULA = /^[\s\p{Cc}]*[=+\-@]|^[\t\r\n]/u;

/** One line with its end; what would be a formula is text, by an apostrophe in front. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
