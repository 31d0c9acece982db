/**
 * Key Vault's REST API without a client of the SDK: for calls that its clients lack, or of which
 * they lose a part (`importCertificate` drops the policy, `updateIssuer` does not disable).
 */
import type { CertError } from '../domain/errors.ts';
import { untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { asCertError } from './network-errors.ts';
import { clientOptions, userAgentPrefix } from './pipeline.ts';
import type { Refusal } from './refusals.ts';
import { vaultTokens } from './vault-tokens.ts';

/** Of the SDK, too: the order of a chain is kept since 7.6 (`preserveCertOrder`). */
export const DATA_PLANE_VERSION = '2025-07-01';

export interface VaultCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/certificates/NAME`, or the `nextLink` of a list. */
  readonly path: string;
  /** Besides the API version. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What is done, for whoever cancels it. */
  readonly doing: string;
  /** A POST that may be repeated although its answer was lost. */
  readonly isRead?: boolean;
  readonly explain: (refusal: Refusal) => CertError;
}

export interface VaultRest {
  /**
   * The answer's JSON; undefined where there is none (204).
   * @throws CertError what `explain` makes of a refusal, and what the network does
   */
  ask(call: VaultCall, signal: AbortSignal | undefined): Promise<unknown>;
  /** The pages of a list, 25 items each at most. */
  pages(
    call: Pick<VaultCall, 'path' | 'query' | 'doing' | 'explain'>,
    signal: AbortSignal | undefined,
  ): AsyncIterable<readonly unknown[]>;
}

/** One for each vault: it knows whom to ask for a token after its first call. */
export function createVaultRest(
  origin: string,
  context: AzureContext,
  version = DATA_PLANE_VERSION,
): VaultRest {
  const { host } = new URL(origin);
  const [vault = ''] = host.split('.');
  const explainChallenge = (refusal: Refusal): CertError => keyVaultError(vault, refusal);
  const challenge = clientOptions(context, { postsAreReads: false, explain: explainChallenge });
  const tokens = vaultTokens(origin, challenge.httpClient, context);

  async function ask(call: VaultCall, signal: AbortSignal | undefined): Promise<unknown> {
    const { method, body, explain, isRead: postsAreReads = false } = call;
    const options = clientOptions(context, { postsAreReads, explain });
    return untilAborted(signal, call.doing, async () => {
      try {
        const { createHttpHeaders, createPipelineRequest } =
          await import('@azure/core-rest-pipeline');
        const request = createPipelineRequest({
          url: urlOf(origin, call, version),
          method,
          headers: createHttpHeaders({
            'user-agent': userAgentPrefix(context.version),
            ...(body && { 'content-type': 'application/json' }),
          }),
          ...(body && { body: JSON.stringify(body) }),
          ...(signal && { abortSignal: signal }),
        });
        const { bodyAsText: text } = await tokens.send(options.httpClient, request);
        return text ? (JSON.parse(text) as unknown) : undefined;
      } catch (error) {
        throw asCertError(error, host);
      }
    });
  }

  return {
    ask,
    async *pages({ path, query, doing, explain }, signal) {
      const shared = { method: 'GET', doing, explain } as const;
      let call: VaultCall = { ...shared, path, query: { ...query, maxresults: '25' } };
      for (;;) {
        const { value, nextLink } = (await ask(call, signal)) as WirePage;
        yield value ?? [];
        if (!nextLink) return;
        call = { ...shared, path: pathOf(nextLink) };
      }
    },
  };
}

interface WirePage {
  readonly value?: readonly unknown[] | null;
  readonly nextLink?: string | null;
}

/** A token goes to the vault itself alone, wherever the link of a page leads. */
function pathOf(nextLink: string): string {
  const { pathname, search } = new URL(nextLink);
  return `${pathname}${search}`;
}

function urlOf(origin: string, { path, query = {} }: VaultCall, version: string): string {
  // Not against the origin as its base: a path that begins with // would name another host.
  const url = new URL(`${origin}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', version);
  return url.href;
}
