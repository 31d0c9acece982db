/**
 * Retries, in place of the SDK's own: those repeat a POST whose answer was lost (a second
 * `create` is then refused with 409) and sleep for as long as Retry-After says.
 */
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { CertError, isCertError } from '../domain/errors.ts';
import { neverReachedHost } from '../domain/network-failure.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import { cancellation } from './cancellation.ts';

const MOST_TRIES = 4;
/** A host that hangs is given a second chance, no third. */
const MOST_TRIES_AFTER_TIMEOUT = 2;
const FIRST_WAIT_MS = 500;
/** What is longer than this is for the caller to decide. */
const LONGEST_WAIT_MS = 20_000;
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);

export interface RetryOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** True where every POST is a read (Resource Graph, tokens). */
  readonly postsAreReads: boolean;
}

/**
 * A client that repeats what may be repeated: requests that never reached the host, throttled ones
 * (429 is sent before anything is done), and failed ones whose repetition changes nothing more.
 * PUT, PATCH and DELETE count among these: ours state the whole result or are guarded by an ETag,
 * so that the repetition of one that had worked ends as a conflict, which the caller resolves by
 * reading. Rejects with Throttled when the service wants a longer wait than 20 s.
 */
export function withRetries(client: HttpClient, options: RetryOptions): HttpClient {
  return {
    async sendRequest(request) {
      for (let tries = 1; ; tries++) {
        const { abortSignal } = request;
        if (abortSignal?.aborted === true) throw cancellation(abortSignal, 'asking Azure');
        let wait = FIRST_WAIT_MS * 2 ** (tries - 1);
        try {
          const response = await client.sendRequest(request);
          if (!TRANSIENT.has(response.status)) return response;
          wait = askedWait(response, request, options.clock) ?? wait;
          if (tries >= MOST_TRIES || !mayRepeat(request, response.status, options)) return response;
        } catch (error) {
          if (!mayTryAgain(error, request, tries, options)) throw error;
        }
        options.log.debug('retrying a request to Azure', { url: withoutQuery(request.url), tries });
        await options.clock.sleep(wait, native(request.abortSignal));
      }
    },
  };
}

function mayRepeat(request: PipelineRequest, status: number, options: RetryOptions): boolean {
  return status === 429 || isRepeatable(request, options);
}

function mayTryAgain(
  error: unknown,
  request: PipelineRequest,
  tries: number,
  options: RetryOptions,
): boolean {
  if (isCertError(error, 'HostTimeout')) {
    return tries < MOST_TRIES_AFTER_TIMEOUT && isRepeatable(request, options);
  }
  if (!isCertError(error, 'HostUnreachable') || tries >= MOST_TRIES) return false;
  return neverReachedHost(error) || isRepeatable(request, options);
}

/** A POST without a token only asks Key Vault for its challenge. */
function isRepeatable(request: PipelineRequest, options: RetryOptions): boolean {
  return (
    request.method !== 'POST' || options.postsAreReads || !request.headers.has('authorization')
  );
}

/** Milliseconds, from Retry-After (seconds or a date) or Resource Graph's own header. */
function askedWait(
  response: PipelineResponse,
  request: PipelineRequest,
  clock: Clock,
): number | undefined {
  const wait =
    retryAfter(response.headers.get('retry-after'), clock.now()) ??
    quotaReset(response.headers.get('x-ms-user-quota-resets-after'));
  if (wait === undefined || wait <= LONGEST_WAIT_MS) return wait;
  const retryAt = new Date(clock.now() + wait).toISOString();
  throw new CertError('Throttled', { host: new URL(request.url).host, retryAt });
}

function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** `00:00:05`; only a 429 of Resource Graph carries it next to an exhausted quota. */
function quotaReset(value: string | undefined): number | undefined {
  const match = /^(\d+):(\d+):(\d+)$/.exec(value ?? '');
  if (match === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function native(signal: PipelineRequest['abortSignal']): AbortSignal | undefined {
  return signal instanceof AbortSignal ? signal : undefined;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
