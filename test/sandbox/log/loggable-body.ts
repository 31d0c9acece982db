/** Bytes of a body that the log keeps; of a longer one it keeps the beginning as text. */
const LIMIT = 32 * 1024;

const REDACTED = '[redacted]';

/** Members whose values are secrets wherever they stand. */
const SECRET_MEMBERS = new Set([
  'access_token',
  'client_assertion',
  'client_secret',
  'password',
  'pwd',
  'refresh_token',
]);

export interface BodyContext {
  readonly contentType: string | undefined;
  /** Key Vault's secrets and imports carry private keys in `value`. */
  readonly hasSecretValue: boolean;
}

/** A body as the log shows it: JSON, form and JWS decoded; no secret or token; null when empty. */
export function toLoggableBody(body: Buffer, context: BodyContext): unknown {
  if (body.length === 0) return null;
  const text = body.toString('utf8');
  const type = context.contentType ?? '';
  if (type.includes('x-www-form-urlencoded')) {
    return redact(Object.fromEntries(new URLSearchParams(text)), context);
  }
  const json = type.includes('json') ? parseJson(text) : undefined;
  if (json === undefined) return text.length > LIMIT ? shorten(text) : text;
  const shown = redact(type.includes('application/jose') ? decodeJws(json) : json, context);
  const shownText = JSON.stringify(shown);
  return shownText.length > LIMIT ? shorten(shownText) : shown;
}

function shorten(text: string): string {
  return `${text.slice(0, LIMIT)}… (${text.length} characters)`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function redact(value: unknown, context: BodyContext): unknown {
  if (Array.isArray(value)) return value.map((each) => redact(each, context));
  if (!isRecord(value)) return value;
  const hidden = (name: string) =>
    SECRET_MEMBERS.has(name) || (context.hasSecretValue && name === 'value');
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      hidden(name) && typeof member === 'string' ? REDACTED : redact(member, context),
    ]),
  );
}

/** An ACME request (RFC 8555, 6.2) with header and payload readable; the signature stays as it is. */
function decodeJws(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const decode = (part: unknown) =>
    typeof part === 'string'
      ? (parseJson(Buffer.from(part, 'base64url').toString('utf8')) ?? '')
      : part;
  return { ...value, protected: decode(value['protected']), payload: decode(value['payload']) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
