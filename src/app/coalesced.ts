import type { Clock } from '../domain/runtime.ts';

/** Calls `work` once for all requests that come within `ms` milliseconds, at their end. */
export function coalesced(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: () => void,
): () => void {
  let isDue = false;
  return () => {
    if (isDue || signal.aborted) return;
    isDue = true;
    const run = (): void => {
      isDue = false;
      if (!signal.aborted) work();
    };
    // The sleep rejects only when the signal is aborted, and then nobody is to be told any more.
    clock.sleep(ms, signal).then(run, () => undefined);
  };
}
