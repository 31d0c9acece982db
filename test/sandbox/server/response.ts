import type { ServerResponse } from 'node:http';
import type { ApiResponse } from '../api.ts';

/** An answer with its body as bytes, ready for the wire and for the log. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function toWire(response: ApiResponse): WireResponse {
  const { status, body } = response;
  const headers = response.headers ?? {};
  if (body === undefined) return { status, headers, body: Buffer.alloc(0) };
  if (Buffer.isBuffer(body)) return { status, headers, body };
  if (typeof body === 'string') return { status, headers, body: Buffer.from(body) };
  const json = Buffer.from(JSON.stringify(body));
  const typed = readHeader(headers, 'content-type') !== undefined;
  return {
    status,
    headers: typed ? headers : { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: json,
  };
}

export function readHeader(
  headers: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
}

export function send(outgoing: ServerResponse, response: WireResponse): void {
  outgoing.writeHead(response.status, response.headers);
  outgoing.end(response.body);
}
