/**
 * A vault's client learns from its first request where to get a token (401 challenge). Until that
 * is known, every further request would be challenged as well, and the SDK's policy mixes up the
 * bodies of requests that are challenged side by side (keyVaultAuthenticationPolicy.js keeps one
 * `originalBody` for all).
 *
 * @param isAnswer - of what a call has thrown: whether the vault has answered it nevertheless
 */
export function firstCallAlone(
  isAnswer: (error: unknown) => boolean,
): <T>(work: () => Promise<T>) => Promise<T> {
  let known = false;
  let first: Promise<unknown> | undefined;
  async function learnFrom<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      known = true;
      return result;
    } catch (error) {
      known = isAnswer(error);
      throw error;
    } finally {
      first = undefined;
    }
  }
  return async (work) => {
    while (!known && first !== undefined) await first.catch(() => undefined);
    if (known) return work();
    const call = learnFrom(work);
    first = call;
    return call;
  };
}
