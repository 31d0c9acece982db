/** Where what has to be remembered is kept, by each platform's own rules. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CertError } from '../domain/errors.ts';

/**
 * The folder for journal, account keys and history: `$XDG_STATE_HOME/kvcert` wherever that is set
 * to an absolute path. Without it the platform decides: on Linux it is where the XDG specification
 * puts it, elsewhere, as `env-paths` knows no state folder, the application's data folder.
 * @throws CertError StateUnwritable where there is no home folder to put it in
 */
export async function stateFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: () => string = homedir,
): Promise<string> {
  const base = env['XDG_STATE_HOME'];
  if (base?.startsWith('/')) return `${base}/kvcert`;
  const folder = platform === 'linux' ? belowHome(home) : await dataFolder();
  if (folder !== undefined && isAbsolute(folder)) return folder;
  throw new CertError('StateUnwritable', {
    path: folder ?? 'The state folder',
    reason: 'no home folder is known that it could be in',
  });
}

/** undefined: the user has none, as a user id without an entry in passwd and without $HOME. */
function belowHome(home: () => string): string | undefined {
  try {
    return join(home(), '.local', 'state', 'kvcert');
  } catch {
    return undefined;
  }
}

/** Loaded when it is needed: it looks for the home folder as soon as it is imported. */
async function dataFolder(): Promise<string | undefined> {
  try {
    const { default: envPaths } = await import('env-paths');
    return envPaths('kvcert', { suffix: '' }).data;
  } catch {
    return undefined;
  }
}
