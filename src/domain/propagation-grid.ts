/** Which server shows which record, as a table that a person can take in at a glance. */
import type { Propagation } from './propagation.ts';

/** What a server shows of a record; `unasked`: it has nothing to do with it. */
export type Sight = 'has' | 'missing' | 'unreachable' | 'unasked';

export interface PropagationGrid {
  /** Host names or addresses with ports: the columns. */
  readonly servers: readonly string[];
  readonly rows: readonly PropagationRow[];
  /** How many of both are left out: those that have everything first. */
  readonly more: { readonly servers: number; readonly records: number };
}

interface PropagationRow {
  readonly record: string;
  /** One for each of the grid's servers. */
  readonly sights: readonly Sight[];
}

/** More columns and rows than these nobody reads, and a hundred names have many. */
const MOST_SERVERS = 12;
const MOST_RECORDS = 25;

export function propagationGrid(
  records: readonly { readonly record: string; readonly state: Propagation }[],
): PropagationGrid {
  const rows = atMost(MOST_RECORDS, records, ({ state }) => state.state === 'everywhere');
  const states = rows.map(({ state }) => state);
  const all = [...new Set(states.flatMap(serversOf))];
  const servers = atMost(MOST_SERVERS, all, (server) =>
    states.every((state) => ['has', 'unasked'].includes(sightAt(server, state))),
  );
  return {
    servers,
    rows: rows.map(({ record, state }) => ({
      record,
      sights: servers.map((server) => sightAt(server, state)),
    })),
    more: { servers: all.length - servers.length, records: records.length - rows.length },
  };
}

function serversOf({ hasAt, missingAt, unreachable }: Propagation): readonly string[] {
  return [...hasAt, ...missingAt, ...unreachable].toSorted();
}

/** A server may be asked twice, for a CNAME and for its target: then what is worse counts. */
function sightAt(server: string, { hasAt, missingAt, unreachable }: Propagation): Sight {
  if (missingAt.includes(server)) return 'missing';
  if (unreachable.includes(server)) return 'unreachable';
  return hasAt.includes(server) ? 'has' : 'unasked';
}

/** So many of the items in their order; what is dispensable is left out first. */
function atMost<T>(
  limit: number,
  items: readonly T[],
  dispensable: (item: T) => boolean,
): readonly T[] {
  if (items.length <= limit) return items;
  const needed = items.filter((item) => !dispensable(item));
  const kept = new Set([...needed, ...items.filter(dispensable)].slice(0, limit));
  return items.filter((item) => kept.has(item));
}
