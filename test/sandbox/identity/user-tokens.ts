import { randomUUID } from 'node:crypto';
import type { Now } from '../api.ts';
import type { User } from '../principals.ts';
import type { WorldTenant } from '../world.ts';
import { issueAccessToken, TOKEN_LIFETIME } from './access-token.ts';
import { isClaimsRequest } from './claims-request.ts';
import { findTenant, findUser, type Directory } from './directory.ts';
import { entraError, type EntraProblem } from './entra-error.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import * as problems from './problems.ts';
import { isKnownResource, resourceOf } from './resources.ts';
import type { SignInBook, SignInRefusal } from './sign-in-book.ts';
import type { SigningKey } from './signing-key.ts';

export interface UserTokenRequest {
  /** User principal name. */
  readonly user: string;
  /** Id or domain; the home tenant without it. */
  readonly tenant?: string;
  /** One resource's `/.default` or `/user_impersonation`, OpenID scopes, `VSCODE_…` marks. */
  readonly scopes: readonly string[];
  /** A claims request, as JSON. */
  readonly claims?: string;
  /** The user is there to answer what Entra asks; otherwise the token must come silently. */
  readonly interactive?: boolean;
  /** Seconds. */
  readonly lifetime?: number;
}

export interface UserToken {
  readonly accessToken: string;
  /** ISO 8601, by the sandbox's clock. */
  readonly expiresOn: string;
  readonly tenantId: string;
}

export interface UserTokenOptions {
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly tokens: IssuedTokens;
  readonly signIns: SignInBook;
  readonly now: Now;
}

/**
 * Makes a user's token, as Entra does for VS Code.
 * @throws ApiError with Entra's error document
 */
export async function issueUserToken(
  request: UserTokenRequest,
  options: UserTokenOptions,
): Promise<UserToken> {
  const refuse = (problem: EntraProblem) => entraError(problem, options.now);
  const { user, tenant } = findPlace(request, options.directory, refuse);
  const account = user.accounts.find(({ tenantId }) => tenantId === tenant.id);
  const { claims, interactive = false } = request;
  if (account === undefined) {
    const home = user.accounts[0].tenantId;
    throw refuse(problems.notInTenant(user.upn, home, tenant.displayName));
  }
  const audience = readResource(request.scopes, tenant, refuse);
  if (claims !== undefined && !isClaimsRequest(claims)) throw refuse(problems.badClaims());

  const subject = { name: user.upn, tenantId: tenant.id, tenantDomain: tenant.domain };
  const refusal = interactive
    ? options.signIns.signInInteractively(subject, claims)
    : options.signIns.refusesSilent(subject, claims);
  if (refusal !== undefined) throw refuse(problemOf(refusal, audience, claims));

  const id = randomUUID();
  const issuedAt = options.now();
  const lifetime = request.lifetime ?? options.signIns.lifetime(subject) ?? TOKEN_LIFETIME;
  options.tokens.add(id, claims);
  const bearer = { user, account };
  return {
    accessToken: await issueAccessToken(options.key, {
      tenantId: tenant.id,
      bearer,
      audience,
      issuedAt,
      lifetime,
      id,
    }),
    expiresOn: new Date(Math.floor(issuedAt / 1000) * 1000 + lifetime * 1000).toISOString(),
    tenantId: tenant.id,
  };
}

type Refuse = (problem: EntraProblem) => Error;

function findPlace(
  request: UserTokenRequest,
  directory: Directory,
  refuse: Refuse,
): { readonly user: User; readonly tenant: WorldTenant } {
  const user = findUser(directory, request.user);
  const name =
    request.tenant ?? mark(request.scopes, 'VSCODE_TENANT') ?? user?.accounts[0].tenantId;
  const tenant = name === undefined ? undefined : findTenant(directory, name);
  if (name !== undefined && tenant === undefined) {
    throw refuse(problems.unknownTenant(name, 'invalid_request'));
  }
  if (user === undefined || tenant === undefined) {
    const place = tenant?.displayName ?? request.user.replace(/^.*@/, '');
    throw refuse(problems.unknownUser(request.user, place));
  }
  return { user, tenant };
}

function readResource(scopes: readonly string[], tenant: WorldTenant, refuse: Refuse): string {
  const asked = scopes.filter((scope) => !scope.startsWith('VSCODE_'));
  const audience = resourceOf(asked, ['.default', 'user_impersonation']);
  if (audience === undefined) throw refuse(problems.scopesOfSeveralResources(asked.join(' ')));
  if (isKnownResource(audience)) return audience;
  throw refuse(problems.unknownResource(audience, tenant.displayName));
}

/** `VSCODE_TENANT:{id}` among the scopes, as VS Code's own provider understands it. */
function mark(scopes: readonly string[], name: string): string | undefined {
  return scopes.find((scope) => scope.startsWith(`${name}:`))?.slice(name.length + 1);
}

function problemOf(
  refusal: SignInRefusal,
  audience: string,
  claims: string | undefined,
): EntraProblem {
  switch (refusal) {
    case 'interaction-required':
      return problems.multiFactorRequired(audience, claims);
    case 'revoked':
      return problems.grantRevoked();
    case 'blocked':
      return problems.blockedByPolicy();
  }
}
