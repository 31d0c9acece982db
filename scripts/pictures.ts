/**
 * `npm run pictures`: makes the README's pictures from the packaged extension at work in the
 * sandbox's lived-in world. Each is taken when the text that it is to show is there.
 */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { withEditor } from '../test/host/editor.ts';
import { pressInDialog } from '../test/host/page/dialogs.ts';
import { runCommand } from '../test/host/page/palette.ts';
import { expandTreeItem, treeItem, showContainer, view } from '../test/host/page/views.ts';
import { webview } from '../test/host/page/webview.ts';
import { accountsOf } from '../test/host/sign-in.ts';
import { startSandbox } from '../test/sandbox/start.ts';
import { BUILD, PACKAGE, runCheck } from './test-run/static-checks.ts';

const root = resolve(import.meta.dirname, '..');
const PICTURES = resolve(root, 'media/pictures');
const SIZE = { width: 1360, height: 850 };
const CATEGORY = 'Key Vault Certificates';

try {
  for (const step of process.argv.includes('--built') ? [] : [BUILD, PACKAGE]) {
    const { ok, output } = await runCheck(step, root);
    if (!ok) throw new Error(output);
  }
  const sandbox = await startSandbox({ world: 'lived-in' });
  try {
    const accounts = accountsOf(sandbox.ready).slice(0, 1);
    const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'window.zoomLevel': 0 };
    await withEditor('pictures', { sandbox: sandbox.ready, accounts, settings }, async (editor) => {
      const page = await editor.openWindow();
      await page.setViewportSize(SIZE);
      await takePictures(page);
    });
  } finally {
    await sandbox.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function takePictures(page: Page): Promise<void> {
  await showContainer(page, CATEGORY);
  await widenSideBar(page);
  await view(page, 'Vaults').getByRole('button', { name: 'Sign In' }).click();
  await pressInDialog(page, 'wants to sign in', 'Allow');
  await expandTreeItem(treeItem(page, /Contoso Production/));
  await expandTreeItem(treeItem(page, /Vault contoso-prod/));
  await fillInForm(page);
  await take(page, 'form');
  await webview(page).getByRole('button', { name: 'Create', exact: true }).click();
  await treeItem(page, /^shop-example-org, valid/).click();
  await page.getByRole('tab', { name: /contoso-prod\/shop-example-org/ }).waitFor();
  await webview(page).getByRole('heading', { name: 'Versions' }).waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await take(page, 'details');
}

async function fillInForm(page: Page): Promise<void> {
  const vault = treeItem(page, /Vault contoso-prod/);
  await vault.hover();
  await vault.getByRole('button', { name: 'Create Certificate' }).click();
  const form = webview(page);
  const names = form.getByLabel('DNS names').first();
  for (const name of ['shop.example.org', '*.shop.example.org']) {
    await names.fill(name);
    await names.press('Enter');
  }
  await form.getByText('Zones were found for 2 of 2 names.').waitFor();
  await form.getByText('The name is free.').waitFor();
  await form.getByRole('checkbox', { name: /terms of service/ }).check();
}

/** So that the names and dates of the tree can be read. */
async function widenSideBar(page: Page): Promise<void> {
  const box = await page.locator('.sidebar').boundingBox();
  if (!box) throw new Error('The side bar is not there.');
  const edge = { x: box.x + box.width, y: box.y + box.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 90, edge.y, { steps: 5 });
  await page.mouse.up();
}

async function take(page: Page, name: string): Promise<void> {
  const path = resolve(PICTURES, `${name}.png`);
  // Nothing is to lie under the pointer, nor to be said of what lay there.
  await page.mouse.move(SIZE.width - 20, SIZE.height / 2);
  await page.locator('.workbench-hover').waitFor({ state: 'hidden' });
  await page.screenshot({ path });
  console.log(path);
}
