/** What an aborted signal means to the caller. */
import { CertError, isCertError } from '../domain/errors.ts';

/** The signal's own reason where that is a CertError, else Cancelled. */
export function cancellation(signal: { readonly aborted: boolean }, during: string): CertError {
  const reason: unknown = signal instanceof AbortSignal ? signal.reason : undefined;
  return isCertError(reason) ? reason : new CertError('Cancelled', { during });
}

/**
 * Runs `work` until it ends or the signal is aborted, whichever is first. The SDK alone would not
 * do: it forgets the signal on the second page of a list and while a token is being fetched.
 */
export async function untilAborted<T>(
  signal: AbortSignal | undefined,
  during: string,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw cancellation(signal, during);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    reject(cancellation(signal, during));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The option that the SDK's operations take, absent where there is no signal. */
export function abortOption(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
