import type { Now } from './api.ts';

/** The sandbox's time: the machine's, moved by an offset. Pebble has its own and stays at the machine's. */
export interface Clock {
  readonly now: Now;
  /** Milliseconds, negative for the past; replaces the offset that was set before. */
  readonly setOffset: (offsetMs: number) => void;
}

export function createClock(real: Now = Date.now): Clock {
  let offset = 0;
  return {
    now: () => real() + offset,
    setOffset: (offsetMs) => {
      offset = offsetMs;
    },
  };
}
