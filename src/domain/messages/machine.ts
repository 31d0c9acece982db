import { ISSUANCE_STEPS } from '../issuance.ts';
import type { ForeignContent } from '../error-reasons.ts';
import type { Translate } from '../translate.ts';
import { quoting, type Entries } from './explanation.ts';
import { stepTitle } from './step-titles.ts';

export type MachineError =
  | 'StateUnwritable'
  | 'StateUnreadable'
  | 'OperationRunning'
  | 'OperationNotFound'
  | 'Cancelled'
  | 'Unexpected';

export const machineMessages: Entries<MachineError> = {
  StateUnwritable: ({ path, reason }, t) => ({
    message: quoting(
      reason,
      (said) => t('{0} cannot be written: {1}', path, said),
      () => t('{0} cannot be written.', path),
    ),
    remedies: [
      {
        text: t('Make it writable, or name another folder in XDG_STATE_HOME.'),
        only: 'command-line',
      },
      { text: t('Make it writable.'), only: 'editor' },
    ],
  }),
  StateUnreadable: ({ path, reason, content }, t) => ({
    message:
      content === undefined
        ? quoting(
            reason,
            (said) => t('{0} cannot be read: {1}', path, said),
            () => t('{0} cannot be read.', path),
          )
        : foreignContent(content, path, t),
    remedies: [{ text: t('Restore it from a backup, or move it out of the way.') }],
  }),
  OperationRunning: ({ id, pid }, t) => ({
    message: t('Another window or program (process {1}) is at work on {0}.', id, pid),
    remedies: [
      {
        text: t('Wait until it has ended, or stop that process.'),
        action: { kind: 'operations' },
      },
    ],
  }),
  OperationNotFound: ({ id }, t) => ({
    message: t('There is no unfinished operation {0}.', id),
    remedies: [
      {
        text: t('See what is unfinished.'),
        command: 'kvcert operations',
        action: { kind: 'operations' },
      },
    ],
  }),
  Cancelled: ({ during }, t) => {
    const step = ISSUANCE_STEPS.find((name) => name === during);
    return {
      message:
        step === undefined
          ? t('Cancelled.')
          : t('Cancelled in the step "{0}".', stepTitle(step, t)),
      remedies: [],
    };
  },
  Unexpected: ({ message }, t) => ({
    message: quoting(
      message,
      (said) => t('Something went wrong that should not be possible: {0}', said),
      () => t('Something went wrong that should not be possible.'),
    ),
    remedies: [
      { text: t('Run it again with --verbose and report what it says.'), only: 'command-line' },
      { text: t('Try again and report what the log says.'), only: 'editor' },
    ],
  }),
};

function foreignContent(content: ForeignContent, path: string, t: Translate): string {
  switch (content) {
    case 'no-account':
      return t('{0} cannot be read: it does not hold an ACME account.', path);
    case 'other-version':
      return t('{0} cannot be read: it was not written by this version.', path);
  }
}
