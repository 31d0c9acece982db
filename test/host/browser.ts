import { chromium, type BrowserContext } from 'playwright-core';
import type { Chromium } from '../../scripts/provision/chromium.ts';

export interface BrowserOptions {
  readonly chromium: Chromium;
  /** Keeps VS Code's state and secrets there when the browser is closed; else they are forgotten. */
  readonly keepIn?: string;
}

export interface Browser {
  /** Its pages share state and secrets as the windows of one VS Code do. */
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const VIEWPORT = { width: 1400, height: 900 };

/** Starts a Chromium that reaches nothing but localhost. */
export async function openBrowser({ chromium: found, keepIn }: BrowserOptions): Promise<Browser> {
  const launch = {
    executablePath: found.program,
    env: { ...process.env, ...found.env },
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
    ],
  };
  const settings = {
    viewport: VIEWPORT,
    permissions: ['clipboard-read', 'clipboard-write', 'local-network-access'],
  };
  if (keepIn !== undefined) {
    const context = await chromium.launchPersistentContext(keepIn, { ...launch, ...settings });
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(launch);
  return { context: await browser.newContext(settings), close: () => browser.close() };
}
