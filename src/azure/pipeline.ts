/** The options that all clients of the SDK share. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { CertError } from '../domain/errors.ts';
import type { AzureContext } from './context.ts';
import { armError } from './arm-errors.ts';
import { rejectRefusals, type Refusal } from './refusals.ts';
import { withRetries } from './retries.ts';

export interface ClientOptions {
  httpClient: HttpClient;
  retryOptions: { maxRetries: 0 };
  userAgentOptions: { userAgentPrefix: string };
}

export interface ServiceOptions {
  /** True where every POST of the service is a read. */
  readonly postsAreReads: boolean;
  readonly explain: (refusal: Refusal) => CertError;
}

/** Our retries take the place of the SDK's; both at once would multiply. */
export function clientOptions(context: AzureContext, service: ServiceOptions): ClientOptions {
  const { clock, log } = context;
  const { postsAreReads, explain } = service;
  return {
    httpClient: rejectRefusals(
      withRetries(context.httpClient, { clock, log, postsAreReads }),
      explain,
    ),
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: userAgentPrefix(context.version) },
  };
}

/**
 * The clients for ARM do not agree on where to say which cloud it is: the newer ones take
 * `credentials.scopes`, without which they ask for the public cloud's token whatever the endpoint;
 * those of the generation before take `credentialScopes`.
 */
export interface ArmClientOptions extends ClientOptions {
  endpoint: string;
  credentials: { scopes: string[] };
  credentialScopes: string;
}

/** Every POST that is sent to ARM here is a read (Resource Graph, the check of a vault's name). */
export function armClientOptions(context: AzureContext): ArmClientOptions {
  const { resourceManager, armScope } = context.cloud;
  return {
    ...clientOptions(context, { postsAreReads: true, explain: armError }),
    endpoint: resourceManager,
    credentials: { scopes: [armScope] },
    credentialScopes: armScope,
  };
}

export function userAgentPrefix(version: string): string {
  return `kvcert/${version}`;
}
