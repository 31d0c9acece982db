/**
 * A built page in a real browser, in the HTML and under the policy that the extension gives it, with
 * a host that the test plays. Nothing leaves the browser: every request is answered from dist.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/provision/chromium.ts';
import { pageHtml, type PageName } from '../../src/vscode/webview-page.ts';
import type { HostMessage, PageMessage } from '../../src/webview/protocol.ts';
import { THEMES, type Theme } from './themes.ts';

/** Not resolvable, and never asked: the browser's requests end in this process. */
const ORIGIN = 'https://pages.invalid';
/** Milliseconds for something that a page does without asking far. */
export const PATIENCE = 30_000;

const ROOT = resolve(import.meta.dirname, '../..');

export async function openBrowser(): Promise<Browser> {
  const { program, env } = await ensureChromium((line) => {
    process.stderr.write(`${line}\n`);
  });
  return chromium.launch({
    executablePath: program,
    env: { ...process.env, ...env },
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

export interface PageUnderTest {
  readonly page: Page;
  /** What the page has said, oldest first. */
  readonly said: readonly PageMessage[];
  /** What the page has kept with `setState`. */
  kept(): Promise<unknown>;
  send(message: HostMessage): Promise<void>;
  /** Resolves with the first message, from now or before, that fits. */
  heard(fits: (message: PageMessage) => boolean): Promise<PageMessage>;
  /** Violations of the policy, errors and requests to others: none is expected, ever. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  readonly name: PageName;
  readonly theme?: Theme['name'];
  /** What an earlier load has kept. */
  readonly kept?: unknown;
  /** CSS pixels. */
  readonly width?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  /** Answers the page; called for each message in turn. */
  readonly onMessage?: (message: PageMessage, send: (answer: HostMessage) => Promise<void>) => void;
}

/** Opens the page and waits until it listens. */
export async function openPage(browser: Browser, options: PageOptions): Promise<PageUnderTest> {
  const { name, theme = 'dark', width = 800, kept, onMessage } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    forcedColors: options.forcedColors === true ? 'active' : 'none',
    // VS Code runs its own scripts in the page before the policy holds; so do we and axe.
    bypassCSP: false,
  });
  const page = await context.newPage();
  const said: PageMessage[] = [];
  const complaints: string[] = [];
  const waiting = new Set<() => void>();
  const send = async (message: HostMessage): Promise<void> => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  };
  const sendUnlessClosed = async (message: HostMessage): Promise<void> => {
    try {
      await send(message);
    } catch (error) {
      // The test is over, and nobody waits for this answer any more.
      if (!page.isClosed()) throw error;
    }
  };
  await page.exposeFunction('hostReceives', (message: PageMessage) => {
    said.push(message);
    onMessage?.(message, sendUnlessClosed);
    for (const look of waiting) look();
  });
  page.on('console', (entry) => {
    if (entry.type() === 'error' || entry.type() === 'warning') complaints.push(entry.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(editorScript(theme, kept));
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const file = /^\/dist\/webview\/([a-z]+\.(?:js|css))$/.exec(url.pathname)?.[1];
    if (url.origin === ORIGIN && url.pathname === '/') {
      await route.fulfill({ contentType: 'text/html', body: htmlOf(name) });
    } else if (url.origin === ORIGIN && file !== undefined) {
      await route.fulfill({ path: resolve(ROOT, 'dist/webview', file) });
    } else {
      complaints.push(`asked for ${url.href}`);
      await route.abort();
    }
  });
  const heard = (fits: (message: PageMessage) => boolean): Promise<PageMessage> =>
    new Promise((found, missed) => {
      const giveUp = setTimeout(() => {
        waiting.delete(look);
        missed(new Error(`The page has said only ${JSON.stringify(said)}`));
      }, PATIENCE);
      const look = (): void => {
        const message = said.find(fits);
        if (message === undefined) return;
        waiting.delete(look);
        clearTimeout(giveUp);
        found(message);
      };
      waiting.add(look);
      look();
    });
  await page.goto(`${ORIGIN}/`);
  await heard(({ type }) => type === 'ready');
  return { page, said, complaints, send, heard, kept: () => page.evaluate('window.keptState') };
}

/** All of axe's rules on the whole document; WCAG 2.2 AA and its best practices. */
export async function axeViolations({ page }: PageUnderTest): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  const results: AxeResults = await page.evaluate('axe.run(document)');
  assert.ok(results.passes.length > 10, 'axe has looked at hardly anything');
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ')}`,
  );
}

function htmlOf(name: PageName): string {
  return pageHtml({ cspSource: ORIGIN, asWebviewUri: (uri) => uri }, uriOf('/'), {
    name,
    title: 'Page under test',
    language: 'en',
  });
}

interface PagesUri {
  readonly path: string;
  with(change: { readonly path: string }): PagesUri;
  toString(): string;
}

function uriOf(path: string): PagesUri {
  return {
    path,
    with: (change) => uriOf(change.path),
    toString: () => `${ORIGIN}${path}`,
  };
}

/** What VS Code puts into a page before the page's own scripts. */
function editorScript(theme: Theme['name'], kept: unknown): string {
  const { bodyClass, variables } = THEMES.find((one) => one.name === theme) ?? assert.fail();
  return `
    window.keptState = ${JSON.stringify(kept)};
    window.acquireVsCodeApi = () => {
      delete window.acquireVsCodeApi;
      return Object.freeze({
        postMessage: (message) => { window.hostReceives(JSON.parse(JSON.stringify(message))); },
        getState: () => window.keptState,
        setState: (state) => { window.keptState = JSON.parse(JSON.stringify(state)); },
      });
    };
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.body.className = ${JSON.stringify(bodyClass)};
      for (const [name, value] of Object.entries(${JSON.stringify(variables)})) {
        document.documentElement.style.setProperty('--vscode-' + name, value);
      }
    }).observe(document, { childList: true, subtree: true });
  `;
}
