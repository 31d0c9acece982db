import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folders of one VS Code that nobody has used before. */
export interface Profile {
  readonly base: string;
  readonly userData: string;
  readonly extensions: string;
  /** The folder that its windows open. */
  readonly workspace: string;
  /** HOME of its processes. */
  readonly home: string;
  /** TMPDIR of its processes: VS Code leaves sockets there. Their paths must stay short. */
  readonly temporary: string;
  /** What the browser keeps: VS Code's state and secrets are there. */
  readonly browser: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/** Quiet, and the same on every machine. What the product's users see is left as it is. */
const SETTINGS: Settings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.confirmBeforeClose': 'never',
  'window.menuBarVisibility': 'classic',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Makes a profile below the system's temporary folder, with a workspace that holds a file. */
export async function createProfile(settings: Settings = {}): Promise<Profile> {
  const base = await mkdtemp(join(tmpdir(), 'kvcert-vscode-'));
  const folders = {
    userData: join(base, 'user-data'),
    extensions: join(base, 'extensions'),
    workspace: join(base, 'workspace'),
    home: join(base, 'home'),
    temporary: join(base, 'tmp'),
    browser: join(base, 'browser'),
  };
  const user = join(folders.userData, 'User');
  // Where the browser is one machine and the server another: settings of scope `machine`.
  const machine = join(folders.userData, 'Machine');
  for (const folder of [...Object.values(folders), user, machine]) {
    await mkdir(folder, { recursive: true });
  }
  await writeFile(join(folders.workspace, 'notes.txt'), 'A file of this workspace.\n');
  const all = JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2);
  await writeFile(join(user, 'settings.json'), `${all}\n`);
  await writeFile(join(machine, 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  return { base, ...folders };
}

export async function removeProfile(profile: Profile): Promise<void> {
  await rm(profile.base, { recursive: true, force: true, maxRetries: 5 });
}
