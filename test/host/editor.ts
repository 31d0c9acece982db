import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/provision/chromium.ts';
import { openBrowser } from './browser.ts';
import { keepEvidence } from './evidence.ts';
import { readyHosts, runningHosts } from './extension-hosts.ts';
import { extensionId } from './packaged-extension.ts';
import { collectComplaints } from './page/complaints.ts';
import { waitForWorkbench } from './page/workbench.ts';
import { prepareEditor, type EditorWishes } from './prepare.ts';
import { removeProfile, type Profile } from './profile.ts';
import { startServer, type Server } from './server.ts';
import { until } from './until.ts';

export interface EditorOptions extends EditorWishes {
  /** True keeps VS Code's state and secrets over `restart`. */
  readonly keepState?: boolean;
}

/** A real VS Code with the packaged extension, in a browser without a window. */
export interface Editor {
  readonly profile: Profile;
  /** Opens a window on a folder (default: the profile's workspace); windows share their state. */
  readonly openWindow: (folder?: string) => Promise<Page>;
  /** Leaves a window as closing its tab does: the extension is deactivated. */
  readonly closeWindow: (page: Page) => Promise<void>;
  /** Reloads a window as F5 does: its extension host ends, and another one starts. */
  readonly reloadWindow: (page: Page) => Promise<void>;
  /**
   * Kills the extension host that was started last, and waits for the one that VS Code then starts
   * by itself (the newest at once, the oldest after 20 s).
   */
  readonly killExtensionHost: () => Promise<void>;
  /** Ends browser and server and starts both again; all windows are closed then. */
  readonly restart: () => Promise<void>;
  /** What our extension has written to its log, in all windows. */
  readonly productLog: () => Promise<string>;
  /** Errors that the pages have thrown or logged. */
  readonly complaints: readonly string[];
  /** Keeps pictures and logs for whoever looks into a failure, and says where. */
  readonly keepEvidence: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const START_LIMIT_MS = 60_000;
const LEAVE_LIMIT_MS = 8000;

/** Starts VS Code with a profile of its own. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const chromium = await ensureChromium(() => undefined);
  const { codeServer, profile, env } = await prepareEditor(options);
  const complaints: string[] = [];

  const start = async (port: number) => {
    const server = await startServer({ codeServer, profile, env, port });
    try {
      const keepIn = options.keepState === true ? { keepIn: profile.browser } : {};
      return { server, browser: await openBrowser({ chromium, ...keepIn }) };
    } catch (error) {
      await server.stop();
      throw error;
    }
  };
  /** Resolves when the extension host is ready that `work` makes VS Code start. */
  const untilReady = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = new Set(await runningHosts(running.server));
    const result = await work();
    const isThere = async () =>
      (await readyHosts(running.server, profile)).some((id) => !before.has(id));
    if (!(await until(isThere, START_LIMIT_MS))) throw new Error('No extension host got ready.');
    return result;
  };
  const end = async () => {
    for (const page of running.browser.context.pages()) await leave(page, running.server);
    await running.browser.close();
    await running.server.stop();
  };

  let running = await start(0).catch(async (error: unknown) => {
    await removeProfile(profile);
    throw error;
  });
  return {
    profile,
    complaints,
    openWindow: (folder = profile.workspace) =>
      untilReady(async () => {
        const page = await running.browser.context.newPage();
        collectComplaints(page, complaints);
        await page.goto(running.server.urlOf(folder));
        await waitForWorkbench(page);
        return page;
      }),
    closeWindow: async (page) => {
      await leave(page, running.server);
      await page.close();
    },
    reloadWindow: (page) =>
      untilReady(async () => {
        await page.reload();
        await waitForWorkbench(page);
      }),
    killExtensionHost: () =>
      untilReady(async () => {
        const host = (await runningHosts(running.server)).at(-1);
        if (host === undefined) throw new Error('No extension host is running.');
        process.kill(host, 'SIGKILL');
      }),
    restart: async () => {
      await end();
      running = await start(running.server.port);
    },
    productLog: () => readProductLog(profile),
    keepEvidence: (name) =>
      keepEvidence(name, { profile, context: running.browser.context, complaints }),
    close: async () => {
      await end();
      await removeProfile(profile);
    },
  };
}

/**
 * Works with an editor and closes it. If something fails, pictures and logs are kept, and where
 * they are is said in the error.
 */
export async function withEditor(
  name: string,
  options: EditorOptions,
  work: (editor: Editor) => Promise<void>,
): Promise<void> {
  const editor = await startEditor(options);
  try {
    await work(editor);
  } catch (error) {
    const folder = await editor.keepEvidence(name);
    throw new Error(`${(error as Error).message}\nPictures and logs: ${folder}`, { cause: error });
  } finally {
    await editor.close();
  }
}

/** Ends the extension host of a page in an orderly way. */
async function leave(page: Page, server: Server): Promise<void> {
  if (page.url() === 'about:blank') return;
  const before = (await runningHosts(server)).length;
  await page.goto('about:blank');
  if (before === 0) return;
  await until(async () => (await runningHosts(server)).length < before, LEAVE_LIMIT_MS);
}

async function readProductLog(profile: Profile): Promise<string> {
  const logs = join(profile.userData, 'logs');
  const parts: string[] = [];
  for await (const file of glob(`**/${await extensionId()}/*.log`, { cwd: logs })) {
    parts.push(await readFile(join(logs, file), 'utf8'));
  }
  return parts.join('');
}
