import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse, Now } from '../api.ts';
import { principalIn } from '../principals.ts';
import type { WorldTenant } from '../world.ts';
import { issueAccessToken, TOKEN_LIFETIME } from './access-token.ts';
import { isClaimsRequest } from './claims-request.ts';
import type { Directory } from './directory.ts';
import { entraError, entraHeaders, type EntraProblem } from './entra-error.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import * as problems from './problems.ts';
import { isKnownResource, resourceOf } from './resources.ts';
import type { SigningKey } from './signing-key.ts';

export interface TokenEndpointOptions {
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly tokens: IssuedTokens;
  readonly now: Now;
}

/** `POST /{tenant}/oauth2/v2.0/token` for the client credentials grant (RFC 6749, 4.4). */
export async function answerTokenRequest(
  request: ApiRequest,
  tenant: WorldTenant,
  options: TokenEndpointOptions,
): Promise<ApiResponse> {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const refuse = (problem: EntraProblem) => entraError(problem, options.now);

  const grant = form.get('grant_type');
  if (grant === null) throw refuse(problems.missingParameter('grant_type'));
  if (grant !== 'client_credentials') throw refuse(problems.unsupportedGrant(grant));
  const client = readClient(request, form);
  if (client.id === null) throw refuse(problems.missingParameter('client_id'));
  const scope = form.get('scope');
  if (scope === null) throw refuse(problems.missingParameter('scope'));

  const { principals, tenants } = options.directory;
  const registered = principals.find((each) => each.clientId === client.id);
  const principal = registered && principalIn(registered, tenant.id, tenants[0].id);
  if (principal === undefined) {
    throw refuse(problems.unknownApplication(client.id, tenant.displayName));
  }
  if (client.secret === null) throw refuse(problems.missingSecret());
  if (client.secret !== principal.clientSecret) throw refuse(problems.wrongSecret(client.id));

  const audience = resourceOf(scope.split(' '), ['.default']);
  if (audience === undefined) throw refuse(problems.scopeWithoutDefault(scope));
  if (!isKnownResource(audience)) {
    throw refuse(problems.unknownResource(audience, tenant.displayName));
  }
  const claims = form.get('claims') ?? undefined;
  if (claims !== undefined && !isClaimsRequest(claims)) throw refuse(problems.badClaims());
  const id = randomUUID();
  const issuedAt = options.now();
  const token = await issueAccessToken(options.key, {
    tenantId: tenant.id,
    bearer: principal,
    audience,
    issuedAt,
    id,
  });
  options.tokens.add(id, claims);
  return {
    status: 200,
    headers: { ...entraHeaders('no-store, no-cache'), Pragma: 'no-cache', Expires: '-1' },
    body: {
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME,
      ext_expires_in: TOKEN_LIFETIME,
      access_token: token,
    },
  };
}

/** client_secret_post, or client_secret_basic where there is such a header (RFC 6749, 2.3.1). */
function readClient(
  request: ApiRequest,
  form: URLSearchParams,
): { readonly id: string | null; readonly secret: string | null } {
  const basic = /^Basic +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') };
  const [id, secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id ?? ''), secret: decodeURIComponent(secret ?? '') };
}
