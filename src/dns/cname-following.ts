/**
 * Following CNAMEs from zone to zone. An authoritative server knows its own zones only: asked for
 * the TXT of a name that is a CNAME into another zone it gives an empty answer, not an error.
 */
import type { ServerAnswer, TxtLook } from '../domain/name-servers.ts';
import type { Server } from './server.ts';

/** A longer way is treated as a loop; resolvers stop at about as many. */
export const MOST_HOPS = 8;

/** What one server says about one name. */
export interface NameAnswer extends ServerAnswer {
  readonly cname: string | undefined;
}

interface Following {
  readonly look: (server: Server, name: string) => Promise<NameAnswer>;
  /** The servers to ask about the target of a CNAME. */
  readonly serversFor: (target: string) => Promise<readonly Server[]>;
}

/**
 * Looks at `record` on `servers` and at wherever they lead. Servers that do not have the CNAME yet
 * that others have, or another one, stay in the result with what they said: a CA may ask just them.
 */
export async function followCnames(
  record: string,
  servers: readonly Server[],
  { look, serversFor }: Following,
): Promise<TxtLook> {
  const chain = [record];
  const strays: ServerAnswer[] = [];
  let name = record;
  let asked = servers;
  for (;;) {
    const answers = await Promise.all(asked.map((server) => look(server, name)));
    const target = answers.find(({ cname }) => cname !== undefined)?.cname;
    if (target === undefined) {
      return { chain, servers: [...strays, ...answers.map(withoutCname)], loop: false };
    }
    strays.push(...answers.filter((answer) => straysFrom(answer, target)).map(withoutCname));
    const loop = chain.includes(target) || chain.length > MOST_HOPS;
    chain.push(target);
    if (loop) return { chain, servers: [], loop };
    name = target;
    asked = await serversFor(target);
  }
}

function straysFrom({ cname, failure }: NameAnswer, target: string): boolean {
  return failure === undefined && cname !== target;
}

/** Values beside a CNAME are those of its target as this server knows it: not what is asked for. */
function withoutCname({ server, values, failure, cname }: NameAnswer): ServerAnswer {
  return { server, values: cname === undefined ? values : [], failure };
}
