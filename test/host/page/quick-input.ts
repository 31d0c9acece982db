import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

const PATIENCE_MS = 10_000;

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

/**
 * Answers VS Code's own dialog for files, which is what a browser gets. It puts the folder that it
 * begins in into its field by itself, and looks at what is typed before it takes it.
 * @param path - absolute
 */
export async function answerFileDialog(page: Page, title: string, path: string): Promise<void> {
  const widget = page.locator('.quick-input-widget').filter({ hasText: title });
  await widget.waitFor();
  const field = quickInput(page);
  const said = () => field.inputValue();
  await until(async () => (await said()).startsWith('/'), PATIENCE_MS);
  const isTaken = async (): Promise<boolean> => {
    if (!(await widget.isVisible())) return true;
    if ((await said()) !== path) await field.fill(path);
    else await field.press('Enter');
    return !(await widget.isVisible());
  };
  assert.ok(await until(isTaken, PATIENCE_MS), `the dialog "${title}" does not take ${path}`);
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
