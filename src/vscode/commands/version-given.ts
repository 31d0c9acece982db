/** The version that a node of the tree stands for; undefined for one of a whole certificate. */
export function versionIn(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('version' in given)) return undefined;
  const { version } = given;
  if (typeof version !== 'object' || version === null || !('version' in version)) return undefined;
  return typeof version.version === 'string' ? version.version : undefined;
}
