/** The main job without a pointer: palette, arrows, Tab, Space and Enter. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { dialog } from '../host/page/dialogs.ts';
import { expandTreeItem, treeItem } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { hasFocus } from './form.ts';
import { assertWorldIsClean, CONTAINER, inLivedInWorld, OPERATOR } from './lived-in.ts';

/** More than there are stops or rows on the way to anything. */
const MOST_PRESSES = 60;

it('can be done by keyboard alone', async () => {
  await inLivedInWorld('keyboard', {}, async (lived) => {
    const { page } = lived;
    const { keyboard } = page;
    await page.evaluate(`addEventListener('pointerdown', () => { window.pointers = true; }, true)`);
    await runByKeys(page, `${CONTAINER}: Sign In`);
    const allow = dialog(page, 'wants to sign in').getByRole('button', { name: 'Allow' });
    await allow.waitFor();
    await pressUntilFocused(page, 'Tab', allow);
    await keyboard.press('Enter');
    await choose(page, OPERATOR);

    await runByKeys(page, `${CONTAINER}: Focus on Vaults View`);
    for (const name of [/^Subscription Contoso Production,/, /^Vault contoso-prod\b/]) {
      const row = treeItem(page, name);
      await expandTreeItem(row, async () => {
        await moveTo(page, row);
        await keyboard.press('ArrowRight');
      });
    }
    await treeItem(page, /^www-example-com, valid/).waitFor();
    await keyboard.press('Shift+F10');
    const entry = page.getByRole('menuitem', { name: 'Create Certificate…' });
    await entry.waitFor();
    await pressUntilFocused(page, 'ArrowDown', entry);
    await keyboard.press('Enter');

    const form = webview(page);
    await pressUntilFocused(page, 'Tab', form.getByRole('textbox', { name: 'DNS names' }));
    await keyboard.type('new.example.com');
    await keyboard.press('Enter');
    await form.getByText('The name is free.').waitFor();
    await form.getByText('Zones were found for 1 of 1 names.').waitFor();
    await pressUntilFocused(page, 'Tab', form.getByRole('checkbox', { name: /I agree/ }));
    await keyboard.press('Space');
    await pressUntilFocused(page, 'Tab', form.getByRole('button', { name: 'Create', exact: true }));
    await keyboard.press('Enter');
    await form.getByText('The certificate is in the vault.').waitFor();
    await pressUntilFocused(page, 'Tab', form.getByRole('button', { name: 'Show Certificate' }));
    await keyboard.press('Enter');

    const details = webview(page);
    await details.getByRole('heading', { name: 'new-example-com', level: 1 }).waitFor();
    const copy = details.getByRole('button', { name: 'Copy SHA-1 thumbprint' });
    await copy.waitFor();
    await pressUntilFocused(page, 'Tab', copy);
    await keyboard.press('Enter');
    await details.getByText('Copied to the clipboard.').waitFor({ state: 'attached' });
    const { versions } = await lived.control.certificate('contoso-prod', 'new-example-com');
    const copied: unknown = await page.evaluate('navigator.clipboard.readText()');
    assert.equal(String(copied).toLowerCase(), versions[0]?.thumbprint);
    assert.equal(await page.evaluate('window.pointers'), undefined);
    await assertWorldIsClean(lived);
  });
});

/** The palette's first row is the one that Enter runs. */
async function runByKeys(page: Page, label: string): Promise<void> {
  await page.keyboard.press('F1');
  await choose(page, label);
}

/** Types into the open quick pick until the row that Enter takes is the wanted one. */
async function choose(page: Page, label: string): Promise<void> {
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  await page.keyboard.type(label);
  await rows.first().filter({ hasText: label }).and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
}

/** Moves down in a tree until a row is the active one. */
async function moveTo(page: Page, row: Locator): Promise<void> {
  const active = row.and(page.locator('.focused'));
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if ((await active.count()) > 0) return;
    await page.keyboard.press('ArrowDown');
  }
  assert.fail('the row cannot be reached by arrows');
}

async function pressUntilFocused(page: Page, key: string, control: Locator): Promise<void> {
  await control.waitFor();
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await hasFocus(control)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`nothing gets there by ${key}`);
}
