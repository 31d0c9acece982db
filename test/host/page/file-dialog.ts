/** The editor's own dialog for files, as it is where no desktop is. */
import type { Page } from 'playwright-core';
import { quickInput } from './quick-input.ts';

/** Types the path of a file that is there, or is to be, and confirms it. */
export async function chooseFile(page: Page, title: string, path: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget').filter({ hasText: title });
  await dialog.waitFor();
  // The dialog writes its own folder into the field when it has read it, and looks up what is typed.
  for (let tries = 0; tries < 20 && (await dialog.isVisible()); tries++) {
    if ((await quickInput(page).inputValue()) === path) await quickInput(page).press('Enter');
    else await quickInput(page).fill(path);
    await page.waitForTimeout(500);
  }
  await dialog.waitFor({ state: 'hidden' });
}
