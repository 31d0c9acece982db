import type { Locator, Page } from 'playwright-core';

/** The field of the open quick pick, input box or palette. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget input:is([type=text],[type=password])').first();
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

/** Confirms the open quick pick for several as it is; returns the rows that are ticked. */
export async function confirmAsTicked(page: Page, row: string): Promise<readonly string[]> {
  await quickInputRow(page, row).waitFor();
  const ticked: string[] = [];
  for (const each of await page.locator('.quick-input-list .monaco-list-row').all()) {
    if (await each.getByRole('checkbox').isChecked()) ticked.push(await each.innerText());
  }
  await confirmQuickInput(page);
  return ticked;
}

/** Ticks these rows of the open quick pick for several and no other, and presses OK. */
export async function pickOnly(page: Page, rows: readonly string[]): Promise<void> {
  for (const row of rows) await quickInputRow(page, row).waitFor();
  const all = page.locator('.quick-input-list .monaco-list-row');
  for (const row of await all.all()) {
    const text = await row.innerText();
    await row.getByRole('checkbox').setChecked(rows.some((wanted) => text.includes(wanted)));
  }
  await confirmQuickInput(page);
}
