import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answered with its status and sentence. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** @throws {ControlError} where the body is no JSON. */
export async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}

/** A JSON object that has none but the named members. */
export async function readObject(
  incoming: IncomingMessage,
  members: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const json = await readJson(incoming);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ControlError(400, 'The body is not a JSON object.');
  }
  const unknown = Object.keys(json).find((name) => !members.includes(name));
  if (unknown !== undefined) {
    throw new ControlError(400, `There is no member \`${unknown}\`; known: ${members.join(', ')}.`);
  }
  return json as Readonly<Record<string, unknown>>;
}

/** A number at or above `least`; `fallback` where there is none. */
export function readNumber<Fallback>(
  value: unknown,
  name: string,
  least: number,
  fallback: Fallback,
): number | Fallback {
  if (value === undefined || value === null) return fallback;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < least) {
    throw new ControlError(400, `\`${name}\` is a number not below ${least}.`);
  }
  return number;
}

export function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  outgoing.end(`${JSON.stringify(body, undefined, 2)}\n`);
}
