/** Whom to ask about a name: the servers that are authoritative for it. */
import { formatNameServer } from '../domain/name-server-address.ts';
import { enclosingNameServers } from './delegation.ts';
import type { Answer, Question } from './question.ts';
import type { Server } from './server.ts';

export interface Authorities {
  /** The servers of these host names. */
  named(hosts: readonly string[], signal?: AbortSignal): Promise<readonly Server[]>;
  /** The servers of the zone that `name` stands in; never empty, failures are kept in them. */
  enclosing(name: string, signal?: AbortSignal): Promise<readonly Server[]>;
  /** True if one of the servers asks others and remembers what they said, absence included. */
  recursive(signal?: AbortSignal): Promise<boolean>;
}

/** More than the zones of any run have; a limit for an instance that lives long. */
const REMEMBERED = 500;

/**
 * Finds the delegated servers through a resolver. What was found is remembered, so that a wait for
 * propagation asks the resolver once and not at every look; failures are not.
 */
export class DelegatedAuthorities implements Authorities {
  readonly #askResolver: (question: Question, signal?: AbortSignal) => Promise<Answer>;
  readonly #port: number;
  readonly #addresses = new Map<string, readonly string[]>();
  readonly #zones = new Map<string, readonly string[]>();

  constructor(
    askResolver: (question: Question, signal?: AbortSignal) => Promise<Answer>,
    port: number,
  ) {
    this.#askResolver = askResolver;
    this.#port = port;
  }

  async named(hosts: readonly string[], signal?: AbortSignal): Promise<readonly Server[]> {
    return Promise.all(hosts.map((host) => this.#server(host, signal)));
  }

  async enclosing(name: string, signal?: AbortSignal): Promise<readonly Server[]> {
    const known = this.#zones.get(name);
    if (known) return this.named(known, signal);
    const found = await enclosingNameServers(name, (question) =>
      this.#askResolver(question, signal),
    );
    if (found.failure !== undefined) {
      return [{ label: `the zone of ${name}`, addresses: [], failure: found.failure }];
    }
    remember(this.#zones, name, found.records);
    return this.named(found.records, signal);
  }

  recursive(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async #server(host: string, signal?: AbortSignal): Promise<Server> {
    const known = this.#addresses.get(host);
    if (known) return { label: host, addresses: known, failure: undefined };
    const [v4, v6] = await Promise.all([
      this.#askResolver({ type: 'A', name: host }, signal),
      this.#askResolver({ type: 'AAAA', name: host }, signal),
    ]);
    const failure = v4.failure ?? v6.failure;
    const addresses = [...v4.records, ...v6.records].map((address) =>
      formatNameServer({ host: address, port: this.#port }),
    );
    if (failure === undefined && addresses.length > 0) remember(this.#addresses, host, addresses);
    return { label: host, addresses, failure };
  }
}

/** Forgets the oldest entry when there are too many. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  const [oldest] = map.keys();
  if (map.size >= REMEMBERED && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
