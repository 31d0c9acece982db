/**
 * A question to the person that several operations have at the same time is asked once, and each of
 * them waits for its answer for as long as it is not cancelled. No editor needed.
 */
export type AskShared = (
  /** Of two questions with the same subject, the second waits for the answer to the first. */
  subject: string,
  signal: AbortSignal,
  ask: () => Promise<boolean>,
) => Promise<boolean>;

export function sharedQuestions(): AskShared {
  const asked = new Map<string, Promise<boolean>>();
  return async (subject, signal, ask) => {
    signal.throwIfAborted();
    const answer =
      asked.get(subject) ??
      ask().finally(() => {
        asked.delete(subject);
      });
    asked.set(subject, answer);
    return unlessAborted(answer, signal);
  };
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    aborted.reject(signal.reason);
  };
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
