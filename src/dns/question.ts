/** One question to name servers, asked with node:dns (c-ares: UDP, TCP when the answer is cut). */
import type { CaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';

export interface Question {
  readonly type: 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'NS' | 'SOA' | 'TXT';
  readonly name: string;
}

/** `records` is empty when the name or the type does not exist: that is an answer as well. */
export interface Answer {
  /**
   * Host names in lower case without trailing dots; TXT strings with their chunks joined; of an SOA
   * its minimum; of a CAA `FLAGS TAG VALUE`.
   */
  readonly records: readonly string[];
  /** Why there was no answer (`ETIMEOUT`, `ESERVFAIL`, `EREFUSED`, … of node:dns). */
  readonly failure: string | undefined;
}

/**
 * Puts a question to a server, or to the system's resolver where none is given. Rejects with the
 * signal's reason, and with nothing else.
 */
export type Ask = (
  question: Question,
  server: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<Answer>;

const TRIES = 2;

/** NXDOMAIN and NODATA (RFC 2308 §2). */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks servers at `address:port` with node:dns.
 * @param timeoutMs - for each of two tries
 */
export function askWithResolver(timeoutMs: number): Ask {
  return async (question, server, signal) => {
    signal?.throwIfAborted();
    // A new channel each time: c-ares shortens its time-outs to what a server needed before, and
    // would then take a server that has become slow for a dead one.
    const resolver = new Resolver({ timeout: timeoutMs, maxTimeout: timeoutMs, tries: TRIES });
    if (server !== undefined) resolver.setServers([server]);
    const cancel = () => {
      resolver.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return { records: await resolve(resolver, question), failure: undefined };
    } catch (error) {
      signal?.throwIfAborted();
      const code = codeOf(error);
      return { records: [], failure: ABSENT.has(code) ? undefined : code };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  };
}

/**
 * Asks one server after the other until one answers; the first failure where none does. c-ares
 * would go on only after a time-out: node:dns lets it take SERVFAIL and REFUSED for answers.
 * @param servers undefined: the system's resolver
 */
export async function askInTurn(
  ask: Ask,
  question: Question,
  servers: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const failures: string[] = [];
  for (const server of servers ?? [undefined]) {
    const answer = await ask(question, server, signal);
    if (answer.failure === undefined) return answer;
    failures.push(answer.failure);
  }
  return { records: [], failure: failures[0] ?? 'ENOSERVER' };
}

async function resolve(resolver: Resolver, { type, name }: Question): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(caaText);
    case 'CNAME':
      return (await resolver.resolveCname(name)).map(plainName);
    case 'NS':
      return (await resolver.resolveNs(name)).map(plainName);
    case 'SOA':
      return [String((await resolver.resolveSoa(name)).minttl)];
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''));
  }
}

/**
 * node:dns gives the flags as `critical`, and the value under its tag, beside a `type: 'CAA'` of its
 * own. A tag `critical` hides the flags; such a tag has no meaning, and is then none that matters.
 */
function caaText(record: CaaRecord): string {
  const { critical, ...rest } = record;
  const property = Object.entries(rest).find(([tag, value]) => tag !== 'type' || value !== 'CAA');
  const flags = typeof critical === 'number' ? critical : 0;
  const [tag, value] = property ?? ['?', ''];
  return `${flags} ${tag} ${String(value)}`;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : String(error);
}
