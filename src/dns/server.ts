/** A name server: one name, maybe several addresses. */
import type { Answer, Ask, Question } from './question.ts';

export interface Server {
  /** Host name or address with port, for people. */
  readonly label: string;
  /** As `Ask` takes them: `address:port`, or the URL of a server that is asked over HTTPS. */
  readonly addresses: readonly string[];
  /** Why there are no addresses. */
  readonly failure: string | undefined;
}

/**
 * Asks all addresses of the server. One that does not answer (IPv6 where there is none) says
 * nothing about the server as long as another one does; where several answer, only what they all
 * hold counts, because behind each may stand a machine of its own.
 */
export async function askServer(
  ask: Ask,
  server: Server,
  question: Question,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const answers = await Promise.all(
    server.addresses.map((address) => ask(question, address, signal)),
  );
  const [first, ...others] = answers.filter((answer) => answer.failure === undefined);
  if (first) {
    const inAll = (record: string) => others.every((other) => other.records.includes(record));
    return { records: first.records.filter(inAll), failure: undefined };
  }
  return { records: [], failure: answers[0]?.failure ?? server.failure ?? 'ENOTFOUND' };
}

/** What one of the servers says, whichever: the first of them that answers at all. */
export async function firstAnswer(
  ask: Ask,
  servers: readonly Server[],
  question: Question,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const answers = await Promise.all(
    servers.map((server) => askServer(ask, server, question, signal)),
  );
  const first = answers.find(({ failure }) => failure === undefined);
  return first ?? { records: [], failure: answers[0]?.failure ?? 'ENOSERVER' };
}
