/** Waiting that ends the moment its signal does, always with a CertError. */
import { CertError, isCertError } from '../domain/errors.ts';
import type { Clock } from '../domain/runtime.ts';

/** The signal's own reason where it is a CertError, else Cancelled. */
export function cancelled(signal: AbortSignal, during: string): CertError {
  const reason: unknown = signal.reason;
  return isCertError(reason) ? reason : new CertError('Cancelled', { during }, { cause: reason });
}

/** @throws CertError if the signal is aborted already */
export function throwIfCancelled(signal: AbortSignal | undefined, during: string): void {
  if (signal?.aborted) throw cancelled(signal, during);
}

/** Sleeps by the clock. */
export async function pause(
  clock: Clock,
  ms: number,
  signal: AbortSignal | undefined,
  during: string,
): Promise<void> {
  throwIfCancelled(signal, during);
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal?.aborted ? cancelled(signal, during) : error;
  }
}

/** Waits for something that others wait for too: an abort ends the waiting, not the thing. */
export async function waitFor<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  during: string,
): Promise<T> {
  if (!signal) return promise;
  throwIfCancelled(signal, during);
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(cancelled(signal, during));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
