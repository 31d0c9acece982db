import type { ApiError } from '../api.ts';
import type { TokenRefused, TokenVerifier } from '../identity/tokens.ts';
import { claimsChallenge } from '../identity/claims-challenge.ts';
import type { Caller } from '../principals.ts';
import { armError } from './arm-errors.ts';

/**
 * Who asks.
 * @throws ApiError 401 in the form that ARM has for each failure
 */
export async function authenticate(
  authorization: string | undefined,
  verifyToken: TokenVerifier,
  tenantId: string,
  now: number,
): Promise<Caller> {
  const verdict = await verifyToken(authorization, 'https://management.azure.com');
  if ('caller' in verdict) return verdict.caller;
  throw refusal(verdict, tenantId, now);
}

function refusal(refused: TokenRefused, tenantId: string, now: number): ApiError {
  switch (refused.failure) {
    case 'missing':
      return unauthorized(
        tenantId,
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      );
    case 'malformed':
    case 'signature':
      return unauthorized(tenantId, 'InvalidAuthenticationToken', 'The access token is invalid.');
    case 'tenant':
      return wrongTenant(refused.issuer ?? '', tenantId);
    case 'audience':
      return unauthorized(
        tenantId,
        'InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${refused.audience ?? ''}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.`,
      );
    case 'expired':
      return unauthorized(
        tenantId,
        'ExpiredAuthenticationToken',
        `The access token expiry UTC time '${usTime(refused.expiredAt ?? now)}' is earlier than current UTC time '${usTime(now)}'.`,
      );
    case 'claims':
      return armError(
        401,
        'InvalidAuthenticationToken',
        'The access token does not satisfy the claims that a policy requires.',
        { 'WWW-Authenticate': claimsChallenge(tenantId, refused.claims ?? '{}') },
      );
  }
}

/** Also given for a subscription that trusts another tenant than the token's. */
export function wrongTenant(issuer: string, tenantId: string): ApiError {
  return unauthorized(
    tenantId,
    'InvalidAuthenticationTokenTenant',
    `The access token is from the wrong issuer '${issuer}'. It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
  );
}

function unauthorized(tenantId: string, code: string, message: string): ApiError {
  return armError(401, code, message, {
    'WWW-Authenticate': `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token", error_description="${message}"`,
  });
}

/** `10/23/2019 3:54:29 PM`, as ARM writes times in this one text. */
function usTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toLocaleString('en-US', { timeZone: 'UTC' })
    .replace(',', '')
    .replace('\u202f', ' ');
}
