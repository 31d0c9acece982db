/**
 * What a person sees in VS Code's own themes. The pictures are for whoever reviews them: they go to
 * the folder that KVCERT_PICTURES names, else to one of their own below the system's temporary one.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { notification } from '../host/page/notifications.ts';
import { treeItem, view } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { axeFindings } from './axe.ts';
import { summary, typeNames } from './form.ts';
import { inLivedInWorld, openVault, signIn } from './lived-in.ts';
import { setTheme } from './set-theme.ts';

/** By the name in VS Code's list, the class that a webview's body is given. */
const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
} as const;

const WRONG_FORM = 'Create Certificate';
const RUNNING = 'Renew www-example-com';
const DETAILS = 'contoso-prod/payments-example-com';

it('can be read in light, dark and both high contrasts', async () => {
  const pictures = process.env['KVCERT_PICTURES'] ?? (await mkdtemp(join(tmpdir(), 'kvcert-')));
  await mkdir(pictures, { recursive: true });
  await inLivedInWorld('themes', {}, async ({ page, control }) => {
    await signIn(page);
    await openVault(page, 'Contoso Production', 'contoso-prod');
    await notification(page, 'certificates expire soon or have expired');
    await openTabs(page);
    const fault = await control.fault({
      kind: 'hold',
      match: { api: 'acme', method: 'POST', path: '/finalize' },
    });
    await activate(page, RUNNING);
    await webview(page).getByRole('button', { name: 'Renew', exact: true }).click();
    await control.held(fault);
    // First what does not wait for ever.
    await lookAt(page, pictures, ['running']);
    await control.release(fault);
    const form = await webviewOf(page, RUNNING);
    await form.getByText('The certificate is in the vault.').waitFor();
    await lookAt(page, pictures, ['form', 'details', 'notification']);
  });
});

/** Takes a picture of each in every theme, and has axe look at those that are pages. */
async function lookAt(page: Page, pictures: string, what: readonly SightName[]): Promise<void> {
  for (const [theme, bodyClass] of Object.entries(THEMES)) {
    await setTheme(page, theme);
    for (const sight of what) {
      const document = await SIGHTS[sight](page);
      await document?.locator(`body.${bodyClass}`).waitFor();
      const path = join(pictures, `${sight}-${theme.toLowerCase().replaceAll(' ', '-')}.png`);
      await page.screenshot({ path });
      if (document) assert.deepEqual(await axeFindings(document), [], `${sight}, ${theme}`);
    }
  }
}

/** A form with mistakes in it, one that is ready to renew, and the page of a certificate. */
async function openTabs(page: Page): Promise<void> {
  const vault = treeItem(page, /^Vault contoso-prod\b/);
  await vault.hover();
  await vault.getByRole('button', { name: 'Create Certificate' }).click();
  const form = await webviewOf(page, WRONG_FORM);
  await typeNames(form, 'new.example.com', 'no_name', 'www.nowhere.example');
  await form.getByRole('textbox', { name: 'Certificate name' }).fill('www-example-com');
  await treeItem(page, /^payments-example-com, valid/).click();
  await page.getByRole('tab', { name: DETAILS }).waitFor();
  await treeItem(page, /^www-example-com, valid/).click();
  const www = await webviewOf(page, 'contoso-prod/www-example-com');
  await www.getByRole('button', { name: 'Renew…' }).click();
  const renewal = await webviewOf(page, RUNNING);
  await renewal.getByRole('checkbox', { name: /I agree/ }).check();
  await renewal.getByText('Zones were found for 2 of 2 names.').waitFor();
}

type SightName = 'form' | 'running' | 'details' | 'notification';
type Sight = (page: Page) => Promise<FrameLocator | undefined>;

/** Each with its text there; those that are pages with their document. */
const SIGHTS: Readonly<Record<SightName, Sight>> = {
  async form(page) {
    const form = await webviewOf(page, WRONG_FORM);
    await form.getByText('Zones were found for 1 of 3 names.').waitFor();
    await form.getByText("The terms of service of Let's Encrypt were agreed to before.").waitFor();
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await summary(form).getByText('2 things have to be corrected:').waitFor();
    await form.getByText('has a certificate "www-example-com" already').last().waitFor();
    return form;
  },
  async running(page) {
    const form = await webviewOf(page, RUNNING);
    await form.getByText('At work: Have the CA sign the CSR.').waitFor();
    const operation = view(page, 'Operations').getByRole('treeitem', {
      name: 'Renew contoso-prod/www-example-com, Running: Have the CA sign the CSR',
    });
    await operation.waitFor();
    if ((await operation.getAttribute('aria-expanded')) === 'false') {
      await operation.locator('.monaco-tl-twistie').click();
    }
    await view(page, 'Operations')
      .getByRole('treeitem', { name: 'Make key and CSR in the vault, done' })
      .waitFor();
    return form;
  },
  async details(page) {
    const details = await webviewOf(page, DETAILS);
    await details.getByRole('heading', { name: 'payments-example-com', level: 1 }).waitFor();
    await details.getByRole('heading', { name: 'Extensions' }).waitFor();
    return details;
  },
  async notification(page) {
    await notification(page, /certificates expire soon or have expired/);
    await treeItem(page, /^checkout-example-com, .*, vault contoso-prod\b/).waitFor();
    return undefined;
  },
};

async function activate(page: Page, tab: string): Promise<void> {
  await page.getByRole('tab', { name: tab, exact: false }).click();
}

async function webviewOf(page: Page, tab: string): Promise<FrameLocator> {
  await activate(page, tab);
  return webview(page);
}
