/** One question to name servers, asked with node:dns (c-ares: UDP, TCP when the answer is cut). */
import { Resolver } from 'node:dns/promises';

export interface Question {
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'TXT';
  readonly name: string;
}

/** `records` is empty when the name or the type does not exist: that is an answer as well. */
export interface Answer {
  /** Host names in lower case without trailing dots; TXT strings with their chunks joined; of an SOA its minimum. */
  readonly records: readonly string[];
  /** Why there was no answer (`ETIMEOUT`, `ESERVFAIL`, `EREFUSED`, … of node:dns). */
  readonly failure: string | undefined;
}

export interface AskOptions {
  /** Milliseconds per try. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const TRIES = 2;

/** NXDOMAIN and NODATA (RFC 2308 §2). */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the server at `address:port`, or the system's resolver where none is given.
 * Rejects with the signal's reason, and with nothing else.
 */
export async function ask(
  question: Question,
  server: string | undefined,
  { timeoutMs, signal }: AskOptions,
): Promise<Answer> {
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
}

/**
 * Asks one server after the other until one answers; the first failure where none does. c-ares
 * would go on only after a time-out: node:dns lets it take SERVFAIL and REFUSED for answers.
 * @param servers undefined: the system's resolver
 */
export async function askInTurn(
  question: Question,
  servers: readonly string[] | undefined,
  options: AskOptions,
): Promise<Answer> {
  const failures: string[] = [];
  for (const server of servers ?? [undefined]) {
    const answer = await ask(question, server, options);
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

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : String(error);
}
