import type { FrameLocator, Page } from 'playwright-core';

/** The document of the visible webview: it is two frames deep. */
export function webview(page: Page, nth = 0): FrameLocator {
  const outer = page.locator('iframe.webview.ready').nth(nth).contentFrame();
  return outer.frameLocator('#active-frame');
}
