import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../domain/runtime.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // The timer rejects with an AbortError of its own; callers want the reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
