import type { FrameLocator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** The document of the visible webview: it is two frames deep. */
export function webview(page: Page, nth = 0): FrameLocator {
  const outer = page.locator('iframe.webview.ready').nth(nth).contentFrame();
  return outer.frameLocator('#active-frame');
}

const PATIENCE_MS = 20_000;

/**
 * Waits until the visible webview shows a text; returns all its texts and its fields' values.
 *
 * @throws Error with what it shows instead
 */
export async function pageContent(page: Page, text: string): Promise<string> {
  let content = '';
  const shows = async () => {
    // A page that is being loaded anew has no frame for a moment.
    content = await contentOf(webview(page)).catch((error: unknown) => String(error));
    return content.includes(text);
  };
  if (await until(shows, PATIENCE_MS)) return content;
  throw new Error(`The page does not show ${text}, but:\n${content}`);
}

async function contentOf(frame: FrameLocator): Promise<string> {
  const body = frame.locator('body');
  const fields = body.locator('input, select, textarea');
  const values = await fields.evaluateAll((all: readonly Field[]) => all.map(({ value }) => value));
  // Where a long word may be broken, the browser says so in the text.
  const text = (await body.innerText()).replaceAll('\u200b', '');
  return [text, ...values].join('\n');
}

/** What we need of a field of the page. */
interface Field {
  readonly value: string;
}
