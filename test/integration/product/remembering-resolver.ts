/**
 * A recursive resolver as companies run them: it asks the sandbox's and, unlike that one, remembers
 * what does not exist for as long as the zone allows (RFC 2308 §5).
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as packet from 'dns-packet';

export interface RememberingResolver {
  /** `address:port`, UDP. */
  readonly address: string;
  /** Questions that were answered from memory, as `type name`. */
  readonly denied: readonly string[];
  close(): void;
}

/** @param upstream `address:port` of the sandbox's resolver */
export async function startRememberingResolver(upstream: string): Promise<RememberingResolver> {
  const [host, port] = upstream.split(':');
  const denied: string[] = [];
  const absent = new Map<string, { readonly answer: packet.Packet; readonly until: number }>();
  const socket = createSocket('udp4');
  const forward = async (query: Buffer): Promise<Buffer> => {
    const way = createSocket('udp4');
    way.send(query, Number(port), host);
    const [answer] = (await once(way, 'message')) as [Buffer];
    way.close();
    return answer;
  };
  const resolve = async (message: Buffer): Promise<Buffer> => {
    const query = packet.decode(message);
    const { id = 0, questions = [] } = query;
    const [question] = questions;
    const name = question?.name ?? '';
    if (name === '.') return packet.encode(rootServers(query));
    const key = `${question?.type ?? ''} ${name}`;
    const known = absent.get(key);
    if (known && Date.now() < known.until) {
      denied.push(key);
      return packet.encode({ ...known.answer, id });
    }
    const bytes = await forward(message);
    const answer = packet.decode(bytes);
    const soa = answer.authorities?.find((record) => record.type === 'SOA');
    if (answer.answers?.length === 0 && soa) {
      absent.set(key, { answer, until: Date.now() + (soa.ttl ?? 0) * 1000 });
    }
    return bytes;
  };
  socket.on('message', (message, peer) => {
    void resolve(message).then((answer) => {
      socket.send(answer, peer.port, peer.address);
    });
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { address, port: own } = socket.address();
  return { address: `${address}:${String(own)}`, denied, close: () => socket.close() };
}

function rootServers({ id = 0, questions = [] }: packet.Packet): packet.Packet {
  const server: packet.Answer = { type: 'NS', name: '.', ttl: 3600, data: 'a.root-servers.net' };
  const flags = packet.RECURSION_AVAILABLE;
  return { type: 'response', id, flags, questions, answers: [server] };
}
