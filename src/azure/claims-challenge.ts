/**
 * Claims challenges: a service no longer takes a token because the sign-in was revoked, or a policy
 * asks for more (continuous access evaluation, RFC 6750 §3 with Entra's `claims`). The policies of
 * the SDK's clients answer them: they ask the credential once more, with the claims, and repeat the
 * request. What is still challenged afterwards ends here.
 */
import { CertError } from '../domain/errors.ts';

/** SignInAgain for an answer of `host` with such a challenge; undefined for any other. */
export function stillChallenged(
  host: string,
  wwwAuthenticate: string,
): CertError<'SignInAgain'> | undefined {
  if (!/\berror="insufficient_claims"/i.test(wwwAuthenticate)) return undefined;
  return new CertError('SignInAgain', { tenant: tenantIn(wwwAuthenticate), resource: host });
}

/** `authorization_uri="https://login.microsoftonline.com/{tenant}/…"`; '' for all tenants at once. */
export function tenantIn(wwwAuthenticate: string): string {
  const uri = /\bauthorization(?:_uri)?="https:\/\/[^/"]+\/([^/"]+)/i.exec(wwwAuthenticate);
  const tenant = uri?.[1] ?? '';
  return ['common', 'organizations', 'consumers'].includes(tenant) ? '' : tenant;
}
