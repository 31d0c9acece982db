/**
 * What the form says before a CA is asked, to somebody who may issue and to somebody who may not.
 * Pictures go to the folder that KVCERT_PICTURES names.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { runCommand } from '../host/page/palette.ts';
import { webview } from '../host/page/webview.ts';
import { changes } from '../integration/product/requests.ts';
import { fillIn, typeNames } from './form.ts';
import { CONTAINER, inLivedInWorld, OPERATOR, signIn } from './lived-in.ts';
import { setTheme } from './set-theme.ts';

/** By the name in VS Code's list, the class that a webview's body is given. */
const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
};
const READER = 'reader@contoso.com';

it('checks what was filled in, and changes nothing', async () => {
  await inLivedInWorld('checks', {}, async ({ page, control }) => {
    await signIn(page, OPERATOR);
    const form = await openForm(page);
    await fillIn(form, 'checked.example.com');
    const before = (await control.log()).length;
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    const checks = form.getByRole('region', { name: 'Checks' });
    await checks.getByText('Nothing speaks against it.').waitFor();
    assert.equal(await checks.getByRole('listitem').count(), 11);
    for (const said of ['The name is free.', 'The proofs go into', 'No lock stands in the way.']) {
      await checks.getByText(said).waitFor();
    }
    assert.deepEqual(changes((await control.log()).slice(before)), []);
    await look(page, 'ok');
    await form.getByRole('checkbox', { name: /^Rehearse at/ }).check();
    await checks.getByText('The form was changed since').waitFor();
  });
});

it('says what is in the way of a reader, with the command that grants it', async () => {
  await inLivedInWorld('checks-blocked', {}, async ({ page }) => {
    await signIn(page, READER);
    const form = await openForm(page);
    await typeNames(form, 'checked.example.com');
    await form.getByRole('checkbox', { name: /I agree to the terms of service/ }).check();
    await form.getByRole('button', { name: 'Check', exact: true }).click();
    const checks = form.getByRole('region', { name: 'Checks' });
    await checks.getByText('It cannot be issued.').waitFor();
    const rights = checks.getByRole('listitem').filter({ hasText: 'Rights on the zones' });
    await rights.getByText(/^az role assignment create /).waitFor();
    await look(page, 'blocked');
    await rights.getByRole('button', { name: 'Copy Command' }).waitFor();
  });
});

async function openForm(page: Page): Promise<FrameLocator> {
  await runCommand(page, `${CONTAINER}: Create Certificate…`);
  const form = webview(page);
  await form.getByRole('combobox', { name: 'Key vault' }).selectOption('contoso-prod');
  return form;
}

async function look(page: Page, name: string): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  for (const [theme, bodyClass] of Object.entries(THEMES)) {
    await setTheme(page, theme);
    await webview(page).locator(`body.${bodyClass}`).waitFor();
    await page.screenshot({ path: join(pictures, `checks-${name}-${theme}.png`) });
  }
}
