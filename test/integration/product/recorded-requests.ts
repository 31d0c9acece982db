/**
 * A run as the sandbox has recorded it, turned into what can be disturbed: every request with the
 * pattern by which it is found again in the run of another client.
 */
import type { LogEntry } from '../../sandbox/log/request-log.ts';

export interface RecordedRequest {
  /** For the test's name, e.g. `PUT arm …/TXT/_acme-challenge.NAME #1`. */
  readonly title: string;
  /** How the same request of another client is matched. */
  match(client: string): { readonly api: string; readonly method: string; readonly path: string };
  /** Which of the requests that look alike, from 1. */
  readonly nth: number;
}

/**
 * What services name at random: versions, and the ids of Pebble and of token requests. One
 * certificate of Pebble's in 128 has a serial number, and so an id, that is shorter than 16 digits.
 */
const ID = '([0-9a-f]{12,}|[\\w-]{43})';
const RANDOM = new RegExp(`^${ID}$`);

export function recordedRequests(
  log: readonly LogEntry[],
  client: string,
): readonly RecordedRequest[] {
  const seen = new Map<string, number>();
  return log.map(({ api, method, path }) => {
    const shape = shapeOf(path, client);
    const key = `${method} ${String(api)} ${shape}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return {
      title: `${method} ${String(api)} ${titleOf(shape)}${nth > 1 ? ` #${String(nth)}` : ''}`,
      match: (other) => ({ api: String(api), method, path: patternOf(shape, other) }),
      nth,
    };
  });
}

/**
 * True for what changes something. Not: queries and tokens, which are POSTs as well; what only
 * brought Key Vault's challenge; POST-as-GET (RFC 8555, 6.3).
 */
export function isChange({ api, method, path, status, requestBody }: LogEntry): boolean {
  if (method === 'GET' || method === 'HEAD' || api === 'login') return false;
  if (path.startsWith('/providers/Microsoft.ResourceGraph/')) return false;
  if (api === 'keyvault') return status !== 401;
  return api !== 'acme' || payloadOf(requestBody) !== '';
}

/** True for POST-as-GET: orders, authorizations, certificates. */
export function isReadOfCa({ api, method, requestBody }: LogEntry): boolean {
  return api === 'acme' && method === 'POST' && payloadOf(requestBody) === '';
}

/** True for the request with which the CA is told to issue. */
export function isFinalize(entry: LogEntry): boolean {
  return entry.api === 'acme' && typeof payloadMember(entry, 'csr') === 'string';
}

/** True if the service has done what the request asks for, whether or not its answer arrived. */
export function hadEffect({ handled, status }: LogEntry): boolean {
  return handled && (status === null || status < 400);
}

function shapeOf(path: string, client: string): string {
  const segments = path.replace(/\?.*/s, '').split('/');
  return segments
    .map((segment) => (RANDOM.test(segment) ? '{id}' : segment.replaceAll(client, '{client}')))
    .join('/');
}

function patternOf(shape: string, client: string): string {
  const pattern = shape
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('{client}', client)
    .replaceAll('{id}', ID);
  return `^${pattern}(\\?|$)`;
}

/** The end of a long path says what it is. */
function titleOf(shape: string): string {
  const segments = shape.split('/');
  return segments.length > 6 ? `…/${segments.slice(-2).join('/')}` : shape;
}

function payloadOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'payload' in body ? body.payload : undefined;
}

function payloadMember({ requestBody }: LogEntry, name: string): unknown {
  const payload = payloadOf(requestBody);
  return typeof payload === 'object' && payload !== null
    ? new Map(Object.entries(payload)).get(name)
    : undefined;
}
