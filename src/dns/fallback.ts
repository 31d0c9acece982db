/**
 * Port 53 first, and HTTPS for what it leaves unanswered: a resolver that is asked over HTTPS
 * belongs to a third party, who learns the names.
 */
import type { NameServers } from '../domain/name-servers.ts';
import type { Log } from '../domain/runtime.ts';

/** What is asked on port 53, and whether anybody answers there. */
export interface DirectNameServers extends NameServers {
  /** Whether one of the servers that `lookTxt` would ask answers for this zone. */
  answersFor(zone: string, signal?: AbortSignal): Promise<boolean>;
}

/** More than the zones of any run have; a limit for an instance that lives long. */
const REMEMBERED = 500;

/**
 * Which way a zone is asked is decided when its `absenceSeconds` is asked for, before the first
 * look, and then holds: a resolver that stepped in later might be asked too early.
 */
export function withFallback(
  direct: DirectNameServers,
  overHttps: NameServers,
  log: Log,
): NameServers {
  const ways = new Map<string, NameServers>();
  const choose = async (zone: string, signal: AbortSignal | undefined): Promise<NameServers> => {
    const isDirect = await direct.answersFor(zone, signal);
    if (!isDirect) log.warn('nobody answers on port 53, asking over HTTPS', { zone });
    const way = isDirect ? direct : overHttps;
    const [oldest] = ways.keys();
    if (ways.size >= REMEMBERED && oldest !== undefined) ways.delete(oldest);
    ways.set(zone, way);
    return way;
  };
  return {
    async delegation(zone, signal) {
      return (await direct.delegation(zone, signal)) ?? (await overHttps.delegation(zone, signal));
    },
    async lookTxt(record, zone, signal) {
      const way = ways.get(zone.name) ?? (await choose(zone.name, signal));
      return way.lookTxt(record, zone, signal);
    },
    async absenceSeconds(zone, signal) {
      return (await choose(zone, signal)).absenceSeconds(zone, signal);
    },
    // A recursive server is not asked for a record that does not exist yet.
    cnameChain: (record, signal) => direct.cnameChain(record, signal),
    async caa(name, signal) {
      const found = await direct.caa(name, signal);
      return found.kind === 'unknown' ? overHttps.caa(name, signal) : found;
    },
  };
}
