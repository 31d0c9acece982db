/**
 * A vault's client learns from its first request where to get a token (401 challenge). Until that
 * is known, every further request would be challenged as well, and the SDK's policy mixes up the
 * bodies of requests that are challenged side by side (keyVaultAuthenticationPolicy.js keeps one
 * `originalBody` for all).
 */
export function firstCallAlone(): <T>(work: () => Promise<T>) => Promise<T> {
  let known = false;
  let first: Promise<unknown> | undefined;
  return async (work) => {
    while (!known && first !== undefined) await first.catch(() => undefined);
    if (known) return work();
    const call = work().then((result) => {
      known = true;
      return result;
    });
    first = call.finally(() => {
      first = undefined;
    });
    first.catch(() => undefined);
    return call;
  };
}
