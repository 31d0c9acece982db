/** Tokens kept in memory and asked for once. */
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Clock } from '../domain/runtime.ts';
import { untilAborted } from './cancellation.ts';

/** A token is not used in its last minutes: a request may be long. */
const RENEW_BEFORE_MS = 5 * 60_000;

interface Entry {
  readonly token: Promise<AccessToken | null>;
  /** Milliseconds since the epoch; infinite while the answer is awaited. */
  expires: number;
}

/**
 * Every client of the SDK keeps tokens for itself alone, and AzureCliCredential starts a process
 * for each that it is asked for: one cache for all, by scope and tenant. Callers that ask at the
 * same time share one answer; an aborted one leaves the others theirs. A claims challenge asks
 * anew, and a failure is not kept.
 */
export function cachedTokens(credential: TokenCredential, clock: Clock): TokenCredential {
  const entries = new Map<string, Entry>();

  function ask(key: string, scopes: string | string[], options: GetTokenOptions): Entry {
    const entry: Entry = { token: credential.getToken(scopes, options), expires: Infinity };
    entries.set(key, entry);
    entry.token.then(
      (token) => {
        entry.expires = token?.expiresOnTimestamp ?? 0;
      },
      () => {
        entry.expires = 0;
      },
    );
    return entry;
  }

  return {
    getToken(scopes, options = {}) {
      const { abortSignal, ...shared } = options;
      const key = JSON.stringify([scopes, shared.tenantId ?? '', shared.enableCae ?? false]);
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      return untilAborted(signal, 'signing in', () => {
        const known = entries.get(key);
        const usable =
          known !== undefined &&
          (shared.claims ?? '') === '' &&
          known.expires - RENEW_BEFORE_MS > clock.now();
        return (usable ? known : ask(key, scopes, shared)).token;
      });
    },
  };
}
