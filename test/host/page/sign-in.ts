import type { Page } from 'playwright-core';
import { alwaysAllowSignIn } from './dialogs.ts';
import { runCommand } from './palette.ts';
import { quickInput, quickInputRow } from './quick-input.ts';

/** The person signs in to the extension; resolves when nothing is asked any more. */
export async function signIn(page: Page, user: string): Promise<void> {
  alwaysAllowSignIn(page);
  await runCommand(page, 'Key Vault Certificates: Sign In');
  await quickInputRow(page, user).click();
  await quickInput(page).waitFor({ state: 'hidden' });
}
