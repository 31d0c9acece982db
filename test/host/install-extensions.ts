import { readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runChild } from '../../scripts/child-process.ts';
import type { CodeServer } from '../../scripts/provision/code-server.ts';
import { editorEnvironment } from './environment.ts';
import type { Profile } from './profile.ts';
import { profileArguments } from './server.ts';

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

export interface WantedExtensions {
  /** Folders with a package.json, as they are. */
  readonly folders: readonly string[];
  readonly vsix: string | undefined;
}

const INSTALL_TIMEOUT_MS = 60_000;

/**
 * Puts extensions into a profile that has never been started. Folders come first: the first
 * installation writes down what is there, and what is put beside it later is ignored.
 */
export async function installExtensions(
  codeServer: CodeServer,
  profile: Profile,
  { folders, vsix }: WantedExtensions,
): Promise<void> {
  await linkExtensions(profile, folders);
  if (vsix === undefined) return;
  const args = [...profileArguments(profile), '--install-extension', vsix, '--force'];
  const { ok, output, ending } = await runChild(process.execPath, [codeServer.entry, ...args], {
    cwd: profile.workspace,
    env: editorEnvironment(profile, undefined),
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  if (!ok) throw new Error(`${vsix} could not be installed (${ending}):\n${output}`);
}

/** Puts extensions into a profile as they are, before anything is installed in it. */
export async function linkExtensions(profile: Profile, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    const { publisher, name, version } = JSON.parse(text) as Manifest;
    const place = join(profile.extensions, `${publisher}.${name}-${version}`);
    // (A junction is what Windows allows to everybody.)
    await symlink(resolve(folder), place, 'junction');
  }
}
