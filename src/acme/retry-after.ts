/** The Retry-After field (RFC 9110 §10.2.3). */

/** No known limit of a CA lasts longer than a week: what says more is not taken at its word. */
const LONGEST_MS = 31 * 24 * 3600 * 1000;

/** The three forms of an HTTP-date that a recipient has to accept (RFC 9110 §5.6.7). */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC850_DATE = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Milliseconds to wait from `now`, between 0 and 31 days; undefined where the field is absent or
 * means nothing.
 */
export function parseRetryAfter(field: string | undefined, now: number): number | undefined {
  const text = field?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  const date = parseHttpDate(text);
  return date === undefined ? undefined : Math.min(Math.max(date - now, 0), LONGEST_MS);
}

function parseHttpDate(text: string): number | undefined {
  // Asctime says no zone and means UTC.
  const utc = ASCTIME_DATE.test(text) ? `${text} GMT` : text;
  if (utc === text && !IMF_FIXDATE.test(text) && !RFC850_DATE.test(text)) return undefined;
  const time = Date.parse(utc);
  return Number.isNaN(time) ? undefined : time;
}
