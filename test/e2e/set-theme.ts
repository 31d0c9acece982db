import type { Page } from 'playwright-core';
import { runCommand } from '../host/page/palette.ts';
import { quickInput, quickInputRow } from '../host/page/quick-input.ts';

/** Takes the theme out of VS Code's own list. */
export async function setTheme(page: Page, theme: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await quickInput(page).fill(theme);
  await quickInputRow(page, theme).click();
}
