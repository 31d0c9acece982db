/**
 * No secret of a session stands anywhere but in VS Code's SecretStorage. The secrets are real: every
 * access token that was handed out, the ACME account's key, and the private keys of the certificates
 * that were issued. Keys for external account binding are looked for in ca-accounts.test.ts.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { withEditor, type Editor } from '../host/editor.ts';
import { extensionId } from '../host/packaged-extension.ts';
import {
  alwaysAgreeToTerms,
  clearNotifications,
  notification,
} from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { answerQuickInput, quickInputRow } from '../host/page/quick-input.ts';
import { treeItem } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { until } from '../host/until.ts';
import { controlAt, type Control } from '../integration/product/control.ts';
import { pemCertificates, readSecret } from '../integration/product/stored-secret.ts';
import { startSandbox } from '../sandbox/start.ts';
import { browserStorage, filesOf, placeOf, processesOf, shownIn } from './canary/places.ts';
import { searchFor, type Place, type Secret } from './canary/secret-search.ts';
import { secretsOf } from './canary/secret-storage.ts';
import { recordTokens } from './canary/token-recorder.ts';
import { typeNames } from './form.ts';
import { CONTAINER, openVault, signIn } from './lived-in.ts';

const VAULT = 'contoso-prod';
const SETTINGS = { 'kvcert.defaults.contentType': 'pem' };
const PATIENCE_MS = 15_000;

describe('the search', () => {
  const secret = Buffer.from('MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+zX/7ySvQw8rN1xk');
  const writings: Readonly<Record<string, string | Buffer>> = {
    'as it is': secret,
    'in UTF-16': Buffer.from(secret.toString(), 'utf16le'),
    'in a URL': encodeURIComponent(secret.toString()),
    'in hexadecimal digits': secret.toString('hex'),
    'in base64 at any place': Buffer.from(`{"key":"${secret.toString()}"}`).toString('base64'),
    'in base64url': Buffer.from(`- ${secret.toString()}`).toString('base64url'),
    'in part': secret.subarray(20, 20 + 31),
  };
  for (const [how, writing] of Object.entries(writings)) {
    it(`finds a secret ${how}`, () => {
      const bytes = Buffer.concat([Buffer.from('what stands before'), Buffer.from(writing)]);
      assert.deepEqual(searchFor([{ name: 'key', bytes: secret }])([{ name: 'log', bytes }]), [
        'key in log',
      ]);
    });
  }
});

it('finds no token or key material in tree, tooltips, log, URIs, webview state, storage outside SecretStorage', async () => {
  await using stack = new AsyncDisposableStack();
  const sandbox = await startSandbox({ world: 'lived-in' });
  stack.defer(sandbox.close);
  const recorder = await recordTokens(sandbox.ready.control);
  stack.defer(recorder.close);
  const ready = { ...sandbox.ready, control: recorder.url };
  await withEditor('canary', { sandbox: ready, settings: SETTINGS }, async (editor) => {
    const control = controlAt(sandbox.ready.control);
    const page = await editor.openWindow();
    await page.setViewportSize({ width: 1400, height: 1300 });
    const seen = await live(editor, page, control);

    const kept = await secretsOf(page, await extensionId());
    const accounts = [...kept.keys()];
    assert.equal(accounts.length, 1);
    assert.match(accounts.join(), /^kvcert\.acmeAccount:https:/);
    const { key } = JSON.parse([...kept.values()].join('')) as { readonly key: string };
    const { value: pem } = await readSecret(sandbox.ready, VAULT, 'canary-example-com');
    assert.ok(recorder.tokens.length > 2, 'too few tokens were handed out');
    const secrets = [
      ...recorder.tokens.map((token, index) => tokenSecret(token, index)),
      ...keySecrets('account key', key),
      ...keySecrets('certificate key', pem),
    ];
    const search = searchFor(
      secrets,
      pemCertificates(pem).map((certificate) => Buffer.from(certificate)),
    );
    const places = async () => [
      ...seen,
      ...(await filesOf(editor.profile)),
      ...(await browserStorage(page)),
      ...(await processesOf(editor.profile)),
      ...(await shownIn(page, 'in the end')),
      placeOf('requests', JSON.stringify(await control.log())),
      placeOf('DNS queries', JSON.stringify(await control.dnsQueries())),
    ];
    const before = await places();
    assertAllIsThere(before);
    assert.deepEqual(search(before), []);

    // So would any of it be found.
    const [token = ''] = recorder.tokens;
    await plant(page, editor, { token, key });
    const found = search((await places()).slice(seen.length)).join('\n');
    for (const place of [/IndexedDB/, /localStorage/, /sessionStorage/, /\.log/, /in the end/]) {
      assert.match(found, new RegExp(`token 1 in .*${place.source}`));
    }
    assert.match(found, /account key \w+ in user-data\/User\/globalStorage/);
    assert.deepEqual(await control.refused(), []);
  });
});

/** Uses what there is, and gives what was shown and copied on the way. */
async function live(editor: Editor, page: Page, control: Control): Promise<readonly Place[]> {
  const seen: Place[] = [];
  const look = async (when: string) => {
    seen.push(...(await shownIn(page, when)));
  };
  const copied = async (what: string) => {
    await runCommand(page, `${CONTAINER}: ${what}`);
    return async (matches: RegExp) => {
      let text = '';
      const read = async () => {
        text = await page.evaluate<string>('navigator.clipboard.readText()');
        return matches.test(text);
      };
      assert.ok(await until(read, PATIENCE_MS), `${what} has copied ${text}`);
      seen.push(placeOf(`clipboard after ${what}`, text));
    };
  };
  await traceEverything(page);
  await signIn(page);
  await openVault(page, 'Contoso Production', VAULT);
  await treeItem(page, /^www-example-com, valid/).waitFor();
  await look('with the tree');
  for (const [name, says] of [
    [/^operator@/, 'operator@contoso.com'],
    [/^Vault contoso-prod/, 'https://contoso-prod.vault.azure.net'],
    [/^www-example-com, valid/, 'Valid from'],
  ] as const) {
    const tooltip = page.locator('.monaco-hover').filter({ hasText: says });
    await treeItem(page, name).first().hover();
    await tooltip.first().waitFor();
    await look(`with the tooltip of ${name.source}`);
    await page.mouse.move(900, 600);
    await tooltip.first().waitFor({ state: 'hidden' });
  }

  alwaysAgreeToTerms(page);
  await createQuickly(page, 'canary');
  await notification(page, 'is created and expires');
  await look('with the end of an operation');
  await control.fault({ kind: 'fail', status: 403, match: { api: 'arm', method: 'PUT' } });
  await createQuickly(page, 'refused');
  await notification(page, /refused-example-com/);
  await look('with a failure');
  await clearNotifications(page);

  await treeItem(page, /^canary-example-com, valid/).click();
  const details = webview(page);
  await details.getByRole('heading', { name: 'canary-example-com', level: 1 }).waitFor();
  await look('with the details');
  await (
    await copied('Copy Diagnostics')
  )(/^Key Vault Certificates \d/);
  for (const [what, shape] of [
    ['Copy Identifier', /\/certificates\//],
    ['Copy Secret Identifier', /\/secrets\//],
    ['Copy Thumbprint', /^[\da-f]{40}$/i],
  ] as const) {
    const reads = await copied(what);
    await quickInputRow(page, VAULT).click();
    await quickInputRow(page, 'canary-example-com').click();
    await reads(shape);
  }

  await page.keyboard.press('Escape');
  const vault = treeItem(page, /^Vault contoso-prod\b/);
  await vault.hover();
  await vault.getByRole('button', { name: 'Create Certificate' }).click();
  await page.getByRole('tab', { name: 'Create Certificate' }).waitFor();
  const form = webview(page);
  await typeNames(form, 'half.example.com');
  await form.getByText('Zones were found for 1 of 1 names.').waitFor();
  await form.getByText('The name is free.').waitFor();
  await look('with a form');
  // In a browser VS Code writes its state down every five seconds, and not when a page is left.
  const isKept = async () =>
    (await browserStorage(page)).some(
      ({ name, bytes }) => name.startsWith('IndexedDB') && bytes.includes('half.example.com'),
    );
  assert.ok(await until(isKept, PATIENCE_MS), 'VS Code does not keep what was typed');
  await editor.reloadWindow(page);
  await traceEverything(page);
  await webview(page).getByText('half.example.com').first().waitFor();
  await runCommand(page, `${CONTAINER}: Refresh`);
  await treeItem(page, /^Subscription Contoso Production,/).waitFor();
  return seen;
}

async function traceEverything(page: Page): Promise<void> {
  await runCommand(page, 'Developer: Set Log Level...');
  await quickInputRow(page, 'Trace').click();
}

async function createQuickly(page: Page, name: string): Promise<void> {
  await runCommand(page, `${CONTAINER}: Create Certificate (Quick)`);
  await quickInputRow(page, VAULT).click();
  await answerQuickInput(page, 'DNS names, separated by', `${name}.example.com`);
  await answerQuickInput(page, 'Name of the certificate', `${name}-example-com`);
  await quickInputRow(page, 'Let').click();
}

/**
 * Its signature, without which it opens nothing: header and claims are base64 of words that stand,
 * in base64, in other places too.
 */
function tokenSecret(token: string, index: number): Secret {
  const bytes = Buffer.from(token.slice(token.lastIndexOf('.') + 1));
  return { name: `token ${index + 1}`, bytes };
}

/** The numbers that nobody else may know (RFC 7518, 6.2.2 and 6.3.2). */
function keySecrets(what: string, pem: string): readonly Secret[] {
  const jwk = createPrivateKey(pem).export({ format: 'jwk' });
  const members = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const satisfies (keyof JsonWebKey)[];
  const secrets = members.flatMap((member) => {
    const value = jwk[member];
    if (typeof value !== 'string') return [];
    return [{ name: `${what} ${member}`, bytes: Buffer.from(value, 'base64url') }];
  });
  assert.ok(secrets.length > 0, `${what} has no private member`);
  return secrets;
}

/** What has to be looked through is: each text stands in the place that it is known from. */
function assertAllIsThere(places: readonly Place[]): void {
  const known: readonly (readonly [place: RegExp, text: string])[] = [
    [/with the tree$/, 'aria-label="www-example-com, valid'],
    [/with the tooltip of \^www/, 'Thumbprint'],
    [/with a failure$/, 'notification-list-item'],
    [/with the details$/, 'canary-example-com'],
    [/with a form$/, 'half.example.com'],
    [/in the end$/, 'half.example.com'],
    [/logs\/.*kvcert\.kvcert\/.*\.log$/, 'canary-example-com'],
    [/globalStorage\/kvcert\.kvcert\/listing\//, 'www-example-com'],
    [/^localStorage secrets\.provider$/, ''],
    [/^IndexedDB vscode-web-state-db/, 'half.example.com'],
    [/^environment of a process$/, 'KVCERT_STAND_IN_FILE'],
    [/^arguments of a process$/, 'extensionHost'],
    [/^requests$/, 'canary.example.com'],
  ];
  const missing = known.filter(
    ([place, text]) => !places.some(({ name, bytes }) => place.test(name) && bytes.includes(text)),
  );
  assert.deepEqual(missing, [], places.map(({ name }) => name).join('\n'));
}

/** Puts a token where VS Code, its pages and extensions write, and the account's key into a file. */
async function plant(
  page: Page,
  { profile }: Editor,
  { token, key }: { readonly token: string; readonly key: string },
): Promise<void> {
  const text = JSON.stringify(token);
  await page.evaluate(`(async () => {
    localStorage.setItem('planted', ${text});
    sessionStorage.setItem('planted', ${text});
    document.body.setAttribute('aria-label', ${text});
    const [{ name }] = await indexedDB.databases();
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = reject;
      opening.onsuccess = () => {
        const database = opening.result;
        const [store] = database.objectStoreNames;
        const transaction = database.transaction(store, 'readwrite');
        transaction.objectStore(store).put({ value: ${text} }, 'planted');
        transaction.oncomplete = () => { database.close(); resolve(); };
        transaction.onerror = reject;
      };
    });
  })()`);
  await writeFile(join(profile.userData, 'logs', 'planted.log'), Buffer.from(token, 'utf16le'));
  const body = key.split('\n').slice(1, -2).join('\n');
  const storage = join(profile.userData, 'User', 'globalStorage', await extensionId());
  await writeFile(join(storage, 'planted.json'), JSON.stringify({ body }));
}
