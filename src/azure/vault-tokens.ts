/**
 * Whom to ask for a vault's token is said by the vault itself, by its challenge to a request without
 * one (https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses);
 * what it says is believed for its own domain only.
 */
import type { AccessToken } from '@azure/core-auth';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { CertError } from '../domain/errors.ts';
import { stillChallenged } from './claims-challenge.ts';
import type { AzureContext } from './context.ts';
import { remembered } from './remembered.ts';

export interface VaultTokens {
  /** @throws CertError SignInFailed, SignInAgain, and what the credential rejects with */
  send(client: HttpClient, request: PipelineRequest): Promise<PipelineResponse>;
}

interface Audience {
  readonly scope: string;
  readonly tenantId: string | undefined;
}

/** @param origin - of the vault, `https://VAULT.vault.azure.net` */
export function vaultTokens(
  origin: string,
  client: HttpClient,
  { credential }: AzureContext,
): VaultTokens {
  const { host } = new URL(origin);
  const audience = remembered(async () => {
    const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
    const url = `${origin}/keys?api-version=7.4`;
    const answer = await client.sendRequest(createPipelineRequest({ url }));
    return audienceIn(host, answer.headers.get('www-authenticate') ?? '');
  });
  const token = async (claims?: string): Promise<AccessToken> => {
    const { scope, tenantId } = await audience.get();
    const got = await credential.getToken(scope, {
      enableCae: true,
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(claims === undefined ? {} : { claims }),
    });
    if (got !== null) return got;
    throw new CertError('SignInFailed', { method: host, reason: 'no token' });
  };
  const authorized = async (
    through: HttpClient,
    request: PipelineRequest,
    claims?: string,
  ): Promise<PipelineResponse> => {
    request.headers.set('authorization', `Bearer ${(await token(claims)).token}`);
    return through.sendRequest(request);
  };
  return {
    async send(through, request) {
      const first = await authorized(through, request);
      if (first.status !== 401) return first;
      const claims = claimsIn(first.headers.get('www-authenticate') ?? '');
      const second = claims === undefined ? first : await authorized(through, request, claims);
      if (second.status !== 401) return second;
      const challenge = second.headers.get('www-authenticate') ?? '';
      const failed = new CertError('SignInFailed', { method: host, reason: 'HTTP 401' });
      throw stillChallenged(host, challenge) ?? failed;
    },
  };
}

/**
 * `Bearer authorization="https://login.microsoftonline.com/{tenant}", resource="https://vault.azure.net"`
 * @throws CertError SignInFailed where another service's tokens are asked for
 */
function audienceIn(host: string, challenge: string): Audience {
  const resource = /\bresource="(https:\/\/[^"/]+)\/?"/i.exec(challenge)?.[1];
  if (resource === undefined || !host.endsWith(`.${new URL(resource).host}`)) {
    const reason = 'the vault does not say which tokens it takes';
    throw new CertError('SignInFailed', { method: host, reason });
  }
  const tenantId = /\bauthorization(?:_uri)?="https:\/\/[^"/]+\/([^"/]+)/i.exec(challenge)?.[1];
  return { scope: `${resource}/.default`, tenantId };
}

/** As the credential takes them: not in base64. */
function claimsIn(challenge: string): string | undefined {
  if (!/\berror="insufficient_claims"/i.test(challenge)) return undefined;
  const claims = /\bclaims="([^"]+)"/i.exec(challenge)?.[1];
  return claims === undefined ? undefined : Buffer.from(claims, 'base64').toString('utf8');
}
