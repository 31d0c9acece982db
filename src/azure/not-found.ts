/** A 404 of Key Vault, where it is an answer and no failure. */
import { isCertError } from '../domain/errors.ts';

/** undefined: there is no such thing. */
export async function absentIfNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export function isNotFound(error: unknown): boolean {
  return isCertError(error, 'KeyVaultRefused') && error.facts.status === 404;
}
