/** The name servers and what they show, as lines of a terminal. */
import { gridOf } from '../domain/messages/propagation-grid.ts';
import type { StepDetail } from '../domain/issuance-news.ts';
import type { Sight } from '../domain/propagation-grid.ts';
import { english } from '../domain/translate.ts';
import { columns } from './table.ts';

const MARKS: Readonly<Record<Sight, string>> = {
  has: '✓',
  missing: '…',
  unreachable: '✗',
  unasked: '-',
};

/**
 * Empty where there is nothing to draw. As many names as the width has room for, at least one.
 * @param width - columns of the terminal
 */
export function gridLines(detail: StepDetail | undefined, width: number): readonly string[] {
  const grid = gridOf(detail, english);
  if (!grid) return [];
  const tableOf = (count: number): readonly string[] =>
    columns(
      ['', ...grid.names.slice(0, count)],
      grid.rows.map(({ server, cells }) => [
        server,
        ...cells.slice(0, count).map(({ sight, word }) => `${MARKS[sight]} ${word}`),
      ]),
    ).split('\n');
  let count = grid.names.length;
  while (count > 1 && tableOf(count).some((line) => line.length > width)) count -= 1;
  const hidden = grid.names.length - count;
  return [
    ...tableOf(count),
    ...(hidden > 0 ? [`(names that do not fit: ${hidden})`] : []),
    ...(grid.more === undefined ? [] : [grid.more]),
  ];
}
