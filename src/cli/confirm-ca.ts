/** A CA that nobody here has named, but a tag: a person says whether it is to be dealt with. */
import type { ConfirmCa } from '../app/choose-ca.ts';
import { plainLine } from '../domain/plain-text.ts';
import { askYesNo, type Terminal } from './ask.ts';
import type { Progress } from './progress.ts';

/** @param surroundings - `terminal` is undefined where nobody can be asked */
export function confirmCa({
  terminal,
  progress,
}: {
  readonly terminal: Terminal | undefined;
  readonly progress: Pick<Progress, 'suspended'>;
}): ConfirmCa {
  return async ({ directoryUrl }, { vault, name }, signal) => {
    if (!terminal) return false;
    const sentence = `The tag of ${vault}/${name} names a CA that was never used here: ${plainLine(directoryUrl)}`;
    const question = `${sentence}\nIt would get an account and the names of the certificate. Renew it there?`;
    return progress.suspended(() => askYesNo(terminal, question, signal));
  };
}
