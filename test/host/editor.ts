import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/provision/chromium.ts';
import { ensureCodeServer, type Age } from '../../scripts/provision/code-server.ts';
import type { Ready } from '../sandbox/ready.ts';
import { openBrowser } from './browser.ts';
import { dnsSettings } from './dns-settings.ts';
import { editorEnvironment, type Environment } from './environment.ts';
import { keepEvidence } from './evidence.ts';
import { installExtensions } from './install-extensions.ts';
import { extensionId, packagedExtension } from './packaged-extension.ts';
import { collectComplaints } from './page/complaints.ts';
import { waitForWorkbench } from './page/workbench.ts';
import { createProfile, removeProfile, type Profile, type Settings } from './profile.ts';
import { startServer, type Server } from './server.ts';
import { accountsOf, offerAccounts, STAND_IN, type Account } from './sign-in.ts';
import { until } from './until.ts';

export interface EditorOptions {
  /** Default: the newest. */
  readonly age?: Age;
  /** The world that it lives in; without one every request is refused. */
  readonly sandbox?: Ready;
  /** Whom the sign-in offers. Default: an account for each user of the sandbox. */
  readonly accounts?: readonly Account[];
  readonly settings?: Settings;
  /** Folders of extensions beside ours and the stand-in for the sign-in. */
  readonly extensions?: readonly string[];
  /** False for a VS Code without our extension. */
  readonly product?: boolean;
  /** What its processes find in their environment, besides the sandbox's network. */
  readonly env?: Environment;
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
  /** Kills the extension host that was started last. VS Code starts another one by itself. */
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

const START_LIMIT_MS = 30_000;
const LEAVE_LIMIT_MS = 8000;

/** Starts VS Code with a profile of its own. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const { age = 'newest', sandbox, settings, product = true } = options;
  const codeServer = await ensureCodeServer(age, () => undefined);
  const chromium = await ensureChromium(() => undefined);
  const profile = await createProfile({ ...dnsSettings(sandbox), ...settings });
  const signIn =
    sandbox === undefined
      ? {}
      : await offerAccounts(profile, sandbox.control, options.accounts ?? accountsOf(sandbox));
  const env = editorEnvironment(profile, sandbox, { ...signIn, ...options.env });
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
  const end = async () => {
    for (const page of running.browser.context.pages()) await leave(page, running.server);
    await running.browser.close();
    await running.server.stop();
  };

  try {
    await installExtensions(codeServer, profile, {
      folders: [STAND_IN, ...(options.extensions ?? [])],
      vsix: product ? await packagedExtension() : undefined,
    });
  } catch (error) {
    await removeProfile(profile);
    throw error;
  }
  let running = await start(0);
  return {
    profile,
    complaints,
    openWindow: (folder = profile.workspace) =>
      openWindow(running.browser.context, running.server, { folder, complaints }),
    closeWindow: async (page) => {
      await leave(page, running.server);
      await page.close();
    },
    killExtensionHost: () => killExtensionHost(running.server),
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

async function openWindow(
  context: BrowserContext,
  server: Server,
  { folder, complaints }: { readonly folder: string; readonly complaints: string[] },
): Promise<Page> {
  const before = (await server.extensionHosts()).length;
  const page = await context.newPage();
  collectComplaints(page, complaints);
  await page.goto(`http://localhost:${server.port}/?${new URLSearchParams({ folder }).toString()}`);
  await waitForWorkbench(page);
  const started = async () => (await server.extensionHosts()).length > before;
  if (!(await until(started, START_LIMIT_MS))) throw new Error('No extension host was started.');
  return page;
}

/** Ends the extension host of a page in an orderly way. */
async function leave(page: Page, server: Server): Promise<void> {
  const before = (await server.extensionHosts()).length;
  await page.goto('about:blank');
  if (before === 0) return;
  await until(async () => (await server.extensionHosts()).length < before, LEAVE_LIMIT_MS);
}

async function killExtensionHost(server: Server): Promise<void> {
  const host = (await server.extensionHosts()).at(-1);
  if (host === undefined) throw new Error('No extension host is running.');
  process.kill(host, 'SIGKILL');
  await until(async () => !(await server.extensionHosts()).includes(host), LEAVE_LIMIT_MS);
}

async function readProductLog(profile: Profile): Promise<string> {
  const logs = join(profile.userData, 'logs');
  const parts: string[] = [];
  for await (const file of glob(`**/${await extensionId()}/*.log`, { cwd: logs })) {
    parts.push(await readFile(join(logs, file), 'utf8'));
  }
  return parts.join('');
}
