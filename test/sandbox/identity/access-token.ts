import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Principal } from '../principals.ts';
import type { SigningKey } from './signing-key.ts';

/** Lifetime of an access token in seconds, as ordinary applications get it. */
export const TOKEN_LIFETIME = 3599;

export interface AccessTokenClaims {
  readonly tenantId: string;
  readonly principal: Principal;
  /** The resource asked for, spelled as it was asked. */
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/**
 * A v1.0 access token: what Azure Resource Manager and Key Vault accept, whichever endpoint made it.
 * (Microsoft identity platform, "Access token claims reference": the resource decides the version.)
 */
export async function issueAccessToken(
  key: SigningKey,
  claims: AccessTokenClaims,
): Promise<string> {
  const issuedAt = Math.floor(claims.issuedAt / 1000);
  return new SignJWT({
    appid: claims.principal.clientId,
    appidacr: '1',
    idp: issuerOf(claims.tenantId),
    idtyp: 'app',
    oid: claims.principal.objectId,
    tid: claims.tenantId,
    uti: randomUUID(),
    ver: '1.0',
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid })
    .setIssuer(issuerOf(claims.tenantId))
    .setAudience(claims.audience)
    .setSubject(claims.principal.objectId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME)
    .sign(key.privateKey);
}

export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}
