/** The form for what Key Vault makes without ACME, opened and used. Pictures go to KVCERT_PICTURES. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { runCommand } from '../host/page/palette.ts';
import { webview } from '../host/page/webview.ts';
import { typeNames } from './form.ts';
import { CONTAINER } from './lived-in.ts';
import { setTheme } from './set-theme.ts';

/** By the name in VS Code's list, the class that a webview's body is given. */
const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
};

/** @param issuer - as the field offers it */
export async function openVaultForm(
  page: Page,
  issuer: string,
  dnsName: string,
): Promise<FrameLocator> {
  await runCommand(page, `${CONTAINER}: Create Certificate…`);
  const form = webview(page);
  await form.getByRole('combobox', { name: 'Key vault' }).selectOption('contoso-prod');
  await form.getByRole('combobox', { name: 'Certificate authority' }).selectOption(issuer);
  await typeNames(form, dnsName);
  await form.getByText('The name is free.').waitFor();
  await form.getByText('Subject, names, usages and lifetime').click();
  return form;
}

export async function look(page: Page, name: string): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  for (const [theme, bodyClass] of Object.entries(THEMES)) {
    await setTheme(page, theme);
    await webview(page).locator(`body.${bodyClass}`).waitFor();
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
  }
}
