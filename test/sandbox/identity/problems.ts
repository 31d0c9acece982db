import type { EntraProblem } from './entra-error.ts';

/** What the token endpoint refuses, in Entra's words; which of them are recorded: ASSUMPTIONS.md. */

export function unknownTenant(tenant: string, error: EntraProblem['error']): EntraProblem {
  return {
    status: 400,
    error,
    code: 90002,
    message: `Tenant '${tenant}' not found. This may happen if there are no active subscriptions for the tenant. Check to make sure you have the correct tenant ID. Check with your subscription administrator.`,
  };
}

export function missingParameter(name: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_request',
    code: 900144,
    message: `The request body must contain the following parameter: '${name}'.`,
  };
}

export function unsupportedGrant(grant: string): EntraProblem {
  return {
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
    message: `The app requested an unsupported grant type '${grant}'.`,
  };
}

export function unknownApplication(clientId: string, tenant: string): EntraProblem {
  return {
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
    message: `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  };
}

export function missingSecret(): EntraProblem {
  return {
    status: 401,
    error: 'invalid_client',
    code: 7000216,
    message: `'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.`,
  };
}

export function wrongSecret(clientId: string): EntraProblem {
  return {
    status: 401,
    error: 'invalid_client',
    code: 7000215,
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  };
}

export function scopeWithoutDefault(scope: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_scope',
    code: 1002012,
    message: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  };
}

export function unknownResource(resource: string, tenant: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_resource',
    code: 500011,
    message: `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  };
}

export function scopesOfSeveralResources(scopes: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    message: `The provided value for the input parameter 'scope' is not valid. The scope '${scopes}' is not valid.`,
  };
}

export function badClaims(): EntraProblem {
  return {
    status: 400,
    error: 'invalid_request',
    code: 50143,
    message: 'The claims parameter is not a valid JSON object.',
  };
}

export function unknownUser(upn: string, tenant: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_grant',
    code: 50034,
    message: `The user account ${upn} does not exist in the ${tenant} directory. To sign into this application, the account must be added to the directory.`,
  };
}

export function notInTenant(upn: string, home: string, tenant: string): EntraProblem {
  return {
    status: 400,
    error: 'invalid_grant',
    code: 50020,
    message: `User account '${upn}' from identity provider 'https://sts.windows.net/${home}/' does not exist in tenant '${tenant}' and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  };
}

/** On the v2 endpoint the error is `invalid_grant`; the suberror says that interaction helps. */
export function multiFactorRequired(resource: string, claims: string | undefined): EntraProblem {
  return {
    status: 400,
    error: 'invalid_grant',
    suberror: 'basic_action',
    code: 50076,
    message: `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${resource}'.`,
    ...(claims === undefined ? {} : { claims }),
  };
}

export function grantRevoked(): EntraProblem {
  return {
    status: 400,
    error: 'invalid_grant',
    suberror: 'bad_token',
    code: 50173,
    message:
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  };
}

export function blockedByPolicy(): EntraProblem {
  return {
    status: 400,
    error: 'invalid_grant',
    suberror: 'message_only',
    code: 53003,
    message:
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  };
}
