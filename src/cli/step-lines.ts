/** What the command line says of a step: its title, how it goes, how long it took. */
import { describeDetail, describeNote } from '../domain/messages/issuance-news.ts';
import { stepTitle } from '../domain/messages/step-titles.ts';
import type { Note, StepDetail } from '../domain/issuance-news.ts';
import type { IssuanceStep } from '../domain/issuance.ts';
import { english } from '../domain/translate.ts';

/** `Wait for the name servers: 1 of 2 name servers`. */
export function stepLine(step: IssuanceStep, detail: StepDetail | undefined): string {
  const title = stepTitle(step, english);
  return detail === undefined ? title : `${title}: ${describeDetail(detail, english)}`;
}

/** A note, with the command that helps where there is one. */
export function noteLine(note: Note): string {
  const sentence = describeNote(note, english);
  return note.kind === 'left-to-complete'
    ? `${sentence} Complete it with "kvcert operations resume --all".`
    : sentence;
}

/** `340 ms`, `2.1 s`, `1 min 12 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  // From here on it would be rounded to 60.0 s.
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
