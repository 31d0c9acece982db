import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Api, ApiRequest, ApiResponse } from '../api.ts';
import { flattenHeaders } from '../server/request.ts';

export interface AcmeApiOptions {
  /** A server's port by the host name at which it appears. */
  readonly ports: Readonly<Record<string, number>>;
  /** The certificate that signed the server's own, which is for localhost. */
  readonly ca: string;
}

export interface AcmeApi {
  /** By host name. */
  readonly apis: Readonly<Record<string, Api>>;
  readonly close: () => void;
}

/**
 * Connections to one server. Pebble 2.10.1 can stop for ever when it is asked several things at
 * once: newOrder walks all authorizations with the store locked (db/memorystore.go,
 * FindValidAuthorization), while a look at one of them holds it and waits for the store
 * (wfe/wfe.go, Authz). It has done so after some 150 orders of twenty clients.
 */
const ONE_AT_A_TIME = 1;

/**
 * ACME servers at the names under which they are known. `Host` goes through, because they build
 * their URLs from it; Pebble's directory stands where Let's Encrypt has it.
 */
export function createAcmeApi(options: AcmeApiOptions): AcmeApi {
  const agent = new Agent({
    ca: options.ca,
    keepAlive: true,
    servername: 'localhost',
    maxSockets: ONE_AT_A_TIME,
  });
  const apis = Object.fromEntries(
    Object.entries(options.ports).map(([host, port]): [string, Api] => [
      host,
      (request) => forward(request, port, agent),
    ]),
  );
  const close = () => {
    agent.destroy();
  };
  return { apis, close };
}

async function forward(request: ApiRequest, port: number, agent: Agent): Promise<ApiResponse> {
  const path = request.url.pathname === '/directory' ? '/dir' : request.url.pathname;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    httpsRequest(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: request.method,
        path: path + request.url.search,
        headers: withoutConnectionFields(request.headers),
      },
      resolve,
    )
      .on('error', reject)
      .end(request.body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    status: incoming.statusCode ?? 502,
    headers: withoutConnectionFields(flattenHeaders(incoming.headers)),
    body: Buffer.concat(chunks),
  };
}

/** Fields that belong to one connection (RFC 9110, 7.6.1); the length is that of what is sent. */
function withoutConnectionFields(
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const own = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];
  return Object.fromEntries(
    Object.entries(headers).filter(
      (each): each is [string, string] => each[1] !== undefined && !own.includes(each[0]),
    ),
  );
}
