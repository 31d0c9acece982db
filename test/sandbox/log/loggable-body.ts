/** Characters of a text that the log keeps. */
const TEXT_LIMIT = 32 * 1024;

/** Of JSON: a page of a thousand vaults in full, so that tests can read it as what it is. */
const JSON_LIMIT = 2 * 1024 * 1024;

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

export interface LoggableBody {
  /** JSON, form and JWS decoded; null when empty; the beginning as text where it is cut. */
  readonly body: unknown;
  readonly isCut: boolean;
}

/** A body as the log shows it: no secret or token, and of a very long one only the beginning. */
export function toLoggableBody(body: Buffer, context: BodyContext): LoggableBody {
  if (body.length === 0) return { body: null, isCut: false };
  const text = body.toString('utf8');
  const type = context.contentType ?? '';
  if (type.includes('x-www-form-urlencoded')) {
    return { body: redact(Object.fromEntries(new URLSearchParams(text)), context), isCut: false };
  }
  const json = type.includes('json') ? parseJson(text) : undefined;
  if (json === undefined) return shortened(text, text, TEXT_LIMIT);
  const shown = redact(type.includes('application/jose') ? decodeJws(json) : json, context);
  // What is shown is hardly longer than what came.
  if (text.length <= JSON_LIMIT / 2) return { body: shown, isCut: false };
  return shortened(JSON.stringify(shown), shown, JSON_LIMIT);
}

function shortened(text: string, whole: unknown, limit: number): LoggableBody {
  if (text.length <= limit) return { body: whole, isCut: false };
  return { body: `${text.slice(0, TEXT_LIMIT)}… (${text.length} characters)`, isCut: true };
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
