/** The port Sessions on `vscode.authentication`. */
import * as vscode from 'vscode';
import type { SessionRequest, Sessions } from './sessions.ts';

/** @param provider - `microsoft`, or `microsoft-sovereign-cloud` */
export function editorSessions(provider: string): Sessions {
  return {
    accounts: async () => vscode.authentication.getAccounts(provider),
    silent: async (request, account) =>
      vscode.authentication.getSession(provider, asked(request), { silent: true, account }),
    interactive: async (request, account) =>
      vscode.authentication.getSession(provider, asked(request), {
        createIfNone: true,
        // Without an account the person picks one, also where an earlier choice is remembered.
        ...(account ? { account } : { clearSessionPreference: true }),
      }),
  };
}

/** The Microsoft provider takes the tenant out of the scopes (its `scopeData.ts`). */
function asked({
  scopes,
  tenantId,
  claims,
}: SessionRequest): readonly string[] | vscode.AuthenticationWwwAuthenticateRequest {
  const all = tenantId === undefined ? scopes : [...scopes, `VSCODE_TENANT:${tenantId}`];
  return claims === undefined
    ? all
    : { wwwAuthenticate: claimsChallenge(claims), fallbackScopes: all };
}

/** The editor reads the header once more; it wants the claims in base64 and refuses a header without. */
function claimsChallenge(claims: string): string {
  const encoded = Buffer.from(claims, 'utf8').toString('base64');
  return `Bearer realm="", error="insufficient_claims", claims="${encoded}"`;
}
