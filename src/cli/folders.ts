/** Where what has to be remembered is kept, by each platform's own rules. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * The folder for journal, account keys and history: `$XDG_STATE_HOME/kvcert` wherever that is set
 * to an absolute path. Without it the platform decides: on Linux it is where the XDG specification
 * puts it, elsewhere, as `env-paths` knows no state folder, the application's data folder.
 */
export function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const base = env['XDG_STATE_HOME'];
  if (base?.startsWith('/')) return `${base}/kvcert`;
  if (platform === 'linux') return join(homedir(), '.local', 'state', 'kvcert');
  return envPaths('kvcert', { suffix: '' }).data;
}
