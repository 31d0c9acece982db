/** When a request is made once more, and after how long. */
import { AwakeTime } from '../domain/awake-time.ts';
import { type CertError, isCertError } from '../domain/errors.ts';
import type { Clock, Log, RandomHex } from '../domain/runtime.ts';
import { retryAfterOf } from './answer.ts';
import { pause } from './cancellation.ts';
import { type HttpAnswer, hostOf } from './http.ts';

/** Longer waits than this are never slept: the caller is told when to come back. */
export const LONGEST_SLEEP_MS = 20_000;

const RETRIES = 3;
const FIRST_BACKOFF_MS = 500;
/** No attempt begins later than this after the first one. */
const BUDGET_MS = 60_000;

/** What one attempt came to. */
export type Outcome = { readonly answer: HttpAnswer } | { readonly error: unknown };

export interface RetryState {
  /** Attempts that were made again already. */
  readonly retries: number;
  readonly elapsedMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Jitter: from 0 up to, but not including, 1. */
  readonly fraction: number;
}

/**
 * Milliseconds until the next attempt; undefined: the outcome stands. Faults of the network, 5xx
 * and 429 pass by themselves; everything else would only come again.
 */
export function retryDelay(outcome: Outcome, state: RetryState): number | undefined {
  if (!passesByItself(outcome) || state.retries >= RETRIES) return undefined;
  const asked = 'answer' in outcome ? retryAfterOf(outcome.answer, state.now) : undefined;
  if (asked !== undefined && asked > LONGEST_SLEEP_MS) return undefined;
  const backoff = FIRST_BACKOFF_MS * 2 ** state.retries * (0.75 + state.fraction / 2);
  const delay = Math.max(asked ?? 0, backoff);
  return state.elapsedMs + delay > BUDGET_MS ? undefined : delay;
}

export interface RetryTools {
  readonly clock: Clock;
  readonly random: RandomHex;
  readonly log: Log;
}

/** Attempts until an outcome stands. Every attempt makes its own request, newly signed if at all. */
export async function withRetries(
  { clock, random, log }: RetryTools,
  url: string,
  attempt: () => Promise<HttpAnswer>,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const time = new AwakeTime(clock);
  for (let retries = 0; ; retries++) {
    const outcome = await outcomeOf(attempt);
    const times = { elapsedMs: time.elapsed(), now: clock.now() };
    const state = { retries, ...times, fraction: fractionFrom(random) };
    const delay = retryDelay(outcome, state);
    if (delay === undefined) return settled(outcome);
    const came = 'answer' in outcome ? outcome.answer.status : String(outcome.error);
    log.debug('ACME request is tried again', { url, came, delay });
    await pause(clock, delay, signal, `waiting to ask ${hostOf(url)} again`);
    time.elapsed();
  }
}

function passesByItself(outcome: Outcome): boolean {
  if ('answer' in outcome) return outcome.answer.status === 429 || outcome.answer.status >= 500;
  return isCertError(outcome.error, 'HostUnreachable') || isCertError(outcome.error, 'HostTimeout');
}

async function outcomeOf(attempt: () => Promise<HttpAnswer>): Promise<Outcome> {
  try {
    return { answer: await attempt() };
  } catch (error) {
    return { error };
  }
}

function settled(outcome: Outcome): HttpAnswer {
  if ('answer' in outcome) return outcome.answer;
  throw outcome.error as CertError;
}

function fractionFrom(random: RandomHex): number {
  return Number.parseInt(random(4), 16) / 2 ** 32;
}
