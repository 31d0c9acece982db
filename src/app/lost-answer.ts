/** Requests to the vault that may not simply be repeated, and what to do when their answer is lost. */
import { isCertError, type CertError } from '../domain/errors.ts';
import type { Clock } from '../domain/runtime.ts';

/** Milliseconds. */
const SECOND_CHANCE_AFTER = 1000;

/**
 * The answers to *create* and *merge* can be lost, and neither may simply be repeated: `look` finds
 * what came of the request, and only where nothing did it is made once more.
 */
export async function withSecondChance<T>(
  clock: Clock,
  request: () => Promise<T>,
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await request();
    } catch (error) {
      const found = isUnclear(error) ? await look() : undefined;
      if (found !== undefined) return found;
      if (tries === 2 || !isLostAnswer(error)) throw error;
    }
    await clock.sleep(SECOND_CHANCE_AFTER);
  }
}

/** True if a request may have had its effect: unanswered, or refused for what it has done itself. */
function isUnclear(error: unknown): boolean {
  return (
    isLostAnswer(error) ||
    isCertError(error, 'KeyVaultRefused') ||
    isCertError(error, 'ForeignPendingOperation')
  );
}

/** True if a request may have had its effect although there was no answer. */
export function isLostAnswer(error: unknown): error is CertError {
  return (
    isCertError(error, 'HostTimeout') ||
    isCertError(error, 'HostUnreachable') ||
    isCertError(error, 'UnexpectedAnswer') ||
    (isCertError(error, 'KeyVaultRefused') && error.facts.status >= 500)
  );
}
