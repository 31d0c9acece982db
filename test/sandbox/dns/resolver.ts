import type { Answer } from 'dns-packet';
import type { AuthoritativeServer } from './authoritative-server.ts';
import { canonical } from './domain-name.ts';
import { emptyReply } from './reply.ts';
import type { Question, Reply } from './reply.ts';

/** CNAMEs that lead from one answer to the next before giving up. */
const MAX_CHAIN = 8;

export interface ResolverOptions {
  readonly servers: readonly AuthoritativeServer[];
  /** IPv4 addresses of the name servers' own host names; names are canonical. */
  readonly hosts: () => ReadonlyMap<string, string>;
}

export interface Resolved {
  readonly reply: Reply;
  /** Time that the name servers took; milliseconds. */
  readonly delayMs: number;
}

/**
 * The view of a recursive resolver that caches nothing. It asks the servers in turn, one further
 * for each repetition of a question, so that whoever asks twice sees both: a record set that has
 * not reached every server fails a validation here as it does in real life.
 */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #asked = new Map<string, number>();

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  resolve(question: Question): Resolved {
    const address = this.#options.hosts().get(canonical(question.name));
    if (address !== undefined) return { reply: hostReply(question, address), delayMs: 0 };
    const server = this.#nextServer(question);
    if (server === undefined) return { reply: emptyReply('SERVFAIL'), delayMs: 0 };
    const { answerDelayMs } = server;
    const answers: Answer[] = [];
    let { name } = question;
    for (let hop = 0; hop <= MAX_CHAIN; hop++) {
      const reply = server.answer({ ...question, name });
      const delayMs = answerDelayMs * (hop + 1);
      // Where nobody here is responsible, the registry says that there is no such name.
      if (reply.rcode === 'REFUSED') {
        return { reply: { ...emptyReply('NXDOMAIN'), answers }, delayMs };
      }
      if (isReferral(reply)) return { reply: emptyReply('SERVFAIL'), delayMs };
      answers.push(...reply.answers);
      const target = openCname(question, reply);
      if (target === undefined) {
        return { reply: { ...reply, answers, authoritative: false }, delayMs };
      }
      name = target;
    }
    return { reply: emptyReply('SERVFAIL'), delayMs: answerDelayMs * MAX_CHAIN };
  }

  /** Servers that do not answer are passed over. */
  #nextServer({ name, type }: Question): AuthoritativeServer | undefined {
    const servers = this.#options.servers.filter(({ silent }) => !silent);
    const key = `${canonical(name)} ${type}`;
    const turn = this.#asked.get(key) ?? 0;
    this.#asked.set(key, turn + 1);
    return servers[turn % servers.length];
  }
}

function hostReply(question: Question, address: string): Reply {
  const answer: Answer = { name: question.name, type: 'A', ttl: 3600, class: 'IN', data: address };
  return { ...emptyReply('NOERROR'), answers: question.type === 'A' ? [answer] : [] };
}

/** Servers outside of the world are asked in vain. */
function isReferral(reply: Reply): boolean {
  return !reply.authoritative && reply.authorities.some(({ type }) => type === 'NS');
}

/** Where the last CNAME of an answer leads, if the answer ends with it. */
function openCname(question: Question, { answers, authorities }: Reply): string | undefined {
  const last = answers.at(-1);
  if (question.type === 'CNAME' || authorities.length > 0) return undefined;
  return last?.type === 'CNAME' ? last.data : undefined;
}
