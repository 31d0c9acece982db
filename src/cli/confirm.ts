/** What cannot be taken back is said first, and done only when the person says yes. */
import { CertError } from '../domain/errors.ts';
import { askYesNo } from './ask.ts';
import type { CommandContext } from './session.ts';

/**
 * @param what - what will be done, a sentence
 * @param yes - `--yes`
 * @throws CertError Cancelled; InvalidUsage where nobody can be asked
 */
export async function confirm(
  { terminal, progress, signal }: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
  what: string,
  yes: boolean,
): Promise<void> {
  if (yes) return;
  if (!terminal) {
    throw new CertError('InvalidUsage', {
      message: `${what}${what.endsWith('\n') ? '' : ' '}Nobody can be asked here: say so with --yes.`,
    });
  }
  const question = `${what}\nDo you want that?`;
  if (await progress.suspended(() => askYesNo(terminal, question, signal))) return;
  throw new CertError('Cancelled', { during: 'confirm' });
}
