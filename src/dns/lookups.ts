/** What is asked of the DNS, over whichever way: delegation, TXT values, CNAME chains, CAA. */
import { CertError } from '../domain/errors.ts';
import { silentServers, type NameServers } from '../domain/name-servers.ts';
import type { Log } from '../domain/runtime.ts';
import type { Authorities } from './authorities.ts';
import { lookUpCaa } from './caa-lookup.ts';
import { followCnames, type NameAnswer } from './cname-following.ts';
import { nameServersOf, parentOf } from './delegation.ts';
import type { Answer, Ask, Question } from './question.ts';
import { askServer, firstAnswer, type Server } from './server.ts';

interface LookupOptions {
  readonly ask: Ask;
  /** For questions that need no authoritative server. */
  readonly askResolver: AskResolver;
  readonly authorities: Authorities;
  /** True if `askResolver` may tell what has been changed in the meantime. */
  readonly resolverRemembers: boolean;
  /** Asks authoritative servers to whom they refer for a name; absent where there are none to ask. */
  readonly askForCut?: Ask;
  readonly log: Log;
}

export type AskResolver = (question: Question, signal: AbortSignal | undefined) => Promise<Answer>;

/** Its methods reject with the signal's reason when aborted, and as the port says. */
export function createLookups(options: LookupOptions): NameServers {
  const { ask, askResolver, askForCut, authorities, log } = options;

  /**
   * The servers to which the zone above delegates `zone`, where `askResolver` cannot tell them: an
   * authoritative server answers for the zones that it has, and a resolver fails where those to
   * whom the name is delegated do not know it.
   */
  async function referral(
    zone: string,
    failure: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> {
    if (askForCut === undefined) return [];
    const isOpen = options.resolverRemembers
      ? failure === 'ESERVFAIL'
      : failure === undefined && !(await authorities.recursive(signal));
    if (!isOpen) return [];
    const above = await authorities.enclosing(parentOf(zone), signal);
    const answers = await Promise.all(
      above.map((server) => askServer(askForCut, server, { type: 'NS', name: zone }, signal)),
    );
    return answers.find(({ records }) => records.length > 0)?.records ?? [];
  }

  return {
    async delegation(zone, signal) {
      const { records, failure } = await nameServersOf(zone, (question) =>
        askResolver(question, signal),
      );
      if (records.length > 0) return records;
      const referred = await referral(zone, failure, signal);
      if (referred.length > 0) return referred;
      if (failure === undefined) return records;
      log.warn('delegation unknown', { zone, failure });
      return undefined;
    },

    async lookTxt(record, zone, signal) {
      const servers = await authorities.named(zone.nameServers, signal);
      const result = await followCnames(record, servers, {
        look: (server, name) => lookAtTxt(ask, server, name, signal),
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
        look: (server, name) => lookAtCname(ask, server, name, signal),
        serversFor,
      });
      if (loop) throw new CertError('CnameLoop', { record, chain });
      if (chain.length === 1 && servers.every(({ failure }) => failure !== undefined)) {
        const facts = { record, servers: silentServers(servers) };
        throw new CertError('NameServersUnreachable', facts);
      }
      return chain;
    },

    async caa(name, signal) {
      const result = await lookUpCaa(name, {
        ask: (question) => askResolver(question, signal),
        askAgain: async (question) => {
          if (!options.resolverRemembers) return undefined;
          const servers = await authorities.enclosing(question.name, signal);
          return firstAnswer(ask, servers, question, signal);
        },
      });
      log.debug('CAA looked up', { name, ...result });
      return result;
    },
  };
}

async function lookAtCname(
  ask: Ask,
  server: Server,
  name: string,
  signal: AbortSignal | undefined,
): Promise<NameAnswer> {
  const { records, failure } = await askServer(ask, server, { type: 'CNAME', name }, signal);
  return { server: server.label, values: [], failure, cname: records[0] };
}

async function lookAtTxt(
  ask: Ask,
  server: Server,
  name: string,
  signal: AbortSignal | undefined,
): Promise<NameAnswer> {
  const [alias, txt] = await Promise.all([
    lookAtCname(ask, server, name, signal),
    askServer(ask, server, { type: 'TXT', name }, signal),
  ]);
  return { ...alias, values: txt.records, failure: alias.failure ?? txt.failure };
}
