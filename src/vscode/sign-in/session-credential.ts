/**
 * One account in one tenant as the engine's credential. It never asks anybody: what cannot be had
 * silently is an error that names account and tenant, and the person signs in by a gesture.
 */
import type { TokenCredential } from '@azure/core-auth';
import { CertError } from '../../domain/errors.ts';
import type { Tenant } from '../../domain/inventory.ts';
import type { Clock } from '../../domain/runtime.ts';
import type { Account, Session, SessionRequest, Sessions } from './sessions.ts';

export interface SessionCredential extends TokenCredential {
  /** True while something was refused for which the person has to sign in. */
  readonly asksForSignIn: boolean;
  /**
   * Asks the person for what was last refused (tenant, scopes, claims), or for `scopes`; only from
   * a gesture. Rejects when the person declines.
   */
  signIn(scopes: readonly string[]): Promise<void>;
}

/** An opaque token says nothing of its end: it is asked for again after this time. */
const OPAQUE_TOKEN_MS = 10 * 60_000;

/** @param tenant - undefined: the account's home tenant */
export function sessionCredential(
  sessions: Sessions,
  account: Account,
  tenant: Pick<Tenant, 'id' | 'name'> | undefined,
  clock: Clock,
): SessionCredential {
  let refused: SessionRequest | undefined;
  /** What a service has asked for beyond the usual; a silent token may not be enough for it. */
  let challenged: SessionRequest | undefined;
  return {
    get asksForSignIn() {
      return refused !== undefined;
    },

    async getToken(scopes, options = {}) {
      const request: SessionRequest = {
        scopes: typeof scopes === 'string' ? [scopes] : scopes,
        // A vault's 401 names its tenant, which may be another one than the subscription list's.
        tenantId: options.tenantId ?? tenant?.id,
        claims: options.claims,
      };
      if (request.claims !== undefined) challenged = request;
      const session = await silently(sessions, request, account);
      if (session === undefined) {
        refused = request;
        throw new CertError('SignInNeeded', {
          account: account.label,
          tenant: request.tenantId === tenant?.id ? (tenant?.name ?? '') : (request.tenantId ?? ''),
        });
      }
      if (refused && isSameRequest(refused, request)) refused = undefined;
      return {
        token: session.accessToken,
        expiresOnTimestamp: expiryOf(session.accessToken) ?? clock.now() + OPAQUE_TOKEN_MS,
      };
    },

    async signIn(scopes) {
      const request = refused ?? challenged ?? { scopes, tenantId: tenant?.id, claims: undefined };
      await sessions.interactive(request, account);
      refused = undefined;
      challenged = undefined;
    },
  };
}

function isSameRequest(one: SessionRequest, other: SessionRequest): boolean {
  return (
    one.tenantId === other.tenantId &&
    one.claims === other.claims &&
    one.scopes.join() === other.scopes.join()
  );
}

async function silently(
  sessions: Sessions,
  request: SessionRequest,
  account: Account,
): Promise<Session | undefined> {
  const session = await sessions.silent(request, account);
  // Where only another account is signed in, some providers answer with that one.
  return session?.account.id === account.id ? session : undefined;
}

/** The `exp` of a JWT in milliseconds (RFC 7519 §4.1.4); undefined where the token is opaque. */
function expiryOf(token: string): number | undefined {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    if (typeof payload !== 'object' || payload === null || !('exp' in payload)) return undefined;
    return typeof payload.exp === 'number' ? payload.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
