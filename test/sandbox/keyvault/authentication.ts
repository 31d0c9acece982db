import { issuerOf } from '../identity/access-token.ts';
import { claimsChallenge } from '../identity/claims-challenge.ts';
import type { TokenRefused, TokenVerifier } from '../identity/tokens.ts';
import type { ApiRequest } from '../api.ts';
import type { Caller } from '../principals.ts';
import type { Vault } from './vault.ts';
import { ApiError } from '../api.ts';

const RESOURCE = 'https://vault.azure.net';

/**
 * Who calls. Comes before every other check: path, body and existence are not looked at without a
 * token (recorded: the SDKs' first request has no body at all).
 * @throws ApiError 401 with the challenge that tells the SDK where to get a token
 */
export async function authenticate(
  request: ApiRequest,
  vault: Vault,
  verifyToken: TokenVerifier,
): Promise<Caller> {
  const authorization = request.headers['authorization'];
  const verdict = await verifyToken(authorization, RESOURCE);
  if ('failure' in verdict) {
    const message = refusalText(verdict, vault, authorization ?? '');
    throw verdict.claims === undefined
      ? challenge(vault, message)
      : unauthorized(message, claimsChallenge(vault.tenantId, verdict.claims));
  }
  if (verdict.caller.tenantId !== vault.tenantId) {
    throw challenge(vault, invalidIssuer(vault, issuerOf(verdict.caller.tenantId)));
  }
  return verdict.caller;
}

function challenge(vault: Vault, message: string): ApiError {
  const authority = `https://login.microsoftonline.com/${vault.tenantId}`;
  return unauthorized(message, `Bearer authorization="${authority}", resource="${RESOURCE}"`);
}

function unauthorized(message: string, header: string): ApiError {
  return new ApiError({
    status: 401,
    headers: { 'WWW-Authenticate': header },
    body: { error: { code: 'Unauthorized', message } },
  });
}

function refusalText(refused: TokenRefused, vault: Vault, authorization: string): string {
  switch (refused.failure) {
    case 'missing':
    case 'malformed':
      return 'AKV10000: Request is missing a Bearer or PoP token.';
    case 'signature': {
      const header = /^Bearer ([^.]*)/i.exec(authorization)?.[1] ?? '';
      return `AKV10046: Unable to resolve the key used for signature validation. EncodedJwtHeader: '${header}'.`;
    }
    case 'tenant':
      return invalidIssuer(vault, refused.issuer ?? '');
    case 'audience':
      return `AKV10022: Invalid audience. Expected ${RESOURCE}, found: ${refused.audience ?? ''}.`;
    case 'expired':
      return "[TokenExpired] Error validating token: 'S2S12086'.";
    case 'claims':
      return 'Continuous access evaluation resulted in a claims challenge.';
  }
}

function invalidIssuer(vault: Vault, found: string): string {
  return `AKV10032: Invalid issuer. Expected one of ${issuerOf(vault.tenantId)}, found ${found}.`;
}
