import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from '../npm.ts';
import { pruneLock, pruneManifest, type Lock, type Manifest } from './prune-lock.ts';

export interface PackageChoice {
  /** Direct dependencies that are left out with all that only they need. */
  readonly without: readonly string[];
  /** The file of stand-ins/ by the name of the package in whose place it is put. */
  readonly replaced: Readonly<Record<string, string>>;
}

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const standIns = join(import.meta.dirname, 'stand-ins');

/**
 * Installs what the npm-shrinkwrap.json of `folder` pins, but for what is left out or replaced.
 *
 * @throws Error with what npm said.
 */
export async function installPackages(
  folder: string,
  { without, replaced }: PackageChoice,
): Promise<void> {
  const absent = [...without, ...Object.keys(replaced)];
  await rewrite<Manifest>(join(folder, 'package.json'), (file) => pruneManifest(file, absent));
  await rewrite<Lock>(join(folder, 'npm-shrinkwrap.json'), (file) => pruneLock(file, absent));
  const npm = await runNpm(
    // Without scripts nothing is compiled or downloaded, so npm may run on any Node.
    ['ci', '--omit=dev', '--ignore-scripts', '--engine-strict=false']
      // Of the packages that are left out some are peers of others.
      .concat(['--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error']),
    { cwd: folder, timeoutMs: INSTALL_TIMEOUT_MS },
  );
  if (!npm.ok) {
    throw new Error(`npm could not install its packages (${npm.ending}):\n${npm.output}`);
  }
  for (const [name, file] of Object.entries(replaced)) {
    const target = join(folder, 'node_modules', name);
    await mkdir(target, { recursive: true });
    await cp(join(standIns, file), join(target, 'index.cjs'));
    const manifest = { name, version: '0.0.0', main: 'index.cjs' };
    await writeFile(join(target, 'package.json'), JSON.stringify(manifest));
  }
}

async function rewrite<Content>(
  file: string,
  change: (content: Content) => Content,
): Promise<void> {
  const content = JSON.parse(await readFile(file, 'utf8')) as Content;
  await writeFile(file, JSON.stringify(change(content)));
}
