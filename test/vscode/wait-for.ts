import { until } from '../host/until.ts';

const LIMIT_MS = 20_000;

/**
 * Waits for something that nobody announces and returns it.
 *
 * @throws Error that says what did not come
 */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  let seen: T | undefined;
  const came = await until(async () => (seen = await look()) !== undefined, LIMIT_MS);
  if (!came || seen === undefined) throw new Error(`${what} did not come.`);
  return seen;
}
