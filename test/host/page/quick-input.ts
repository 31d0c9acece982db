import type { Locator, Page } from 'playwright-core';

/** The field of the open quick pick, input box or palette. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget input[type=text]').first();
}

/** The row of the open quick pick or palette that holds a text. */
export function quickInputRow(page: Page, text: string | RegExp): Locator {
  return page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
}

/** Answers the input box or quick pick that shows `prompt` by typing and Enter. */
export async function answerQuickInput(page: Page, prompt: string, text: string): Promise<void> {
  await page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
  await quickInput(page).fill(text);
  await quickInput(page).press('Enter');
}

/** Presses OK in the open quick pick for several. */
export async function confirmQuickInput(page: Page): Promise<void> {
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
}
