/** The port to the DNS as the user has configured it. */
import type { NameServerAddress } from '../domain/name-server-address.ts';
import { formatNameServer } from '../domain/name-server-address.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { Log } from '../domain/runtime.ts';
import { DelegatedAuthorities } from './authorities.ts';
import { ConfiguredAuthorities } from './configured-authorities.ts';
import { createLookups, type AskResolver } from './lookups.ts';
import { askInTurn, askWithResolver } from './question.ts';

interface NameServersOptions {
  /** The user's servers: when there are any, they are asked for everything and nobody else is. */
  readonly configured?: readonly NameServerAddress[];
  /**
   * Recursive resolvers for zone cuts and the addresses of name servers; the system's where absent.
   * They are never asked for the record itself: they would remember that it does not exist.
   */
  readonly resolvers?: readonly NameServerAddress[];
  /** Where authoritative servers listen; 53 where absent. */
  readonly port?: number;
  /** Milliseconds per try; a question that is not answered is asked twice. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** One instance per run: it remembers what was delegated to whom and the addresses of the servers. */
export function createNameServers(options: NameServersOptions): NameServers {
  const { configured, log } = options;
  const ask = askWithResolver(options.timeoutMs);
  const resolvers = (configured ?? options.resolvers)?.map(formatNameServer);
  const askResolver: AskResolver = (question, signal) =>
    askInTurn(ask, question, resolvers, signal);
  const authorities = configured
    ? new ConfiguredAuthorities(configured.map(formatNameServer), ask)
    : new DelegatedAuthorities(askResolver, options.port ?? 53);
  return createLookups({
    ask,
    askResolver,
    authorities,
    resolverRemembers: configured === undefined,
    log,
  });
}
