/** What @azure/identity throws, as the product's errors. */
import { CertError, isCertError } from '../domain/errors.ts';

/**
 * - NotSignedIn: there is nobody to sign in as; `tried` says what was looked at.
 * - SignInFailed: there is, and Entra or the CLI refused; `reason` is one sentence, with Entra's
 *   AADSTS code where there is one.
 */
export function signInError(
  error: unknown,
  method: string,
  triedBefore: readonly string[],
): CertError {
  if (isCertError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const absent = absentAccount(message);
  if (absent !== undefined) {
    const tried = [...triedBefore, `${method} (${absent})`];
    return new CertError('NotSignedIn', { tried }, { cause: error });
  }
  return new CertError('SignInFailed', { method, reason: reasonOf(message) }, { cause: error });
}

/** AzureCliCredential's own texts (azureCliCredential.js, `azureCliPublicErrorMessages`). */
function absentAccount(message: string): string | undefined {
  if (message.startsWith('Azure CLI could not be found')) return 'az is not installed';
  if (message.startsWith("Please run 'az login'")) return 'az is not logged in';
  return undefined;
}

/**
 * "AADSTS7000215: Invalid client secret provided." of a text that goes on with advice, and ends
 * with `Trace ID: … Correlation ID: … Timestamp: …`, on lines of their own or not.
 */
export function reasonOf(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  const entra = /AADSTS\d+:.*/.exec(line)?.[0] ?? line;
  const withoutIds = entra.replace(/ ?-? ?(?:Trace ID|Correlation ID|Timestamp): .*$/, '');
  return /^.*?[.!?](?= [A-Z]|$)/.exec(withoutIds)?.[0] ?? withoutIds;
}
