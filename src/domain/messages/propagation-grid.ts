/** Which name server shows which challenge record, as a table with a word in every cell. */
import { plainLine } from '../plain-text.ts';
import type { PropagationGrid, Sight } from '../propagation-grid.ts';
import type { StepDetail } from '../issuance-news.ts';
import type { Translate } from '../translate.ts';

export interface GridTable {
  /** The names that are proven. */
  readonly names: readonly string[];
  readonly rows: readonly GridRow[];
  /** About what is left out; undefined where everything is there. */
  readonly more: string | undefined;
}

export interface GridRow {
  readonly server: string;
  /** One for each name. */
  readonly cells: readonly { readonly sight: Sight; readonly word: string }[];
}

/** Every challenge record begins with it. */
const PREFIX = '_acme-challenge.';

/** undefined: the detail tells nothing of servers. */
export function gridOf(detail: StepDetail | undefined, t: Translate): GridTable | undefined {
  const grid = detail && 'grid' in detail ? detail.grid : undefined;
  return grid && grid.servers.length > 0 ? gridTable(grid, t) : undefined;
}

function gridTable({ servers, rows, more }: PropagationGrid, t: Translate): GridTable {
  return {
    names: rows.map(({ record }) =>
      plainLine(record.startsWith(PREFIX) ? record.slice(PREFIX.length) : record),
    ),
    rows: servers.map((server, nth) => ({
      server: plainLine(server),
      cells: rows.map(({ sights }) => {
        const sight = sights[nth] ?? 'unasked';
        return { sight, word: WORDS[sight](t) };
      }),
    })),
    more: leftOut(more, t),
  };
}

const WORDS: Readonly<Record<Sight, (t: Translate) => string>> = {
  has: (t) => t('there'),
  missing: (t) => t('not yet there'),
  unreachable: (t) => t('no answer'),
  unasked: (t) => t('not asked'),
};

function leftOut({ servers, records }: PropagationGrid['more'], t: Translate): string | undefined {
  if (servers === 0 && records === 0) return undefined;
  return t('Not shown: further name servers ({0}), further names ({1}).', servers, records);
}
