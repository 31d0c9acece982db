/** What every client of this layer is made from. */
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Cloud } from '../domain/cloud.ts';
import type { Clock, Log } from '../domain/runtime.ts';

export interface AzureContext {
  readonly credential: TokenCredential;
  readonly cloud: Cloud;
  /** What the clients of the SDK send through; transport.ts makes the real one. */
  readonly httpClient: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  /** The product's version, for the User-Agent. */
  readonly version: string;
}

/** The same with tokens of another tenant. */
export function inTenant(context: AzureContext, tenantId: string): AzureContext {
  const { credential } = context;
  const there: TokenCredential = {
    getToken: (scopes, options) => credential.getToken(scopes, { ...options, tenantId }),
  };
  return { ...context, credential: there };
}
