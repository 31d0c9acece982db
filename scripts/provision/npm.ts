import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join, sep } from 'node:path';
import { runChild } from '../child-process.ts';
import type { ChildResult } from '../child-process.ts';

/** A package of the npm registry, pinned. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** `sha512-…`, as the registry tells it in `dist.integrity`. */
  readonly integrity: string;
}

const PACK_TIMEOUT_MS = 5 * 60_000;

/**
 * Runs the npm that runs us, by the Node that runs it; else the one on PATH. Never by the Node in
 * node_modules: npm looks for its global configuration beside the Node that it runs on.
 */
export function runNpm(
  args: readonly string[],
  { cwd, timeoutMs }: { readonly cwd: string; readonly timeoutMs: number },
): Promise<ChildResult> {
  const npm = process.env['npm_execpath'];
  const node = process.env['npm_node_execpath'];
  return npm === undefined || node === undefined
    ? runChild('npm', args, { cwd, timeoutMs, env: withoutLocalPrograms(process.env) })
    : runChild(node, [npm, ...args], { cwd, timeoutMs });
}

/**
 * Takes a package from the registry and checks that it is the pinned one.
 *
 * @returns the path of its archive in `folder`.
 * @throws Error with what npm said.
 */
export async function takePackage(wanted: PinnedPackage, folder: string): Promise<string> {
  const { name, version, integrity } = wanted;
  const pack = await runNpm(['pack', `${name}@${version}`, '--silent', '--ignore-scripts'], {
    cwd: folder,
    timeoutMs: PACK_TIMEOUT_MS,
  });
  const archive = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  if (!pack.ok || !existsSync(archive)) {
    throw new Error(`npm could not take ${name} ${version} (${pack.ending}):\n${pack.output}`);
  }
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` !== integrity) {
    throw new Error(`${name} ${version} from npm is not what was pinned, but sha512-${digest}`);
  }
  return archive;
}

function withoutLocalPrograms(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const local = join('node_modules', '.bin');
  const folders = (env['PATH'] ?? '').split(delimiter);
  return {
    ...env,
    PATH: folders.filter((folder) => !folder.endsWith(sep + local)).join(delimiter),
  };
}
