/**
 * Progress on stderr: on a terminal a view that is drawn anew as things happen, elsewhere one plain
 * line for each step that has ended. Several certificates at the same time are told apart by name.
 */
import { createLogUpdate } from 'log-update';
import type { StepReporter } from '../app/issuance-run.ts';
import type { IssuanceStep } from '../domain/issuance.ts';
import { plainLine } from './plain-text.ts';
import { duration, STEP_TITLES } from './step-names.ts';

export interface Progress {
  /** A reporter for one certificate. */
  reporter(label: string): StepReporter;
  /** Leaves the last picture standing. */
  stop(): void;
}

export function quietProgress(): Progress {
  const nothing = (): void => undefined;
  const reporter = { started: nothing, detail: nothing, finished: nothing, note: nothing };
  return { reporter: () => reporter, stop: nothing };
}

/** Lines such as `www  Order the certificate (340 ms)`. */
export function lineProgress(write: (line: string) => void): Progress {
  return {
    reporter(label) {
      const details = new Map<IssuanceStep, string>();
      return {
        started: (step) => void details.delete(step),
        detail: (step, text) => void details.set(step, text),
        finished(step, ms) {
          const detail = details.get(step);
          const more = detail === undefined ? '' : `: ${detail}`;
          write(plainLine(`${label}  ${STEP_TITLES[step]}${more} (${duration(ms)})`));
        },
        note: (text) => {
          write(plainLine(`${label}  ${text}`));
        },
      };
    },
    stop: () => undefined,
  };
}

interface LiveStep {
  readonly step: IssuanceStep;
  detail: string;
  ms: number | undefined;
}

interface LiveTask {
  readonly label: string;
  readonly steps: LiveStep[];
  readonly notes: string[];
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function liveProgress(stream: NodeJS.WriteStream): Progress {
  const view = createLogUpdate(stream, { showCursor: true });
  const tasks: LiveTask[] = [];
  let frame = 0;
  const draw = (): void => {
    view(tasks.map((task) => picture(task, FRAMES[frame % FRAMES.length] ?? '')).join('\n'));
  };
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, 100);
  timer.unref();
  return {
    reporter(label) {
      const task: LiveTask = { label, steps: [], notes: [] };
      tasks.push(task);
      const current = (step: IssuanceStep): LiveStep | undefined =>
        task.steps.findLast((candidate) => candidate.step === step);
      return {
        started(step) {
          task.steps.push({ step, detail: '', ms: undefined });
          draw();
        },
        detail(step, text) {
          const found = current(step);
          if (found) found.detail = text;
        },
        finished(step, ms) {
          const found = current(step);
          if (found) found.ms = ms;
          draw();
        },
        note(text) {
          task.notes.push(text);
          draw();
        },
      };
    },
    stop() {
      clearInterval(timer);
      draw();
      view.done();
    },
  };
}

function picture({ label, steps, notes }: LiveTask, spinner: string): string {
  const lines = steps.map(({ step, detail, ms }) => {
    const mark = ms === undefined ? spinner : '✓';
    const time = ms === undefined ? '' : `  ${duration(ms)}`;
    return `  ${mark} ${STEP_TITLES[step]}${detail ? `: ${detail}` : ''}${time}`;
  });
  return [label, ...lines, ...notes.map((note) => `  ! ${note}`)]
    .map(plainLineKeepingIndent)
    .join('\n');
}

function plainLineKeepingIndent(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return indent + plainLine(line);
}
