import { spawn } from 'node:child_process';
import { prepareEditor } from '../../test/host/prepare.ts';
import { removeProfile } from '../../test/host/profile.ts';
import { startServer } from '../../test/host/server.ts';
import type { Ready } from '../../test/sandbox/ready.ts';
import { programOnPath } from '../provision/program-on-path.ts';
import type { Opened } from './opened.ts';

/** Serves VS Code with the packaged extension on loopback. */
export async function openInBrowser(sandbox: Ready): Promise<Opened> {
  const { profile, ...prepared } = await prepareEditor({ sandbox });
  try {
    const server = await startServer({ profile, ...prepared });
    return {
      place: server.urlOf(profile.workspace),
      closed: new Promise(() => undefined),
      close: async () => {
        await server.stop();
        await removeProfile(profile);
      },
    };
  } catch (error) {
    await removeProfile(profile);
    throw error;
  }
}

/** Shows a URL in the person's browser, if there is a display to show it on. */
export function showUrl(url: string): boolean {
  const opener = programOnPath('xdg-open');
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';
  if (opener === undefined || display === '') return false;
  // What becomes of it is the desktop's matter: the URL is printed in any case.
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
  return true;
}
