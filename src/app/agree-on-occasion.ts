import type { Occasion } from '../domain/history.ts';
import type { AgreeToTerms } from './registrar.ts';

/** What is done in the background asks nobody anything: it is as if the answer were no. */
export function agreeOnOccasion(agree: AgreeToTerms, occasion: Occasion | undefined): AgreeToTerms {
  return occasion?.kind === 'background' ? () => Promise.resolve(false) : agree;
}
