import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  desktopArguments,
  desktopOnPath,
  downloadDesktop,
  installInDesktop,
} from '../../test/host/desktop.ts';
import { dnsSettings } from '../../test/host/dns-settings.ts';
import { desktopEnvironment } from '../../test/host/environment.ts';
import { packagedExtension } from '../../test/host/packaged-extension.ts';
import { createProfile, removeProfile, type Profile } from '../../test/host/profile.ts';
import { accountsOf, offerAccounts, STAND_IN } from '../../test/host/sign-in.ts';
import { until } from '../../test/host/until.ts';
import type { Ready } from '../../test/sandbox/ready.ts';
import type { Opened } from './opened.ts';

const END_LIMIT_MS = 10_000;

/** Opens the person's VS Code, or a downloaded one, with a profile of its own. */
export async function openOnDesktop(sandbox: Ready): Promise<Opened> {
  const command = desktopOnPath() ?? (await downloadDesktop('stable')).command;
  await using started = new AsyncDisposableStack();
  const profile = await createProfile(dnsSettings(sandbox));
  started.defer(() => removeProfile(profile));
  const signIn = await offerAccounts(profile, sandbox.control, accountsOf(sandbox));
  const vsix = await packagedExtension();
  await installInDesktop(command, profile, { folders: [STAND_IN], vsix });
  const [program, ...first] = command;
  const child = spawn(
    program,
    [...first, ...desktopArguments(profile), '--new-window', '--wait', profile.workspace],
    {
      env: desktopEnvironment(profile, sandbox, signIn),
      stdio: 'ignore',
      // On Windows the command line is a .cmd file.
      shell: process.platform === 'win32',
    },
  );
  started.defer(() => endDesktop(profile));
  await once(child, 'spawn');
  const running = started.move();
  return {
    place: 'its own window',
    closed: once(child, 'exit').then(() => undefined),
    close: () => running.disposeAsync(),
  };
}

/**
 * Ends the VS Code of a profile. The command line only waits for it: its process is the one that
 * holds the profile's lock.
 */
async function endDesktop(profile: Profile): Promise<void> {
  const lock = await readFile(join(profile.userData, 'code.lock'), 'utf8').catch(() => '');
  const pid = Number.parseInt(lock, 10);
  if (Number.isNaN(pid) || !isRunning(pid)) return;
  process.kill(pid, 'SIGTERM');
  await until(() => !isRunning(pid), END_LIMIT_MS);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
