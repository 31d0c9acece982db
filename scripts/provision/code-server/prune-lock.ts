/** What a package.json, or a package in a lock file, says of its needs. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A lock file, version 2 or 3. */
export interface Lock {
  /** By their place: '' is the project itself, `node_modules/a/node_modules/b` a nested package. */
  readonly packages: Readonly<Record<string, Manifest>>;
}

/** A project's manifest without scripts, tools and some of its dependencies. */
export function pruneManifest(manifest: Manifest, absent: readonly string[]): Manifest {
  const dependencies = Object.entries(manifest.dependencies ?? {});
  return {
    ...manifest,
    ...{ scripts: undefined, devDependencies: undefined },
    dependencies: Object.fromEntries(dependencies.filter(([name]) => !absent.includes(name))),
  };
}

/**
 * The lock file for that manifest: without the packages that nothing needs any more. (npm itself
 * would ask the registry about every package to work that out.)
 */
export function pruneLock(lock: Lock, absent: readonly string[]): Lock {
  const root = pruneManifest(lock.packages[''] ?? {}, absent);
  const packages: Record<string, Manifest> = { ...lock.packages, '': root };
  const reached = new Set(['']);
  // A set that grows while it is walked through is walked through to its new end.
  for (const place of reached) {
    const { dependencies, optionalDependencies, peerDependencies } = packages[place] ?? {};
    const needed = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    for (const name of Object.keys(needed)) {
      const found = placesOf(name, place).find((candidate) => candidate in packages);
      if (found !== undefined) reached.add(found);
    }
  }
  const kept = Object.entries(packages).filter(([place]) => reached.has(place));
  return { ...lock, packages: Object.fromEntries(kept) };
}

/** Where Node looks for a package that is asked for by the one at `place`, nearest first. */
function placesOf(name: string, place: string): string[] {
  const above = place.split('/node_modules/').map((_, depth, parts) => {
    const at = parts.slice(0, parts.length - depth).join('/node_modules/');
    return at === '' ? '' : `${at}/`;
  });
  return [...new Set([...above, ''])].map((at) => `${at}node_modules/${name}`);
}
