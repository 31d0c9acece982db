/** Key Vault answers first and acts some seconds later (recorded: 6 to 9 seconds for a deletion). */
import type { Clock } from '../../domain/runtime.ts';

const LOOK_EVERY_MS = 1000;

/** So long nobody has ever had to wait. */
const PATIENCE_MS = 90_000;

/**
 * Looks until `settled` says so.
 * @returns whether it has settled in time
 */
export async function untilSettled(
  clock: Clock,
  settled: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  const until = clock.now() + PATIENCE_MS;
  while (!(await settled())) {
    if (clock.now() >= until) return false;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return true;
}
