import { join, resolve } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
} from '@vscode/test-electron';
import { runChild } from '../../scripts/child-process.ts';
import { provisionCacheFolder } from '../../scripts/provision/cache-folder.ts';
import { programOnPath } from '../../scripts/provision/program-on-path.ts';
import { linkExtensions, type WantedExtensions } from './install-extensions.ts';
import type { Profile } from './profile.ts';

/** The command line of a VS Code with windows of its own, and what it begins with. */
export type DesktopCommand = readonly [program: string, ...args: string[]];

/** VS Code as it was downloaded. */
export interface DownloadedDesktop {
  /** The program with the windows. */
  readonly executable: string;
  readonly command: DesktopCommand;
}

const CLI_TIMEOUT_MS = 2 * 60_000;

/** The VS Code that the person has. */
export function desktopOnPath(): DesktopCommand | undefined {
  const code = programOnPath('code');
  return code === undefined ? undefined : [code];
}

/**
 * VS Code as Microsoft publishes it, from the cache or from update.code.visualstudio.com.
 *
 * @param version `1.105.0`, or `stable` for the newest.
 * @throws Error with what is needed, where it cannot be had.
 */
export async function downloadDesktop(version: string): Promise<DownloadedDesktop> {
  const cachePath = join(provisionCacheFolder(), 'vscode-desktop');
  try {
    const executable = await downloadAndUnzipVSCode({ version, cachePath });
    const [program = executable, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, {
      reuseMachineInstall: true,
    });
    return { executable, command: [program, ...args] };
  } catch (error) {
    throw new Error(
      [
        `VS Code (${version}) for the desktop could not be downloaded:`,
        `  - ${(error as Error).message}`,
        'https://update.code.visualstudio.com must be reachable, or the download be in',
        `${cachePath} from an earlier run.`,
      ].join('\n'),
      { cause: error },
    );
  }
}

/** Arguments with which VS Code has this profile, and no sign-in with Microsoft but the stand-in. */
export function desktopArguments(profile: Profile): string[] {
  return [
    ...['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions],
    ...['--disable-extension', 'vscode.microsoft-authentication'],
    ...['--disable-updates', '--disable-telemetry', '--disable-workspace-trust'],
    ...['--skip-welcome', '--skip-release-notes'],
  ];
}

/** Puts extensions into a profile that has never been started. */
export async function installInDesktop(
  [program, ...first]: DesktopCommand,
  profile: Profile,
  { folders, vsix }: WantedExtensions,
): Promise<void> {
  await linkExtensions(profile, folders);
  if (vsix === undefined) return;
  const { ok, output, ending } = await runChild(
    program,
    [...first, ...desktopArguments(profile), '--install-extension', resolve(vsix), '--force'],
    { cwd: profile.workspace, timeoutMs: CLI_TIMEOUT_MS },
  );
  if (!ok) throw new Error(`${vsix} could not be installed (${ending}):\n${output}`);
}
