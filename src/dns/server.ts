/** A name server: one name, maybe several addresses. */
import { ask, type Answer, type AskOptions, type Question } from './question.ts';

export interface Server {
  /** Host name or address with port, for people. */
  readonly label: string;
  /** `address:port`, as `ask` takes them. */
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
  server: Server,
  question: Question,
  options: AskOptions,
): Promise<Answer> {
  const answers = await Promise.all(
    server.addresses.map((address) => ask(question, address, options)),
  );
  const [first, ...others] = answers.filter((answer) => answer.failure === undefined);
  if (first) {
    const inAll = (record: string) => others.every((other) => other.records.includes(record));
    return { records: first.records.filter(inAll), failure: undefined };
  }
  return { records: [], failure: answers[0]?.failure ?? server.failure ?? 'ENOTFOUND' };
}
