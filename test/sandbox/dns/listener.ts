import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { streamMessages } from './tcp-messages.ts';
import type { Transport } from './message.ts';

/** Answers one message, now or later or never. */
export type Handler = (
  message: Buffer,
  transport: Transport,
  reply: (message: Buffer) => void,
) => void;

export interface Listener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Attempts to find a number that is free for TCP and for UDP. */
const ATTEMPTS = 20;

/** Listens for DNS on UDP and TCP at one port; 0 takes a free one. */
export async function listen(host: string, port: number, handle: Handler): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    const connections = new Set<Socket>();
    const tcp = await listenTcp(host, port, handle, connections);
    const chosen = (tcp.address() as AddressInfo).port;
    try {
      const udp = await bindUdp(host, chosen, handle);
      return { port: chosen, close: () => closeAll(tcp, udp, connections) };
    } catch (error) {
      await new Promise((resolve) => tcp.close(resolve));
      if (port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listenTcp(
  host: string,
  port: number,
  handle: Handler,
  connections: Set<Socket>,
): Promise<Server> {
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    // A client that goes away is no concern of ours.
    socket.on('error', () => socket.destroy());
    streamMessages(socket, (message, reply) => {
      handle(message, 'tcp', reply);
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

async function bindUdp(host: string, port: number, handle: Handler): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    handle(message, 'udp', (reply) => {
      socket.send(reply, from.port, from.address);
    });
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return socket;
}

async function closeAll(tcp: Server, udp: UdpSocket, connections: Set<Socket>): Promise<void> {
  for (const socket of connections) socket.destroy();
  await Promise.all([
    new Promise((resolve) => tcp.close(resolve)),
    new Promise<void>((resolve) => {
      udp.close(resolve);
    }),
  ]);
}
