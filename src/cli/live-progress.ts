/** Progress on a terminal: a view of all steps that is drawn anew as things happen. */
import { createLogUpdate } from 'log-update';
import type { IssuanceStep } from '../domain/issuance.ts';
import type { Note, StepDetail } from '../domain/issuance-news.ts';
import { plainLine } from '../domain/plain-text.ts';
import { gridLines } from './grid-lines.ts';
import type { Progress } from './progress.ts';
import { duration, noteLine, stepLine } from './step-lines.ts';

interface LiveStep {
  readonly step: IssuanceStep;
  detail: StepDetail | undefined;
  ms: number | undefined;
}

interface LiveTask {
  readonly label: string;
  readonly steps: LiveStep[];
  readonly notes: Note[];
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** Of what belongs to a step. */
const INDENT = ' '.repeat(6);

export function liveProgress(stream: NodeJS.WriteStream): Progress {
  const view = createLogUpdate(stream);
  const tasks: LiveTask[] = [];
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const spinner = FRAMES[frame % FRAMES.length] ?? '';
    view(tasks.map((task) => picture(task, spinner, stream.columns)).join('\n'));
  };
  const start = (): void => {
    timer ??= setInterval(() => {
      frame += 1;
      draw();
    }, FRAME_MS).unref();
  };
  const pause = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    reporter(label) {
      const task: LiveTask = { label, steps: [], notes: [] };
      tasks.push(task);
      start();
      const current = (step: IssuanceStep): LiveStep | undefined =>
        task.steps.findLast((candidate) => candidate.step === step);
      return {
        started(step) {
          task.steps.push({ step, detail: undefined, ms: undefined });
        },
        detail(step, detail) {
          const found = current(step);
          if (found) found.detail = detail;
        },
        finished(step, ms) {
          const found = current(step);
          if (found) found.ms = ms;
        },
        note(note) {
          task.notes.push(note);
        },
      };
    },
    say(line) {
      view.clear();
      stream.write(`${plainLine(line)}\n`);
      if (timer !== undefined) draw();
    },
    async suspended(work) {
      pause();
      view.clear();
      try {
        return await work();
      } finally {
        start();
      }
    },
    stop() {
      if (timer === undefined) return;
      pause();
      draw();
      view.done();
    },
  };
}

/** A step that was interrupted by an error keeps its last spinner; the error says the rest. */
function picture({ label, steps, notes }: LiveTask, spinner: string, width: number): string {
  const lines = steps.flatMap(({ step, detail, ms }) => {
    const mark = ms === undefined ? spinner : '✓';
    const time = ms === undefined ? '' : `  ${duration(ms)}`;
    const line = `  ${mark} ${plainLine(stepLine(step, detail))}${time}`;
    // What every server shows matters while it is waited for.
    const grid = ms === undefined ? gridLines(detail, width - INDENT.length) : [];
    return [line, ...grid.map((row) => `${INDENT}${row}`)];
  });
  const told = notes.map((note) => `  ! ${plainLine(noteLine(note))}`);
  return [plainLine(label), ...lines, ...told].join('\n');
}
