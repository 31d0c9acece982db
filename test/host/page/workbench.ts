import type { Page } from 'playwright-core';

const START_LIMIT_MS = 60_000;

/** Waits until the workbench of a page is there, after it was opened or reloaded. */
export async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: START_LIMIT_MS });
  await page.locator('.statusbar').waitFor({ timeout: START_LIMIT_MS });
}
