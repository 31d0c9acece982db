/**
 * Works through `items`, at most `width` at a time, and hands each result to `report` in the order
 * of the items, as soon as it and all before it are there.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
  report: (item: Item, result: Result) => void,
): Promise<void> {
  const waiting = items.map((item) => ({ item, ...Promise.withResolvers<Result>() }));
  const queue = waiting.values();
  const worker = async () => {
    // The workers share the queue: each takes what is next when it is free.
    for (const { item, resolve, reject } of queue) {
      await work(item).then(resolve, reject);
    }
  };
  const workers = Array.from({ length: width }, worker);
  for (const { item, promise } of waiting) {
    report(item, await promise);
  }
  await Promise.all(workers);
}
