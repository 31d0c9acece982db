/** Two windows of one VS Code want the same certificate: one makes it, the other one says so. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { createQuickly } from '../host/page/create-quickly.ts';
import {
  alwaysAgreeToTerms,
  clearNotifications,
  notification,
} from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { signIn } from '../host/page/sign-in.ts';
import { expandTreeItem, showContainer, treeItem, treeItemNamed } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { dueInProduction } from '../host/worlds.ts';
import { assertNothingLeft } from '../integration/product/product-world.ts';
import { certificateLocks } from './certificate-locks.ts';
import { startEditorWorld } from './editor-world.ts';

const VAULT = 'contoso-prod';
const CONTAINER = 'Key Vault Certificates';
const RENEWED = 'renewed';
const CREATED = { vault: VAULT, name: 'created', dnsName: 'created.example.com' };
const ABANDONED = { vault: VAULT, name: 'abandoned', dnsName: 'abandoned.example.com' };

const world = await startEditorWorld({ world: dueInProduction([RENEWED]) });
const { control, editor } = world;
after(() => world.close());
afterEach(world.explain);

describe('two windows', () => {
  let windows: readonly [Page, Page];
  before(async () => {
    const one = await editor.openWindow();
    await signIn(one, 'operator@contoso.com');
    const other = await editor.openWindow();
    windows = [one, other];
    for (const page of windows) {
      alwaysAgreeToTerms(page);
      await showContainer(page, CONTAINER);
      await expandTreeItem(treeItemNamed(page, 'Subscription Contoso Production'));
      await expandTreeItem(treeItemNamed(page, `Vault ${VAULT}`));
      await treeItemNamed(page, `${RENEWED}, `).waitFor();
    }
  });
  afterEach(async () => {
    for (const page of windows) if (!page.isClosed()) await clearNotifications(page);
  });

  it('create one certificate once when both are told to', async () => {
    const [one, other] = windows;
    const fault = await holdFirst('POST', `^/certificates/${CREATED.name}/create`);
    await createQuickly(one, CREATED);
    await control.held(fault);
    const title = `Create ${VAULT}/${CREATED.name}`;
    await operation(
      other,
      title,
      'In another window: another window is at work: Make key',
    ).waitFor();

    await createQuickly(other, CREATED);
    await notification(other, 'Another window or program (process ');
    await operation(other, title, 'Failed: Another window or program').waitFor();
    await operation(other, title, 'In another window').waitFor();

    await control.release(fault);
    await notification(one, `${VAULT}/${CREATED.name} is created and expires`);
    await operation(other, title, 'Done: issued, expires').waitFor();
    await treeItem(other, /^created, valid/).waitFor();
    await assertCleanWith(CREATED.name, 1);
  });

  it('renew one certificate once when both are told to at the same time', async () => {
    for (const page of windows) await openRenewal(page);
    const fault = await holdFirst('POST', `^/certificates/${RENEWED}/create`);
    const renew = (page: Page) =>
      webview(page).getByRole('button', { name: 'Renew', exact: true }).click();
    await Promise.all(windows.map(renew));
    await control.held(fault);
    const title = `Renew ${VAULT}/${RENEWED}`;
    const [one, other] = windows;
    const winner = await Promise.any(
      windows.map(async (page) => {
        await operation(page, title, 'Running: Make key').waitFor();
        return page;
      }),
    );
    const loser = winner === one ? other : one;
    await notification(loser, 'Another window or program (process ');
    await operation(loser, title, 'Failed: Another window or program').waitFor();
    await operation(loser, title, 'In another window: another window is at work').waitFor();

    await control.release(fault);
    await notification(winner, `${VAULT}/${RENEWED} is renewed and expires`);
    await operation(loser, title, 'Done: issued, expires').waitFor();
    await treeItem(loser, /^renewed, valid/).waitFor();
    await assertCleanWith(RENEWED, 2);
  });

  it('complete what one of them leaves when it is closed', async () => {
    const [one, other] = windows;
    const fault = await holdFirst('POST', `^/certificates/${ABANDONED.name}/create`);
    await createQuickly(other, ABANDONED);
    await control.held(fault);
    const title = `Create ${VAULT}/${ABANDONED.name}`;
    await operation(one, title, 'In another window').waitFor();
    await editor.closeWindow(other);
    await control.clearFaults();
    const told = `${VAULT}/${ABANDONED.name} was interrupted and is completed now`;
    await notification(one, told);
    await operation(one, title, 'Done: issued, expires').waitFor();
    await treeItem(one, /^abandoned, valid/).waitFor();
    await assertCleanWith(ABANDONED.name, 1);
  });
});

/** The only certificate that is due: its form opens. */
async function openRenewal(page: Page): Promise<void> {
  await runCommand(page, 'Key Vault Certificates: Renew Selected');
  await page.getByRole('tab', { name: `Renew ${RENEWED}` }).waitFor();
  const form = webview(page);
  await form.getByText('Zones were found for 1 of 1 names.').waitFor();
  const agree = form.getByRole('checkbox', { name: /I agree to the terms of service/ });
  await agree.or(form.getByText('were agreed to before')).waitFor();
  // In the browser, one window does not see the secrets that another one has kept since.
  if (await agree.isVisible()) await agree.check();
}

async function holdFirst(method: string, path: string): Promise<string> {
  return control.fault({ kind: 'hold', match: { api: 'keyvault', method, path } });
}

function operation(page: Page, title: string, state: string): Locator {
  return page.locator(
    `.sidebar [role=treeitem][aria-label^=${JSON.stringify(`${title}, ${state}`)}]`,
  );
}

/** What the sandbox's state and log and the machine's files say. */
async function assertCleanWith(name: string, versions: number): Promise<void> {
  assert.equal((await control.certificate(VAULT, name)).versions.length, versions);
  await assertNothingLeft(world);
  assert.deepEqual(await certificateLocks(world), []);
}
