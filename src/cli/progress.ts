/** Progress on stderr: what happens, as it happens. Results never pass through here. */
import type { IssuanceStep } from '../domain/issuance.ts';
import type { StepDetail, StepReporter } from '../domain/issuance-news.ts';
import { plainLine } from '../domain/plain-text.ts';
import { duration, noteLine, stepLine } from './step-lines.ts';

export interface Progress {
  /** A reporter for one certificate; several are told apart by their labels. */
  reporter(label: string): StepReporter;
  /** A line for the person, in between. */
  readonly say: (line: string) => void;
  /** Keeps out of the way while the person is asked something. */
  suspended<T>(work: () => Promise<T>): Promise<T>;
  /** Leaves the last picture standing. */
  stop(): void;
}

interface Stream {
  write(text: string): unknown;
}

/** `--quiet`: no steps, but what a person must not miss (terms, a cancellation, what is unfinished). */
export function quietProgress(stream: Stream): Progress {
  const nothing = (): void => undefined;
  const reporter = { started: nothing, detail: nothing, finished: nothing, note: nothing };
  return {
    reporter: () => reporter,
    say: sayTo(stream),
    suspended: (work) => work(),
    stop: nothing,
  };
}

/** For logs and pipes: a line for each step that has ended, `contoso-prod/www  … (340 ms)`. */
export function lineProgress(stream: Stream): Progress {
  const say = sayTo(stream);
  return {
    reporter(label) {
      const details = new Map<IssuanceStep, StepDetail>();
      return {
        started(step) {
          details.delete(step);
        },
        detail(step, detail) {
          details.set(step, detail);
        },
        finished(step, ms) {
          say(`${label}  ${stepLine(step, details.get(step))} (${duration(ms)})`);
        },
        note(note) {
          say(`${label}  ${noteLine(note)}`);
        },
      };
    },
    say,
    suspended: (work) => work(),
    stop: () => undefined,
  };
}

function sayTo(stream: Stream): (line: string) => void {
  return (line) => {
    stream.write(`${plainLine(line)}\n`);
  };
}
