import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from '../api.ts';

/** Larger than any request of the services that the sandbox stands for (Key Vault: 60 KB). */
const BODY_LIMIT = 4 * 1024 * 1024;

/** A node request as the stand-ins see it. Rejects if the client goes away or sends too much. */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('The request body is too large.');
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? 'localhost'}`),
    headers: flattenHeaders(incoming.headers),
    body: Buffer.concat(chunks),
  };
}

/** Repeated fields are joined by a comma (RFC 9110, 5.3). */
export function flattenHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(flat);
}
