/** What the engine is given instead of reaching for it: time, random numbers, a way to tell. */

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** At least 128 bits of randomness as `bytes` × 2 lower-case hex digits. */
export type RandomHex = (bytes: number) => string;

/** Diagnostics for the log, never for the person; values are redacted where they are made. */
export interface Log {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
