/**
 * `WWW-Authenticate` of a service that evaluates access continuously (documents: "Claims challenges,
 * claims requests, and client capabilities").
 * @param claims a claims request, as JSON
 */
export function claimsChallenge(tenantId: string, claims: string): string {
  const fields = [
    'realm=""',
    `authorization_uri="https://login.microsoftonline.com/${tenantId}/oauth2/authorize"`,
    'error="insufficient_claims"',
    `claims="${Buffer.from(claims).toString('base64')}"`,
  ];
  return `Bearer ${fields.join(', ')}`;
}
