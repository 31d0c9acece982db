import type { Now } from '../api.ts';
import type { ZoneStore } from '../arm/zone-store.ts';
import { AuthoritativeServer } from './authoritative-server.ts';
import type { NameServerBehaviour } from './authoritative-server.ts';
import { canonical } from './domain-name.ts';
import { listen } from './listener.ts';
import type { Handler, Listener } from './listener.ts';
import { readQuery, writeReply } from './message.ts';
import type { Transport } from './message.ts';
import { Resolver } from './resolver.ts';
import type { Resolved } from './resolver.ts';
import type { Question } from './reply.ts';

export interface NameServersOptions {
  readonly zones: ZoneStore;
  /**
   * 0 takes free ports, everything at 127.0.0.1. A fixed port, such as 53, puts the resolver at
   * 127.0.0.1 and the authoritative servers at 127.0.0.2 and 127.0.0.3, as their names then say.
   */
  readonly port?: number;
  readonly now: Now;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
}

export interface DnsQuery {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly server: ServerName;
  readonly transport: Transport;
  readonly name: string;
  readonly type: string;
}

/** `doh` is the resolver view as well, over HTTPS. */
export type ServerName = 'authoritative-1' | 'authoritative-2' | 'resolver' | 'doh';

export interface NameServers {
  readonly authoritative: readonly [Endpoint, Endpoint];
  readonly resolver: Endpoint;
  /** @param server 0 for the first, 1 for the second authoritative server */
  readonly set: (server: 0 | 1, behaviour: NameServerBehaviour) => void;
  /** The resolver's answer to a message, once it would come; undefined for what is no query. */
  readonly askOverHttps: (message: Buffer) => Promise<Buffer | undefined>;
  /** Everything that was asked, in order. */
  readonly queries: () => readonly DnsQuery[];
  readonly close: () => Promise<void>;
}

/** Two authoritative servers and a resolver view over the zones of ARM, on UDP and TCP. */
export async function startNameServers(options: NameServersOptions): Promise<NameServers> {
  const { zones, port = 0, now } = options;
  const hosts = port === 0 ? (['127.0.0.1', '127.0.0.1'] as const) : FIXED_HOSTS;
  const servers = [
    new AuthoritativeServer(zones, now),
    new AuthoritativeServer(zones, now),
  ] as const;
  const resolver = new Resolver({ servers, hosts: () => hostAddresses(zones, hosts) });
  const queries: DnsQuery[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const handler =
    (server: ServerName, resolve: (question: Question) => Resolved | undefined): Handler =>
    (message, transport, reply) => {
      const query = readQuery(message);
      if (query === undefined) return;
      const { name, type } = query.question;
      queries.push({ at: now(), server, transport, name, type });
      const resolved = resolve(query.question);
      if (resolved === undefined) return;
      const bytes = writeReply(
        query,
        resolved.reply,
        transport,
        !server.startsWith('authoritative'),
      );
      if (resolved.delayMs === 0) {
        reply(bytes);
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        reply(bytes);
      }, resolved.delayMs);
      timers.add(timer);
    };
  const ask = (server: AuthoritativeServer) => (question: Question) =>
    server.silent ? undefined : { reply: server.answer(question), delayMs: server.answerDelayMs };

  // A port that is taken by somebody else must not leave the others open.
  await using started = new AsyncDisposableStack();
  const open = async (host: string, handle: Handler): Promise<Listener> => {
    const listener = await listen(host, port, handle);
    started.defer(() => listener.close());
    return listener;
  };
  const listeners = [
    await open(hosts[0], handler('authoritative-1', ask(servers[0]))),
    await open(hosts[1], handler('authoritative-2', ask(servers[1]))),
    await open(
      '127.0.0.1',
      handler('resolver', (question) => resolver.resolve(question)),
    ),
  ] as const;
  const running = started.move();
  const overHttps = handler('doh', (question) => resolver.resolve(question));
  return {
    authoritative: [endpoint(hosts[0], listeners[0]), endpoint(hosts[1], listeners[1])],
    resolver: endpoint('127.0.0.1', listeners[2]),
    set: (server, behaviour) => {
      servers[server].set(behaviour);
    },
    askOverHttps: async (message) =>
      readQuery(message) &&
      new Promise((resolve) => {
        overHttps(message, 'https', resolve);
      }),
    queries: () => queries,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await running.disposeAsync();
    },
  };
}

const FIXED_HOSTS = ['127.0.0.2', '127.0.0.3'] as const;

/** A zone's first name server is the first server, its second the second, its third the first … */
function hostAddresses(
  { zones }: ZoneStore,
  hosts: readonly [string, string],
): ReadonlyMap<string, string> {
  return new Map(
    zones.flatMap(({ resource }) =>
      resource.nameServers.map((name, index) => [canonical(name), hosts[index % 2 === 0 ? 0 : 1]]),
    ),
  );
}

function endpoint(host: string, { port }: Listener): Endpoint {
  return { host, port, address: `${host}:${port}` };
}
