/** Zone cuts, as a resolver that knows the public DNS tells them. */
import type { Answer, Question } from './question.ts';

type AskResolver = (question: Question) => Promise<Answer>;

/** The NS set of the zone `name`, sorted; no records where `name` is not the apex of a zone. */
export async function nameServersOf(name: string, askResolver: AskResolver): Promise<Answer> {
  const [found, alias] = await Promise.all([
    askResolver({ type: 'NS', name }),
    askResolver({ type: 'CNAME', name }),
  ]);
  // A resolver follows a CNAME and answers with the NS set of its target. An apex holds none
  // (RFC 1034 §3.6.2), so this is not the zone that was asked for.
  if (alias.records.length > 0) return { records: [], failure: undefined };
  return { records: found.records.toSorted(), failure: found.failure };
}

/**
 * The NS set of the zone that `name` stands in: of the nearest name upwards that has one.
 * Fails with ENOTFOUND where not even the top-level domain does.
 */
export async function enclosingNameServers(
  name: string,
  askResolver: AskResolver,
): Promise<Answer> {
  for (let zone = name; zone !== ''; zone = parentOf(zone)) {
    const found = await nameServersOf(zone, askResolver);
    if (found.failure !== undefined || found.records.length > 0) return found;
  }
  return { records: [], failure: 'ENOTFOUND' };
}

/** `b.example` of `a.b.example`; empty above a top-level domain. */
export function parentOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}
