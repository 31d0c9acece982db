import type { Page } from 'playwright-core';
import { quickInput, quickInputRow } from './quick-input.ts';

const PATIENCE_MS = 30_000;
const ROW_MS = 1500;

/**
 * Runs a command from the palette by its whole label, `Category: Title`. The palette's list is fixed
 * when it opens and does not learn of extensions that come later, so it is opened until it has it.
 */
export async function runCommand(page: Page, label: string): Promise<void> {
  const row = quickInputRow(page, label);
  for (const end = performance.now() + PATIENCE_MS; ;) {
    await page.keyboard.press('F1');
    try {
      await quickInput(page).fill(`>${label}`, { timeout: ROW_MS });
      await row.click({ timeout: ROW_MS });
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
