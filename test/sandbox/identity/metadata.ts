const LOGIN = 'https://login.microsoftonline.com';

/** `/{tenant}/v2.0/.well-known/openid-configuration`, as recorded in 2022. */
export function openIdConfiguration(tenantId: string): Readonly<Record<string, unknown>> {
  const tenant = `${LOGIN}/${tenantId}`;
  return {
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${tenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${tenant}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${tenant}/oauth2/v2.0/logout`,
    claims_supported: CLAIMS,
    kerberos_endpoint: `${tenant}/kerberos`,
    tenant_region_scope: 'WW',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  };
}

const CLAIMS = [
  ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name'],
  ...['msgraph_host', 'aud', 'exp', 'iat', 'auth_time', 'acr', 'nonce', 'preferred_username'],
  ...['name', 'tid', 'ver', 'at_hash', 'c_hash', 'email'],
];

/**
 * `/common/discovery/instance`, as recorded in 2022.
 *
 * @param authorizationEndpoint what the client asked about; the answer leads to its tenant, and to
 *   version 2.0 only if it named that version.
 */
export function instanceDiscovery(authorizationEndpoint: URL): Readonly<Record<string, unknown>> {
  const tenant = authorizationEndpoint.pathname.split('/')[1] ?? 'common';
  const version = authorizationEndpoint.pathname.includes('/v2.0/') ? '/v2.0' : '';
  return {
    tenant_discovery_endpoint: `${LOGIN}/${tenant}${version}/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      cloud('login.microsoftonline.com', 'login.windows.net', [
        'login.microsoftonline.com',
        'login.windows.net',
        'login.microsoft.com',
        'sts.windows.net',
      ]),
      cloud('login.partner.microsoftonline.cn', 'login.partner.microsoftonline.cn', [
        'login.partner.microsoftonline.cn',
        'login.chinacloudapi.cn',
      ]),
      cloud('login.microsoftonline.de', 'login.microsoftonline.de', ['login.microsoftonline.de']),
      cloud('login.microsoftonline.us', 'login.microsoftonline.us', [
        'login.microsoftonline.us',
        'login.usgovcloudapi.net',
      ]),
      cloud('login-us.microsoftonline.com', 'login-us.microsoftonline.com', [
        'login-us.microsoftonline.com',
      ]),
    ],
  };
}

function cloud(network: string, cache: string, aliases: readonly string[]): object {
  return { preferred_network: network, preferred_cache: cache, aliases };
}
