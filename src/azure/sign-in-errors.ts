/** What @azure/identity throws, as the product's errors. */
import type { GetTokenOptions } from '@azure/core-auth';
import type { SignInAttempt } from '../domain/error-reasons.ts';
import { CertError, isCertError, type ErrorFacts } from '../domain/errors.ts';

/** What was asked of a credential. */
export interface AskedToken {
  readonly scopes: string | readonly string[];
  readonly options: GetTokenOptions | undefined;
}

/**
 * - NotSignedIn: there is nobody to sign in as; `tried` says what was looked at.
 * - SignInFailed: there is, and Entra or the CLI refused; `reason` is one sentence, with Entra's
 *   AADSTS code where there is one; `tenant` is the one that was asked for.
 * - SignInAgain: the token was asked for because of a claims challenge, and there is none that
 *   meets it.
 */
export function signInError(
  error: unknown,
  method: string,
  triedBefore: readonly SignInAttempt[],
  asked: AskedToken,
): CertError {
  if (isCertError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  if ((asked.options?.claims ?? '') !== '') {
    return new CertError('SignInAgain', signInAgain(method, asked), { cause: error });
  }
  const attempt = withoutAccount(message);
  if (attempt !== undefined) {
    const tried = [...triedBefore, attempt];
    return new CertError('NotSignedIn', { tried }, { cause: error });
  }
  const tenant = asked.options?.tenantId;
  const facts = { method, reason: reasonOf(message), ...(tenant === undefined ? {} : { tenant }) };
  return new CertError('SignInFailed', facts, { cause: error });
}

function signInAgain(method: string, { scopes, options }: AskedToken): ErrorFacts['SignInAgain'] {
  const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
  const claims = Buffer.from(options?.claims ?? '').toString('base64');
  return {
    tenant: options?.tenantId ?? '',
    // A scope is the resource with `/.default` behind it.
    resource: scope.replace(/^https:\/\//, '').replace(/\/\.default$/, ''),
    ...(method === 'azure-cli' ? { azureCli: { scope, claims } } : {}),
  };
}

/** The own texts of AzureCliCredential and VisualStudioCodeCredential. */
function withoutAccount(message: string): SignInAttempt | undefined {
  if (message.startsWith('Azure CLI could not be found')) return { kind: 'cli-missing' };
  if (message.startsWith("Please run 'az login'")) return { kind: 'cli-signed-out' };
  if (message.startsWith('Visual Studio Code Authentication is not available')) {
    return { kind: 'editor-signed-out' };
  }
  if (message.startsWith('Cannot load authentication record in Visual Studio Code')) {
    return { kind: 'editor-signed-out' };
  }
  if (message.startsWith('Automatic authentication has been disabled')) {
    return { kind: 'editor-has-to-ask' };
  }
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
