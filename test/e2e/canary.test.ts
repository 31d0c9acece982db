/**
 * Uses the product broadly, at its most talkative log level, and then looks for secrets in all that
 * was shown, kept or written. There is no EAB key yet that could be looked for: nothing takes one.
 */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { notification } from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { quickInput, quickInputRow } from '../host/page/quick-input.ts';
import { treeItem } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { until } from '../host/until.ts';
import { readSecret } from '../integration/product/stored-secret.ts';
import { fillIn, typeNames } from './form.ts';
import {
  CONTAINER,
  inLivedInWorld,
  OPERATOR,
  openVault,
  signIn,
  type LivedIn,
} from './lived-in.ts';
import { secretsIn, type KnownSecret } from './secret-scan.ts';
import {
  browserStores,
  documents,
  files,
  processes,
  SECRET_STORAGE,
  together,
  type Traces,
} from './traces.ts';

const PATIENCE_MS = 10_000;
/** VS Code writes its state down from time to time, at most every minute. */
const FLUSHED_MS = 90_000;
const VAULT = 'contoso-prod';
const CERTIFICATE = 'canary-example-com';

it('leaves no secret anywhere but in the editor’s secret storage', async () => {
  const settings = { 'kvcert.defaults.contentType': 'pem' };
  await inLivedInWorld('canary', { settings }, async (lived) => {
    const shown = await useEverything(lived);
    const known = [...(await keyOfCertificate(lived)), await beginningOfTokens(lived)];
    const kept = await collect(lived, shown);
    assert.ok(kept.has(SECRET_STORAGE), `no secret is stored: ${[...kept.keys()].join('\n')}`);
    assert.match(await lived.editor.productLog(), /\[(trace|debug)\]/);
    assert.deepEqual(secretsIn(kept, known), []);

    const planted = await plant(lived, known);
    const found = secretsIn(await collect(lived, shown), known).map(({ where }) => where);
    for (const place of planted) {
      assert.ok(
        found.some((where) => where.includes(place)),
        `not found in ${place}, but in: ${found.join('\n')}`,
      );
    }
  });
});

/** Returns what was shown only for a moment. */
async function useEverything(lived: LivedIn): Promise<Traces> {
  const { page, control } = lived;
  await signIn(page);
  await logEverything(page);
  await openVault(page, 'Contoso Production', VAULT);
  const tooltips = await hoverOverTree(page);

  const form = await openForm(page);
  await fillIn(form, 'canary.example.com');
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await notification(page, `${CERTIFICATE} is created`);
  const ended = await documents(page, 'after a creation');

  const match = { api: 'arm', method: 'PUT', path: '/TXT/_acme-challenge\\.refused\\?' };
  await control.fault({ kind: 'fail', status: 403, match });
  const another = await openForm(page);
  await typeNames(another, 'refused.example.com');
  await another.getByText('The name is free.').waitFor();
  await another.getByRole('button', { name: 'Create', exact: true }).click();
  await notification(page, 'refused-example-com');
  const failed = await documents(page, 'after a failure');

  await treeItem(page, new RegExp(`^${CERTIFICATE}, valid`)).click();
  await webview(page).getByRole('heading', { name: CERTIFICATE }).waitFor();
  const details = await documents(page, 'details');
  const copied = new Map<string, Buffer>();
  for (const command of ['Copy Diagnostics', 'Copy Identifier', 'Copy Secret Identifier']) {
    copied.set(`the clipboard after ${command}`, await copiedBy(page, command));
  }

  // Half filled in, and restored after a reload.
  const half = await openForm(page);
  await typeNames(half, 'half.example.com');
  const isKept = async (): Promise<boolean> =>
    [...(await browserStores(page)).values()].some((value) => value.includes('half.example.com'));
  assert.ok(await until(isKept, FLUSHED_MS), 'what was typed is not kept');
  await lived.editor.reloadWindow(page);
  await webview(page).getByText('half.example.com', { exact: true }).waitFor();
  return together(tooltips, ended, failed, details, copied);
}

async function logEverything(page: Page): Promise<void> {
  await runCommand(page, 'Developer: Set Log Level');
  await quickInputRow(page, CONTAINER).click();
  await quickInputRow(page, /^Trace/).click();
  await quickInput(page).waitFor({ state: 'hidden' });
}

async function hoverOverTree(page: Page): Promise<Traces> {
  const items = [OPERATOR, 'Contoso Production, ', `Vault ${VAULT}`, 'api-example-com, '];
  const all: Traces[] = [];
  for (const item of items) {
    await treeItem(page, new RegExp(item)).first().hover();
    await page.locator('.workbench-hover-container, .monaco-hover').first().waitFor();
    all.push(await documents(page, `the tooltip of ${item}`));
  }
  return together(...all);
}

async function openForm(page: Page): Promise<FrameLocator> {
  const vault = treeItem(page, new RegExp(`^Vault ${VAULT}\\b`));
  await vault.hover();
  await vault.getByRole('button', { name: 'Create Certificate' }).click();
  const form = webview(page);
  await form.getByRole('combobox', { name: 'Key vault' }).waitFor();
  return form;
}

async function copiedBy(page: Page, command: string): Promise<Buffer> {
  await page.evaluate("navigator.clipboard.writeText('')");
  await runCommand(page, `${CONTAINER}: ${command}`);
  if (command !== 'Copy Diagnostics') {
    await quickInputRow(page, VAULT).click();
    await quickInputRow(page, CERTIFICATE).click();
  }
  let text = '';
  const isThere = async (): Promise<boolean> =>
    (text = await page.evaluate<string>('navigator.clipboard.readText()')) !== '';
  assert.ok(await until(isThere, PATIENCE_MS), `${command} has copied nothing`);
  return Buffer.from(text);
}

/** The lines of the private key that are nobody else's. */
async function keyOfCertificate({ ready }: LivedIn): Promise<readonly KnownSecret[]> {
  const { contentType, value } = await readSecret(ready, VAULT, CERTIFICATE);
  assert.equal(contentType, 'application/x-pem-file');
  const [, key = ''] = /BEGIN PRIVATE KEY-----\s([^-]+)-----END/.exec(value) ?? [];
  const lines = key.trim().split('\n').slice(1, -1);
  assert.ok(lines.length > 5, value);
  return lines.map((line) => ({ name: 'the private key of the certificate', value: line }));
}

/** All tokens of the sandbox have the same header: whatever holds one holds this. */
async function beginningOfTokens({ url }: LivedIn): Promise<KnownSecret> {
  const scopes = ['https://vault.azure.net/.default'];
  const body = JSON.stringify({ user: OPERATOR, scopes });
  const answer = await fetch(`${url}/tokens`, { method: 'POST', body });
  const { accessToken } = (await answer.json()) as { readonly accessToken: string };
  const [header = ''] = accessToken.split('.');
  assert.ok(header.length > 30, accessToken);
  return { name: 'an access token', value: header };
}

async function collect({ page, editor, control }: LivedIn, shown: Traces): Promise<Traces> {
  const uris = (await control.log()).map(({ host, path }) => `https://${host}${path}`);
  return together(
    shown,
    await documents(page, 'at the end'),
    await browserStores(page),
    await files(editor.profile),
    await processes(editor.profile),
    new Map([['URIs of requests', Buffer.from(uris.join('\n'))]]),
  );
}

/** Puts a secret where one could be; returns the places. */
async function plant({ page, editor }: LivedIn, known: readonly KnownSecret[]): Promise<string[]> {
  const secret = known[0]?.value ?? assert.fail();
  const { userData } = editor.profile;
  await appendFile(join(userData, 'logs', 'planted.log'), `${secret}\n`);
  await page.evaluate(`(async () => {
    const secret = ${JSON.stringify(secret)};
    localStorage.setItem('planted', btoa('{"' + secret + '"}'));
    document.body.append(Object.assign(document.createElement('p'), { title: secret }));
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.includes('state'));
    const database = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    const adding = database.transaction('ItemTable', 'readwrite');
    adding.objectStore('ItemTable').put(secret, 'planted');
    await new Promise((done) => (adding.oncomplete = done));
    database.close();
  })()`);
  return ['planted.log', 'localStorage planted', 'ItemTable planted', 'at the end, document'];
}
