/** Looking at a resource until the CA has decided (RFC 8555 §7.5.1). */
import { AwakeTime } from '../domain/awake-time.ts';
import type { CertError } from '../domain/errors.ts';
import type { Clock } from '../domain/runtime.ts';
import { retryAfterOf } from './answer.ts';
import { pause } from './cancellation.ts';
import type { HttpAnswer } from './http.ts';
import { LONGEST_SLEEP_MS } from './retry.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
const GROWTH = 1.6;

/** How long a validation or an issuance may take. The slowest CAs need some minutes. */
export const DECISION_LIMIT_MS = 300_000;

export interface Poll<T> {
  readonly clock: Clock;
  readonly limitMs: number;
  /** Milliseconds before the second look; 500 where absent. */
  readonly firstWaitMs?: number;
  /** What is waited for, for people. */
  readonly waitingFor: string;
  look(signal?: AbortSignal): Promise<Looked<T>>;
  settled(value: T): boolean;
  /** The error when the time is up, from what was seen last. */
  expired(last: T, seconds: number): CertError;
}

export interface Looked<T> {
  readonly value: T;
  readonly answer: HttpAnswer;
}

/**
 * Looks at once, because some CAs decide while they are asked, then after 0.5 s and ever more
 * slowly, or when the CA says. The deadline is kept even where the CA asks for longer.
 */
export async function poll<T>(plan: Poll<T>, signal?: AbortSignal): Promise<T> {
  const time = new AwakeTime(plan.clock);
  for (let looks = 0; ; looks++) {
    const { value, answer } = await plan.look(signal);
    if (plan.settled(value)) return value;
    const elapsed = time.elapsed();
    const left = plan.limitMs - elapsed;
    if (left <= 0) throw plan.expired(value, Math.round(elapsed / 1000));
    const asked = retryAfterOf(answer, plan.clock.now());
    await pause(
      plan.clock,
      Math.min(pollDelay(looks, asked, plan.firstWaitMs), left),
      signal,
      `waiting for ${plan.waitingFor}`,
    );
    time.elapsed();
  }
}

/**
 * Milliseconds before the next look. A Retry-After counts where it can be meant for something
 * under way, up to 20 s; ZeroSSL says a day about an order that is ready in seconds.
 *
 * @param looks - how often was looked before this one
 */
export function pollDelay(
  looks: number,
  retryAfterMs: number | undefined,
  firstWaitMs = FIRST_WAIT_MS,
): number {
  if (retryAfterMs !== undefined && retryAfterMs <= LONGEST_SLEEP_MS) {
    return Math.max(retryAfterMs, firstWaitMs);
  }
  return Math.min(firstWaitMs * GROWTH ** looks, LONGEST_WAIT_MS);
}
