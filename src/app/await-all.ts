/**
 * Like Promise.all, but nothing is still under way when it rejects: what undoes side effects must
 * not race with the side effects themselves.
 */
export async function awaitAll<const T extends readonly Promise<unknown>[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Runs `work` for every item, at most `width` at the same time; the order is kept. */
export async function sideBySide<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await awaitAll(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
