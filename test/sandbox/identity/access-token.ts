import { randomUUID } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { Principal, User, UserAccount } from '../principals.ts';
import { identityOf } from '../principals.ts';
import type { SigningKey } from './signing-key.ts';

/** Lifetime of an access token in seconds, as ordinary applications get it. */
export const TOKEN_LIFETIME = 3599;

export interface AccessTokenRequest {
  readonly tenantId: string;
  readonly bearer: Principal | SignedInUser;
  /** The resource asked for, spelled as it was asked. */
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds; TOKEN_LIFETIME where it is not given. */
  readonly lifetime?: number;
  /** Becomes `uti`. */
  readonly id?: string;
}

/** A user in one of his tenants. */
export interface SignedInUser {
  readonly user: User;
  readonly account: UserAccount;
}

/**
 * A v1.0 access token: what Azure Resource Manager and Key Vault accept, whichever endpoint made it.
 * (Microsoft identity platform, "Access token claims reference": the resource decides the version.)
 */
export async function issueAccessToken(
  key: SigningKey,
  request: AccessTokenRequest,
): Promise<string> {
  const { tenantId, bearer, lifetime = TOKEN_LIFETIME } = request;
  const issuedAt = Math.floor(request.issuedAt / 1000);
  return new SignJWT({
    ...('user' in bearer ? userClaims(bearer) : applicationClaims(bearer, tenantId)),
    tid: tenantId,
    uti: request.id ?? randomUUID(),
    ver: '1.0',
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid })
    .setIssuer(issuerOf(tenantId))
    .setAudience(request.audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(key.privateKey);
}

function applicationClaims(principal: Principal, tenantId: string): JWTPayload {
  return {
    appid: principal.clientId,
    appidacr: '1',
    idp: issuerOf(tenantId),
    idtyp: 'app',
    oid: principal.objectId,
    sub: principal.objectId,
  };
}

/** A guest has no `upn`: his address stands in `email`, and `idp` names the tenant he is from. */
function userClaims({ user, account }: SignedInUser): JWTPayload {
  const [home] = user.accounts;
  const isGuest = account.tenantId !== home.tenantId;
  return {
    acr: '1',
    amr: ['pwd', 'mfa'],
    appid: identityOf(user, account).clientId,
    appidacr: '0',
    ...(isGuest ? { email: user.upn, idp: issuerOf(home.tenantId) } : { upn: user.upn }),
    idtyp: 'user',
    ipaddr: '127.0.0.1',
    name: user.displayName,
    oid: account.objectId,
    scp: 'user_impersonation',
    sub: `${account.objectId}-${account.tenantId}`,
    unique_name: user.upn,
  };
}

export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}
