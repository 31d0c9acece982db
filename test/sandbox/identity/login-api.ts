import { ApiError, type Api, type ApiRequest, type ApiResponse } from '../api.ts';
import { issuerOf } from './access-token.ts';
import { findTenant } from './directory.ts';
import { entraError, entraHeaders } from './entra-error.ts';
import { instanceDiscovery, openIdConfiguration } from './metadata.ts';
import { unknownTenant } from './problems.ts';
import { describeKeys } from './signing-key.ts';
import { answerTokenRequest, type TokenEndpointOptions } from './token-endpoint.ts';

/** Recorded on everything that describes the tenant or the clouds. */
function cacheable(body: unknown): ApiResponse {
  const headers = {
    ...entraHeaders('max-age=86400, private'),
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, OPTIONS',
  };
  return { status: 200, headers, body };
}

/** `login.microsoftonline.com`: the tenants' client secrets, and the documents that lead there. */
export function createLoginApi(options: TokenEndpointOptions): Api {
  return async (request) => {
    const [, name = '', ...rest] = request.url.pathname.split('/');
    const route = `${request.method} /${rest.join('/')}`;
    if (route === 'GET /discovery/instance') return answerDiscovery(request);
    const isTokenRequest = route === 'POST /oauth2/v2.0/token';
    if (!isTokenRequest && !METADATA.includes(route)) throw notFound();
    const tenant = findTenant(options.directory, name);
    if (tenant === undefined) {
      const error = isTokenRequest ? 'invalid_request' : 'invalid_tenant';
      throw entraError(unknownTenant(name, error), options.now);
    }
    if (isTokenRequest) return answerTokenRequest(request, tenant, options);
    return cacheable(
      route.endsWith('/keys')
        ? await describeKeys(options.key, issuerOf(tenant.id))
        : openIdConfiguration(tenant.id),
    );
  };
}

const METADATA = ['GET /v2.0/.well-known/openid-configuration', 'GET /discovery/v2.0/keys'];

function answerDiscovery(request: ApiRequest): ApiResponse {
  const asked = request.url.searchParams.get('authorization_endpoint');
  if (asked === null || !URL.canParse(asked)) throw notFound();
  return cacheable(instanceDiscovery(new URL(asked)));
}

function notFound(): ApiError {
  return new ApiError({ status: 404, headers: entraHeaders('private') });
}
