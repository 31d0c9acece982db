import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api, ApiRequest } from '../api.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { describeArrival, describeResponse } from '../log/describe.ts';
import type { RequestLog } from '../log/request-log.ts';
import type { Identity } from '../principals.ts';
import type { TunnelClients } from '../proxy/tunnel-clients.ts';
import type { ServerCertificate } from '../tls/certificate-authority.ts';
import { exchange } from './exchange.ts';
import type { ApiName } from './hosts.ts';
import { listen } from './listen.ts';
import { readRequest } from './request.ts';
import { send, toWire } from './response.ts';

export interface ApiServerOptions {
  readonly apis: Readonly<Record<ApiName, Api>>;
  readonly certificate: ServerCertificate;
  readonly log: RequestLog;
  readonly faults: FaultBook;
  /** Everybody whom the log can name. */
  readonly identities: readonly Identity[];
  readonly clients: TunnelClients;
}

export interface ApiServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** One TLS server for all production host names; which API answers is decided by `Host`. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const ending = new AbortController();
  const server = createServer(
    { cert: options.certificate.certificatePem, key: options.certificate.privateKeyPem },
    (incoming, outgoing) => {
      serve(incoming, outgoing, options, ending.signal).catch(() => outgoing.destroy());
    },
  );
  // Clients keep connections for their whole life, however short; the default of 5 s makes races.
  server.keepAliveTimeout = 60_000;
  const port = await listen(server);
  const close = async () => {
    ending.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { port, close };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ApiServerOptions,
  ending: AbortSignal,
): Promise<void> {
  const departure = new AbortController();
  outgoing.once('close', () => {
    departure.abort();
  });
  const started = performance.now();
  const request = await readRequest(incoming);
  const client = options.clients.at(incoming.socket.remotePort) ?? null;
  const entry = options.log.open({ ...describeArrival(request, options.identities), client });
  const result =
    entry.api === null
      ? misdirected(request)
      : await exchange(
          client === null ? request : { ...request, client },
          entry,
          { api: entry.api, method: entry.method, host: entry.host, path: entry.path, client },
          {
            api: options.apis[entry.api],
            faults: options.faults,
            gone: AbortSignal.any([departure.signal, ending]),
          },
        );
  entry.durationMs = Math.round(performance.now() - started);
  if (result.kind === 'answer' && !departure.signal.aborted) {
    const response = toWire(result.response);
    Object.assign(entry, { outcome: 'answered', ...describeResponse(response, entry) });
    send(outgoing, response);
  } else {
    entry.outcome = result.kind === 'dropped' ? 'dropped' : 'client-gone';
    outgoing.destroy();
  }
}

/** RFC 9110, 15.5.20: whoever asks for such a name has found another way than the proxy. */
function misdirected(request: ApiRequest) {
  const message = `Nobody stands for ${request.url.hostname} here.`;
  return { kind: 'answer', response: { status: 421, body: message } } as const;
}
