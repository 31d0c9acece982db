/** Progress on stderr: what happens, as it happens. Results never pass through here. */
import type { StepReporter } from '../app/issuance-run.ts';
import type { IssuanceStep } from '../domain/issuance.ts';
import { plainLine } from '../domain/plain-text.ts';
import { duration, STEP_TITLES } from './step-names.ts';

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
      const details = new Map<IssuanceStep, string>();
      return {
        started(step) {
          details.delete(step);
        },
        detail(step, text) {
          details.set(step, text);
        },
        finished(step, ms) {
          const detail = details.get(step);
          const more = detail === undefined ? '' : `: ${detail}`;
          say(`${label}  ${STEP_TITLES[step]}${more} (${duration(ms)})`);
        },
        note(text) {
          say(`${label}  ${text}`);
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
