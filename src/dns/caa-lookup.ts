/** Finding the CAA records that hold for a name (RFC 8659 §3). */
import type { CaaLookup, CaaRecord } from '../domain/caa.ts';
import { namesUpwards } from '../domain/dns-name.ts';
import { MOST_HOPS } from './cname-following.ts';
import type { Answer, Question } from './question.ts';

interface CaaSources {
  readonly ask: (question: Question) => Promise<Answer>;
  /**
   * Asks those who know it first hand; undefined where that is nobody else. A record set that a
   * resolver remembers may forbid what has been allowed since.
   */
  readonly askAgain: (question: Question) => Promise<Answer | undefined>;
}

/**
 * The CAA records of `name`, or else of the nearest name above it that has any. All of them are
 * asked about at once. CNAMEs are followed at each; what stands above their targets does not count.
 */
export async function lookUpCaa(name: string, sources: CaaSources): Promise<CaaLookup> {
  const answers = namesUpwards(name).map((owner) => ({
    owner,
    answer: recordsAt(owner, sources),
  }));
  // Those above the one that decides are not waited for, and may fail unheard.
  void Promise.allSettled(answers.map(({ answer }) => answer));
  for (const { owner, answer } of answers) {
    const { records, failure } = await answer;
    if (failure !== undefined) return { kind: 'unknown', owner, failure };
    if (records.length > 0) return { kind: 'found', owner, records: records.map(parseRecord) };
  }
  return { kind: 'none' };
}

/** A resolver follows CNAMEs; an authoritative server knows its own zones only. */
async function recordsAt(owner: string, sources: CaaSources): Promise<Answer> {
  let name = owner;
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const found = await ownRecords(name, sources);
    if (found.failure !== undefined || found.records.length > 0) return found;
    const { records, failure } = await sources.ask({ type: 'CNAME', name });
    const [target] = records;
    if (target === undefined) return { records: [], failure };
    name = target;
  }
  return { records: [], failure: 'ELOOP' };
}

async function ownRecords(name: string, { ask, askAgain }: CaaSources): Promise<Answer> {
  const question: Question = { type: 'CAA', name };
  const first = await ask(question);
  if (first.records.length === 0) return first;
  const second = await askAgain(question);
  return second?.failure === undefined ? (second ?? first) : first;
}

/** `FLAGS TAG VALUE`. */
function parseRecord(text: string): CaaRecord {
  const {
    flags = '',
    tag = '',
    value = '',
  } = /^(?<flags>\d+) (?<tag>\S*) (?<value>.*)$/s.exec(text)?.groups ?? {};
  return { flags: Number(flags), tag, value };
}
