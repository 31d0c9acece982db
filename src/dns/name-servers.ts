/** The port to the DNS: delegation, CNAME chains, and TXT values at their authoritative servers. */
import { CertError } from '../domain/errors.ts';
import type { NameServerAddress } from '../domain/name-server-address.ts';
import { formatNameServer } from '../domain/name-server-address.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { Log } from '../domain/runtime.ts';
import { DelegatedAuthorities } from './authorities.ts';
import { followCnames, type NameAnswer } from './cname-following.ts';
import { ConfiguredAuthorities } from './configured-authorities.ts';
import { nameServersOf, parentOf } from './delegation.ts';
import { askInTurn, type Question } from './question.ts';
import { askServer, type Server } from './server.ts';

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

/**
 * One instance per run: it remembers what was delegated to whom and the addresses of the servers.
 * Its methods reject with the signal's reason when aborted; `cnameChain` also with
 * NameServersUnreachable and CnameLoop.
 */
export function createNameServers(options: NameServersOptions): NameServers {
  const { configured, timeoutMs, log } = options;
  const resolvers = (configured ?? options.resolvers)?.map(formatNameServer);
  const askResolver = (question: Question, signal: AbortSignal | undefined) =>
    askInTurn(question, resolvers, { timeoutMs, signal });
  const authorities = configured
    ? new ConfiguredAuthorities(configured, (server, question, signal) =>
        askServer(server, question, { timeoutMs, signal }),
      )
    : new DelegatedAuthorities(askResolver, options.port ?? 53);

  return {
    async delegation(zone, signal) {
      const { records, failure } = await nameServersOf(zone, (question) =>
        askResolver(question, signal),
      );
      if (failure === undefined) return records;
      log.warn('delegation unknown', { zone, failure });
      return undefined;
    },

    async lookTxt(record, zone, signal) {
      const servers = await authorities.named(zone.nameServers, signal);
      const result = await followCnames(record, servers, {
        look: (server, name) => lookAtTxt(server, name, { timeoutMs, signal }),
        serversFor: (target) => authorities.enclosing(target, signal),
      });
      log.debug('TXT looked at', { ...result });
      return result;
    },

    async absenceSeconds(zone, signal) {
      if (!(await authorities.recursive(signal))) return 0;
      const { records } = await askResolver({ type: 'SOA', name: zone }, signal);
      return records[0] === undefined ? undefined : Number(records[0]);
    },

    async cnameChain(record, signal) {
      if (await authorities.recursive(signal)) return [record];
      // A CNAME is never at the apex of a zone: who knows it is who knows the parent. So the
      // resolver is not asked for the record, which most of the time does not exist yet.
      const serversFor = (name: string) => authorities.enclosing(parentOf(name), signal);
      const { chain, servers, loop } = await followCnames(record, await serversFor(record), {
        look: (server, name) => lookAtCname(server, name, { timeoutMs, signal }),
        serversFor,
      });
      if (loop) throw new CertError('CnameLoop', { record, chain });
      if (chain.length === 1 && servers.every(({ failure }) => failure !== undefined)) {
        const labels = servers.map(({ server }) => server);
        throw new CertError('NameServersUnreachable', { record, servers: labels });
      }
      return chain;
    },
  };
}

interface LookOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function lookAtCname(
  server: Server,
  name: string,
  options: LookOptions,
): Promise<NameAnswer> {
  const { records, failure } = await askServer(server, { type: 'CNAME', name }, options);
  return { server: server.label, values: [], failure, cname: records[0] };
}

async function lookAtTxt(server: Server, name: string, options: LookOptions): Promise<NameAnswer> {
  const [alias, txt] = await Promise.all([
    lookAtCname(server, name, options),
    askServer(server, { type: 'TXT', name }, options),
  ]);
  return { ...alias, values: txt.records, failure: alias.failure ?? txt.failure };
}
