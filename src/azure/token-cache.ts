/** Tokens kept in memory and asked for once. */
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Clock } from '../domain/runtime.ts';
import { untilAborted } from './cancellation.ts';

/** A token is not used in its last minutes: a request may be long. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Requests that were under way with a refused token are all challenged, with the same claims. */
const SAME_CHALLENGE_MS = 60_000;

interface Entry {
  readonly token: Promise<AccessToken | null>;
  /** Of the challenge that it answers; '' where there was none. */
  readonly claims: string;
  readonly askedAt: number;
  /** Milliseconds since the epoch; infinite while the answer is awaited. */
  expires: number;
}

/**
 * Every client of the SDK keeps tokens for itself alone, and AzureCliCredential starts a process
 * for each that it is asked for: one cache for all, by scope and tenant. Callers that ask at the
 * same time share one answer; an aborted one leaves the others theirs. A claims challenge asks
 * anew, once for all whom it meets, and its token takes the place of the refused one. A failure is
 * not kept.
 */
export function cachedTokens(credential: TokenCredential, clock: Clock): TokenCredential {
  const entries = new Map<string, Entry>();

  function ask(key: string, scopes: string | string[], options: GetTokenOptions): Entry {
    const token = credential.getToken(scopes, options);
    const claims = options.claims ?? '';
    const entry: Entry = { token, claims, askedAt: clock.now(), expires: Infinity };
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

  function isUsable({ expires, claims, askedAt }: Entry, wanted: string): boolean {
    if (expires - RENEW_BEFORE_MS <= clock.now()) return false;
    return wanted === '' || (claims === wanted && clock.now() - askedAt < SAME_CHALLENGE_MS);
  }

  return {
    async getToken(scopes, options = {}) {
      const { abortSignal, ...shared } = options;
      const key = JSON.stringify([scopes, shared.tenantId ?? '', shared.enableCae ?? false]);
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      const token = await untilAborted(signal, 'signing in', () => {
        const known = entries.get(key);
        const usable = known !== undefined && isUsable(known, shared.claims ?? '');
        return (usable ? known : ask(key, scopes, shared)).token;
      });
      return token && atItsEnd(token, clock);
    },
  };
}

/**
 * The clients keep a token until the end that it tells, and try to renew it without a word about
 * why that fails (core-rest-pipeline tokenCycler.js). With one that has come to its end they ask
 * here before each request: what one of them has learned from a challenge holds for all.
 */
function atItsEnd(token: AccessToken, clock: Clock): AccessToken {
  return { ...token, expiresOnTimestamp: clock.now() };
}
