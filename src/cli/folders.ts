/** Where what has to be remembered is kept, by each platform's own rules. */
import envPaths from 'env-paths';

/**
 * The folder for journal, account keys and history: `$XDG_STATE_HOME/kvcert` wherever that is set.
 * Without it the platform decides: `env-paths` knows no state folder, so on Linux it is where the
 * XDG specification puts it, and elsewhere the application's data folder.
 */
export function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const base = env['XDG_STATE_HOME'];
  if (base?.startsWith('/')) return `${base}/kvcert`;
  const paths = envPaths('kvcert', { suffix: '' });
  return platform === 'linux' ? paths.log : paths.data;
}
