/** What became of an issuance that was killed at each of its requests, for people. */
import type { Moment } from './interruption.ts';

export interface Trial {
  readonly moment: Moment;
  /** What is done after the kill. */
  readonly next: 'resume' | 'undo' | 'again';
}

interface Row {
  readonly title: string;
  readonly before: string[];
  readonly after: string[];
}

const HEAD = ['#', 'request', 'killed before its effect', 'killed after it, before its answer'];

export class KillTable {
  /** By number; they end in any order. */
  readonly #rows = new Map<string, Row>();

  get rows(): number {
    return this.#rows.size;
  }

  /** @param number - of the request, e.g. `create 7` */
  add(number: string, title: string, { moment, next }: Trial, issued: boolean): void {
    const row = this.#rows.get(number) ?? { title, before: [], after: [] };
    this.#rows.set(number, row);
    const cell = moment === 'after its effect' ? row.after : row.before;
    const outcome = issued ? 'a good certificate' : 'nothing';
    cell.push(`${next}: ${outcome}`);
  }

  /** A Markdown table in the order of the requests. */
  print(): string {
    const collator = new Intl.Collator('en', { numeric: true });
    const lines = [...this.#rows]
      .toSorted(([one], [other]) => collator.compare(one, other))
      .map(([number, { title, before, after }]) => [number, title, list(before), list(after)]);
    return [HEAD, HEAD.map(() => '---'), ...lines]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n');
  }
}

function list(outcomes: readonly string[]): string {
  return outcomes.toSorted().join('; ');
}
