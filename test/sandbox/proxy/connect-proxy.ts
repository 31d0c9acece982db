import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { findApi } from '../server/hosts.ts';
import { listen } from '../server/listen.ts';
import { proxyUser, type TunnelClients } from './tunnel-clients.ts';

export interface ConnectProxy {
  readonly port: number;
  /** Host names that were asked for and are not known, each once; with a port where it is not 443. */
  readonly refused: () => readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * An HTTP proxy (RFC 9110, 9.3.6) for which the internet consists of the stand-ins' names at port
 * 443, all of them at one local port. Everything else is answered 403 and remembered: the proof
 * that nothing else is called.
 */
export async function startConnectProxy(
  apiPort: number,
  clients: TunnelClients,
): Promise<ConnectProxy> {
  const refused = new Set<string>();
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    refused.add(plainTarget(request.url ?? ''));
    response.writeHead(403, { 'Content-Type': 'text/plain' });
    response.end('The sandbox proxy forwards no plain requests.\n');
  });
  server.on('connect', (request, socket: Duplex, head: Buffer) => {
    const [host = '', port = '443'] = (request.url ?? '').split(/:(?=\d+$)/);
    keep(sockets, socket);
    if (port === '443' && findApi(host) !== undefined) {
      const name = proxyUser(request.headers['proxy-authorization']);
      keep(sockets, tunnel(socket, head, apiPort, { name, clients }));
      return;
    }
    refused.add(port === '443' ? host : `${host}:${port}`);
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  const port = await listen(server);
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await closed;
  };
  return { port, refused: () => [...refused], close };
}

/** Host of an absolute-form request line (RFC 9112, 3.2.2); whatever stood there if it is none. */
function plainTarget(target: string): string {
  if (!URL.canParse(target)) return target;
  const url = new URL(target);
  return url.protocol === 'http:' ? `${url.hostname}:${url.port || '80'}` : url.host;
}

interface Naming {
  readonly name: string | undefined;
  readonly clients: TunnelClients;
}

function tunnel(client: Duplex, head: Buffer, port: number, { name, clients }: Naming): Socket {
  const server = connect(port, '127.0.0.1', () => {
    const own = server.localPort;
    if (own !== undefined && name !== undefined) {
      clients.open(own, name);
      server.once('close', () => {
        clients.close(own);
      });
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    server.write(head);
    server.pipe(client).pipe(server);
  });
  // Either end takes the other with it: a killed client must be seen by the API server.
  client.once('close', () => server.destroy());
  server.once('close', () => client.destroy());
  return server;
}

function keep(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  // A reset connection is over, and that is all there is to say about it.
  socket.on('error', () => socket.destroy());
}
