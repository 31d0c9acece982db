import type { Note, StepReporter } from '../../domain/issuance-news.ts';
import type { BoardOperation, OperationStep } from './board-operation.ts';

export interface ReportedTo {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly change: (next: (operation: BoardOperation) => Partial<BoardOperation>) => void;
  readonly note: (note: Note) => void;
}

/** Puts what the engine reports into an operation's steps and notes. */
export function boardReporter({ now, change, note }: ReportedTo): StepReporter {
  return {
    started(name) {
      const step = { name, startedAt: now(), ms: undefined, detail: undefined };
      change(({ steps }) => ({ steps: [...steps, step] }));
    },
    detail(name, detail) {
      change(({ steps }) => ({ steps: withLast(steps, name, { detail }) }));
    },
    finished(name, ms) {
      change(({ steps }) => ({ steps: withLast(steps, name, { ms }) }));
    },
    note(told) {
      change(({ notes }) => ({ notes: [...notes, told] }));
      note(told);
    },
  };
}

/** A step may be done twice, e.g. clean-up: it is the latest one that is told of. */
function withLast(
  steps: readonly OperationStep[],
  name: OperationStep['name'],
  change: Partial<OperationStep>,
): readonly OperationStep[] {
  const at = steps.findLastIndex((step) => step.name === name);
  return steps.map((step, index) => (index === at ? { ...step, ...change } : step));
}
