/**
 * Makes something with its first use, and gives the same to all. What could not be made is made
 * again with the next use: a file may have been out of reach for a moment only.
 */
export function madeOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    const current = (made ??= make());
    current.catch(() => {
      if (made === current) made = undefined;
    });
    return current;
  };
}
