/** Terms of service are shown and agreed to, never silently. */
import type { AgreeToTerms } from '../app/registrar.ts';
import { plainLine } from '../domain/plain-text.ts';
import { askYesNo, type Terminal } from './ask.ts';
import type { Progress } from './progress.ts';

export interface TermsOptions {
  /** `--agree-terms`. */
  readonly agreed: boolean;
  /** Undefined where nobody can be asked. */
  readonly terminal: Terminal | undefined;
  readonly progress: Pick<Progress, 'say' | 'suspended'>;
  readonly signal: AbortSignal;
}

export function agreeToTerms({ agreed, terminal, progress, signal }: TermsOptions): AgreeToTerms {
  return async (ca, terms) => {
    const sentence = `Terms of service of ${ca.name}: ${plainLine(terms)}`;
    if (agreed) {
      progress.say(`${sentence} (agreed to with --agree-terms)`);
      return true;
    }
    if (!terminal) return false;
    return progress.suspended(() => askYesNo(terminal, `${sentence}\nDo you agree?`, signal));
  };
}
