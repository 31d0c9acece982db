/**
 * What is pending is shown and given up; what is deleted is found below its vault and comes back.
 * Pictures, in three themes, go to the folder that KVCERT_PICTURES names.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { pressInDialog } from '../host/page/dialogs.ts';
import { notification } from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { quickInputRow } from '../host/page/quick-input.ts';
import { expandTreeItem, treeItem } from '../host/page/views.ts';
import { until } from '../host/until.ts';
import { CONTAINER, inLivedInWorld, openVault, OPERATOR, signIn } from './lived-in.ts';
import { setTheme } from './set-theme.ts';

const VAULT = 'contoso-dev';
const NAME = 'dev-example-org';
/** It waits for a certificate that somebody is to bring. */
const PENDING = 'handmade-example-org';
const THEMES = ['Light Modern', 'Dark Modern', 'Dark High Contrast'];

it('shows what is pending, and has it given up', async () => {
  await inLivedInWorld('pending', {}, async ({ page, control }) => {
    await signIn(page, OPERATOR);
    const pending = async (work: string): Promise<void> => {
      await runCommand(page, `${CONTAINER}: Pending Operation…`);
      await quickInputRow(page, VAULT).click();
      await quickInputRow(page, PENDING).click();
      await quickInputRow(page, work).waitFor();
      await look(page, `pending-${work.split(' ')[0] ?? ''}`);
      await quickInputRow(page, work).click();
    };
    await pending('Show');
    const text = page.locator('.monaco-editor .view-lines');
    await text.getByText('Status: Waits for the certificate that a CA makes of its CSR').waitFor();
    await text.getByText('Names: dns:handmade.example.org').waitFor();
    await pending('Request Cancellation');
    await pressInDialog(page, 'no certificate will come of it', 'Request Cancellation');
    await notification(page, `${VAULT}/${PENDING}: Cancelled: no certificate will come of it`);
    const certificate = await control.certificate(VAULT, PENDING);
    assert.equal(certificate.pending?.status, 'cancelled');
  });
});

it('finds what is deleted below its vault, and gets it back', async () => {
  await inLivedInWorld('delete-recover', {}, async ({ page, control }) => {
    await signIn(page, OPERATOR);
    await openVault(page, 'Contoso Development', VAULT);
    for (const [drawer, nothing] of [
      ['Deleted certificates', 'No deleted certificates'],
      ['Issuers', 'No issuers'],
      ['Contacts', 'No contacts'],
    ] as const) {
      await expandTreeItem(treeItem(page, drawer).first());
      await treeItem(page, nothing).waitFor();
    }
    await runCommand(page, `${CONTAINER}: Delete Certificate…`);
    await quickInputRow(page, VAULT).click();
    await quickInputRow(page, NAME).click();
    await pressInDialog(page, 'It can be recovered for 90 days', 'Delete');
    await notification(page, 'it can be recovered until');
    const deleted = treeItem(page, new RegExp(`^${NAME}, deleted, kept until`));
    await deleted.waitFor();
    await runCommand(page, 'Notifications: Clear All Notifications');
    for (const theme of THEMES) {
      await setTheme(page, theme);
      await look(page, `deleted-${theme}`);
    }
    await deleted.click({ button: 'right' });
    const recover = page.getByRole('menuitem', { name: 'Recover Deleted Certificate…' });
    await recover.hover();
    await look(page, 'deleted-menu');
    await page.keyboard.press('Enter');
    await notification(page, `${VAULT}/${NAME} is there again.`);
    await treeItem(page, 'No deleted certificates').waitFor();
    const isBack = await until(async () => {
      const { vaults } = await control.state();
      const found = vaults.find(({ vault }) => vault === VAULT);
      return found?.certificates.some(({ name }) => name === NAME) === true;
    }, 10_000);
    assert.ok(isBack);
  });
});

async function look(page: Page, name: string): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
