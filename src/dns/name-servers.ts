/** The port to the DNS as the user has configured it. */
import type { NameServerAddress } from '../domain/name-server-address.ts';
import { formatNameServer } from '../domain/name-server-address.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { Log } from '../domain/runtime.ts';
import { askOverHttps } from './ask-over-https.ts';
import { askForCut } from './ask-for-cut.ts';
import { DelegatedAuthorities } from './authorities.ts';
import { ConfiguredAuthorities, resolversOverHttps } from './configured-authorities.ts';
import { withFallback, type DirectNameServers } from './fallback.ts';
import type { HttpsOptions } from './https-exchange.ts';
import { createLookups, type AskResolver } from './lookups.ts';
import { askInTurn, askWithResolver } from './question.ts';
import { firstAnswer } from './server.ts';

interface NameServersOptions {
  /** The user's servers: when there are any, they are asked for everything, and no others on 53. */
  readonly configured?: readonly NameServerAddress[];
  /** The user's resolvers over HTTPS, asked where nobody answers on port 53; none where absent. */
  readonly doh?: HttpsOptions & { readonly urls: readonly string[] };
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
  const { doh, log } = options;
  const direct = onPort53(options);
  return doh && doh.urls.length > 0 ? withFallback(direct, overHttps(doh, log), log) : direct;
}

function onPort53(options: NameServersOptions): DirectNameServers {
  const { configured, log } = options;
  const ask = askWithResolver(options.timeoutMs);
  const resolvers = (configured ?? options.resolvers)?.map(formatNameServer);
  const askResolver: AskResolver = (question, signal) =>
    askInTurn(ask, question, resolvers, signal);
  const authorities = configured
    ? new ConfiguredAuthorities(configured.map(formatNameServer), ask)
    : new DelegatedAuthorities(askResolver, options.port ?? 53);
  const resolverRemembers = configured === undefined;
  return {
    ...createLookups({
      ...{ ask, askResolver, authorities, resolverRemembers, log },
      askForCut: askForCut(options.timeoutMs),
    }),
    async answersFor(zone, signal) {
      const servers = await authorities.enclosing(zone, signal);
      const { failure } = await firstAnswer(ask, servers, { type: 'SOA', name: zone }, signal);
      return failure === undefined;
    },
  };
}

function overHttps(doh: NonNullable<NameServersOptions['doh']>, log: Log): NameServers {
  const ask = askOverHttps({ ...doh, log });
  const askResolver: AskResolver = (question, signal) => askInTurn(ask, question, doh.urls, signal);
  const authorities = resolversOverHttps(doh.urls);
  return createLookups({ ask, askResolver, authorities, resolverRemembers: false, log });
}
