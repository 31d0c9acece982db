import type { ErrorFacts } from '../errors.ts';
import { ended, listOf, type Explanation } from './explanation.ts';

export type MachineError =
  | 'StateUnwritable'
  | 'StateUnreadable'
  | 'OperationRunning'
  | 'OperationNotFound'
  | 'CleanupIncomplete'
  | 'Cancelled'
  | 'Unexpected';

export const machineMessages: {
  readonly [C in MachineError]: (facts: ErrorFacts[C]) => Explanation;
} = {
  StateUnwritable: ({ path, reason }) => ({
    message: ended(`${path} cannot be written: ${reason}`),
    remedies: [{ text: 'Make it writable, or name another folder in XDG_STATE_HOME.' }],
  }),
  StateUnreadable: ({ path, reason }) => ({
    message: ended(`${path} cannot be read: ${reason}`),
    remedies: [{ text: 'Restore it from a backup, or move it out of the way.' }],
  }),
  OperationRunning: ({ id, pid }) => ({
    message: `Operation ${id} is at work in another process (${String(pid)}).`,
    remedies: [{ text: 'Wait until it has ended, or stop that process.' }],
  }),
  OperationNotFound: ({ id }) => ({
    message: `There is no unfinished operation ${id}.`,
    remedies: [{ text: 'See what is unfinished.', command: 'kvcert operations' }],
  }),
  CleanupIncomplete: ({ leftovers }) => ({
    message: `Not everything could be cleaned up: ${listOf(leftovers)}. It is remembered.`,
    remedies: [
      { text: 'Clean it up when it can be reached.', command: 'kvcert operations undo --all' },
    ],
  }),
  Cancelled: ({ during }) => ({
    message: `Cancelled${during ? ` (${during})` : ''}.`,
    remedies: [],
  }),
  Unexpected: ({ message }) => ({
    message: ended(`Something went wrong that should not be possible: ${message}`),
    remedies: [{ text: 'Run it again with --verbose and report what it says.' }],
  }),
};
