/**
 * The product in the pseudo-locale, in which every text that went through a translator has accents:
 * whatever still reads as English has been forgotten.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { pseudo, PSEUDO_LOCALE, writePseudoLocale } from '../../scripts/l10n/pseudo.ts';
import { withEditor, type Editor } from '../host/editor.ts';
import { extensionId } from '../host/packaged-extension.ts';
import { pressInDialog } from '../host/page/dialogs.ts';
import { notification } from '../host/page/notifications.ts';
import { answerQuickInput, quickInput } from '../host/page/quick-input.ts';
import { showContainer, expandTreeItem, treeItem } from '../host/page/views.ts';
import { pageContent, webview } from '../host/page/webview.ts';
import { startSandbox } from '../sandbox/start.ts';
import { OPERATOR } from './lived-in.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const VIEWPORT = { width: 1400, height: 1300 };

/** What is the same in every language: names that people gave, addresses, and names of standards. */
const DATA: readonly RegExp[] = [
  /(https?|data):\S+/g,
  /\/subscriptions\/\S+/g,
  /\S+@\S+/g,
  /[\w*-]+(\.[\w-]+)+/g,
  /\b\w+(-\w+)+\b/g,
  /\b[\da-f]{32}\b/g,
  /Contoso (Production|Development)|Fabrikam Shared Services|\bLocked\b/g,
  /Let's (Encrypt( \(staging\))?|Pretend)|\bletsencrypt\b/g,
  /Google Trust Services( \(test\))?|\b(ZeroSSL|SSL\.com|Actalis|DigiCert|Sectigo)\b/g,
  /\b(profile=)?(classic|shortlived|tlsserver)\b/g,
  /\b(PKCS #12|subjectAltName|basicConstraints|extKeyUsage|keyUsage|authorityInfoAccess)\b/g,
  /\b(authorityKeyIdentifier|subjectKeyIdentifier|certificatePolicies|cRLDistributionPoints)\b/g,
];

/** Words that nobody has translated. */
function englishIn(text: string): readonly string[] {
  const rest = DATA.reduce((left, data) => left.replaceAll(data, ''), text);
  return rest.match(/[A-Za-z]{4,}/g) ?? [];
}

describe('the look for English', () => {
  it('finds what was not translated, and lets names be', () => {
    assert.deepEqual(englishIn(`${pseudo('Renew it')} Renew contoso-prod/www-example-com`), [
      'Renew',
    ]);
    assert.deepEqual(englishIn(`${pseudo('Sign in to {0}')} Locked, www.contoso.com`), []);
  });
});

it('says every sentence in the language of the editor', async () => {
  const sandbox = await startSandbox({ world: 'lived-in' });
  try {
    await withEditor('language', { sandbox: sandbox.ready }, async (editor) => {
      await speakPseudo(editor);
      const page = await editor.openWindow();
      await page.setViewportSize(VIEWPORT);
      const said = await useEverything(page);
      const english = [...said].map(([where, text]) => [where, englishIn(text)] as const);
      assert.deepEqual(
        english.filter(([, words]) => words.length > 0),
        [],
      );
      for (const [where, text] of said) assert.match(text, /[åéîöû]/, `${where}: ${text}`);
      assert.deepEqual(editor.complaints, []);
    });
  } finally {
    await sandbox.close();
  }
});

/** As a language pack does it. VS Code itself has no text in it, and stays English. */
async function speakPseudo({ profile: { userData, extensions } }: Editor): Promise<void> {
  const bundle = JSON.parse(
    await readFile(join(ROOT, 'l10n', 'bundle.l10n.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const installed = join(extensions, `${await extensionId()}-${manifest.version}`);
  await writePseudoLocale(ROOT, Object.keys(bundle), installed);
  const texts = join(userData, 'pseudo.json');
  const pack = {
    hash: 'pseudo',
    label: 'Pseudo',
    extensions: [{ extensionIdentifier: { id: 'kvcert-tests.pseudo' }, version: '0.0.1' }],
    translations: { vscode: texts },
  };
  await writeFile(texts, JSON.stringify({ contents: {} }));
  const packs = JSON.stringify({ [PSEUDO_LOCALE]: pack });
  await writeFile(join(userData, 'languagepacks.json'), packs);
  await writeFile(join(userData, 'User', 'argv.json'), JSON.stringify({ locale: PSEUDO_LOCALE }));
}

/** Returns what was said, by the place. */
async function useEverything(page: Page): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  const sideBar = page.locator('.sidebar');
  await showContainer(page, pseudo('Key Vault Certificates'));
  const signIn = sideBar.locator('.welcome-view .monaco-button').first();
  await signIn.waitFor();
  said.set('the views, signed out', await sideBar.innerText());

  await signIn.click();
  await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
  await answerQuickInput(page, 'Choose an account', OPERATOR);
  await expandTreeItem(treeItem(page, 'Contoso Production'));
  const vault = treeItem(page, /\bcontoso-prod\b/).first();
  await expandTreeItem(vault);
  await treeItem(page, /^www-example-com, /).waitFor();

  await vault.hover();
  await vault.getByRole('button').first().click();
  const form = webview(page);
  await form.locator('summary').click();
  await form.locator('[type=submit]').click();
  said.set('a form with mistakes', await pageContent(page, pseudo('Give the certificate a name.')));
  await form.locator('#field-dnsNames').fill('new.example.com');
  await form.locator('#field-dnsNames').press('Enter');
  await form.getByText(pseudo('The name is free.')).waitFor();
  await form.locator('#field-agreedTerms').check();
  said.set('a form filled in', await pageContent(page, 'new.example.com'));
  await form.locator('[type=submit]').click();
  said.set('an operation', await pageContent(page, pseudo('The certificate is in the vault.')));
  // Not the one of its progress, on which VS Code puts a button of its own.
  const ended = await notification(page, pseudo('is created and expires').slice(1, -1));
  said.set('its end', (await ended.innerText()).replace('Source: Key Vault Certificates', ''));

  await treeItem(page, /^api-example-com, /)
    .first()
    .click();
  said.set('details', await pageContent(page, pseudo('Policy for the next version')));
  const due = await notification(page, 'contoso-archive/archive-example-com');
  said.set('what is due', (await due.innerText()).replace('Source: Key Vault Certificates', ''));
  const items = await sideBar
    .getByRole('treeitem')
    .evaluateAll((all: readonly { readonly ariaLabel: string | null }[]) =>
      all.map(({ ariaLabel }) => ariaLabel ?? ''),
    );
  said.set('the trees', items.join('\n'));
  said.set('commands', await commands(page));
  return said;
}

/** The titles in the palette; VS Code adds the English ones in a line of their own. */
async function commands(page: Page): Promise<string> {
  await page.keyboard.press('F1');
  await quickInput(page).fill(`>${pseudo('Key Vault Certificates')}`);
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows
    .filter({ hasText: pseudo('Show Log') })
    .or(rows)
    .first()
    .waitFor();
  const texts = await rows.allInnerTexts();
  await page.keyboard.press('Escape');
  return texts.map((text) => text.split('\n')[0] ?? '').join('\n');
}
