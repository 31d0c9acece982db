import type { Page } from 'playwright-core';
import type { Age } from '../../../scripts/provision/code-server.ts';
import type { Ready } from '../../sandbox/ready.ts';
import { startEditor } from '../editor.ts';
import type { Environment } from '../environment.ts';
import type { Settings } from '../profile.ts';

/** A window of a VS Code of any kind, to run tests in its extension host. */
export interface HostWindow {
  readonly page: Page;
  /** Keeps pictures and logs, and says where. */
  readonly keepEvidence: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface HostNeeds {
  readonly sandbox: Ready;
  /** The folder of the companion. */
  readonly companion: string;
  readonly settings: Settings;
  readonly env: Environment;
}

/** Starts VS Code with our extension and the companion, and opens a window. */
export type OpenHost = (needs: HostNeeds) => Promise<HostWindow>;

/** In code-server's VS Code and a Chromium without a window. */
export function inBrowser(age: Age): OpenHost {
  return async ({ sandbox, companion, settings, env }) => {
    const editor = await startEditor({ age, sandbox, settings, extensions: [companion], env });
    try {
      const page = await editor.openWindow();
      return { page, keepEvidence: editor.keepEvidence, close: editor.close };
    } catch (error) {
      await editor.close();
      throw error;
    }
  };
}
