import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder outside the repository for what npm cannot install: `kvcert-dev` under XDG_CACHE_HOME
 * or the platform's equivalent (`~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`).
 */
export function provisionCacheFolder(): string {
  const xdg = process.env['XDG_CACHE_HOME'];
  if (xdg !== undefined && xdg !== '') {
    return join(xdg, 'kvcert-dev');
  }
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'kvcert-dev');
    case 'win32':
      return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'kvcert-dev');
    default:
      return join(homedir(), '.cache', 'kvcert-dev');
  }
}
