/**
 * The editor underlines a value of another type than the manifest's, and hands it over all the same.
 * @param fallback - the manifest's default; a list is one of texts
 */
export function settingValue<T>(value: T | undefined, fallback: T): T {
  return value !== undefined && isAlike(value, fallback) ? value : fallback;
}

function isAlike(value: unknown, sample: unknown): boolean {
  if (typeof sample === 'number') return Number.isFinite(value);
  if (!Array.isArray(sample)) return typeof value === typeof sample;
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
