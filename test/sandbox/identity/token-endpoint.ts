import type { ApiRequest, ApiResponse, Now } from '../api.ts';
import type { Principal } from '../principals.ts';
import type { WorldTenant } from '../world.ts';
import { issueAccessToken, TOKEN_LIFETIME } from './access-token.ts';
import { entraError, entraHeaders, type EntraProblem } from './entra-error.ts';
import * as problems from './problems.ts';
import type { SigningKey } from './signing-key.ts';

export interface TokenEndpointOptions {
  readonly tenant: WorldTenant;
  readonly principals: readonly Principal[];
  readonly key: SigningKey;
  readonly now: Now;
}

const RESOURCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://vault.azure.net',
];

/** `POST /{tenant}/oauth2/v2.0/token` for the client credentials grant (RFC 6749, 4.4). */
export async function answerTokenRequest(
  request: ApiRequest,
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

  const principal = options.principals.find((each) => each.clientId === client.id);
  if (principal === undefined) {
    throw refuse(problems.unknownApplication(client.id, options.tenant.displayName));
  }
  if (client.secret === null) throw refuse(problems.missingSecret());
  if (client.secret !== principal.clientSecret) throw refuse(problems.wrongSecret(client.id));

  const audience = readResource(scope);
  if (audience === undefined) throw refuse(problems.scopeWithoutDefault(scope));
  if (!RESOURCES.includes(audience.replace(/\/$/, ''))) {
    throw refuse(problems.unknownResource(audience, options.tenant.displayName));
  }
  const token = await issueAccessToken(options.key, {
    tenantId: options.tenant.id,
    principal,
    audience,
    issuedAt: options.now(),
  });
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

/** The one `…/.default` among the scopes; a resource that ends in a slash is asked with two. */
function readResource(scope: string): string | undefined {
  // MSAL adds the OpenID scopes to every request; they change nothing for an application.
  const asked = scope.split(' ').filter((each) => !OPENID_SCOPES.includes(each));
  const [only] = asked;
  if (only === undefined || asked.length > 1) return undefined;
  return /^(?<resource>.+)\/\.default$/.exec(only)?.groups?.['resource'];
}

const OPENID_SCOPES = ['openid', 'profile', 'offline_access'];

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
