/** Key Vault answers first and acts some seconds later (recorded: 6 to 9 seconds for a deletion). */
import { isCertError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/runtime.ts';

const LOOK_EVERY_MS = 1000;

/** So long nobody has ever had to wait. */
const PATIENCE_MS = 90_000;

/**
 * Looks until `settled` says so.
 * @param patience - milliseconds
 * @returns whether it has settled in time
 */
export async function untilSettled(
  clock: Clock,
  settled: () => Promise<boolean>,
  signal: AbortSignal,
  patience = PATIENCE_MS,
): Promise<boolean> {
  const until = clock.now() + patience;
  while (!(await settled())) {
    if (clock.now() >= until) return false;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return true;
}

/**
 * The same, after something was done: that nobody wants to wait for the end of it, or that it cannot
 * be seen, is no failure.
 */
export async function settledOrLeft(
  clock: Clock,
  settled: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return await untilSettled(clock, settled, signal);
  } catch (error) {
    if (!signal.aborted && !isCertError(error)) throw error;
    return false;
  }
}
