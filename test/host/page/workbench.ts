import type { Page } from 'playwright-core';

const START_LIMIT_MS = 60_000;

/** Waits until the workbench of a page is there, after it was opened or reloaded. */
export async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: START_LIMIT_MS });
  await page.locator('.statusbar').waitFor({ timeout: START_LIMIT_MS });
}

/** Reloads the window, as F5 does: the extension host ends and another one starts. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.reload();
  await waitForWorkbench(page);
}
