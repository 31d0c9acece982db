/**
 * An account at a CA that wants one of its own site, made by hand in the editor; its HMAC key is to be
 * found nowhere afterwards. Pictures go to the folder that KVCERT_PICTURES names.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { extensionId } from '../host/packaged-extension.ts';
import { dialog, pressInDialog } from '../host/page/dialogs.ts';
import { notification, pressInNotification } from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { answerQuickInput, quickInput, quickInputRow } from '../host/page/quick-input.ts';
import { browserStorage, filesOf, placeOf, processesOf, shownIn } from './canary/places.ts';
import { searchFor } from './canary/secret-search.ts';
import { secretsOf } from './canary/secret-storage.ts';
import { CONTAINER, inLivedInWorld, operatorWith, signIn } from './lived-in.ts';

const VAULT = 'contoso-prod';
const DIRECTORY = 'https://acme.scripted.test/directory';
const KEY_ID = 'kid-1';
/** base64url */
const HMAC_KEY = 'dGhlIGtleSB0aGF0IG5vYm9keSBrZWVwcw';

it('makes and ends an account that is bound to one of the CA’s site, signed out of Azure', async () => {
  await inLivedInWorld('ca-accounts', {}, async ({ editor, page, control }) => {
    await control.caSettings({
      externalAccounts: { [KEY_ID]: HMAC_KEY },
      termsOfService: 'https://acme.scripted.test/terms',
    });
    await manage(page);
    await look(page, 'empty');
    await quickInputRow(page, 'Make an Account…').click();
    await quickInputRow(page, "Let's Encrypt").waitFor();
    await look(page, 'authorities');
    await quickInput(page).fill('another directory');
    await quickInputRow(page, 'Another directory…').click();
    await answerQuickInput(page, 'URL of its ACME directory', DIRECTORY);
    await answerQuickInput(page, 'Key id, as the site', KEY_ID);
    const prompt = 'it is used once and not kept';
    await page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
    await quickInput(page).fill(HMAC_KEY);
    assert.equal(await quickInput(page).getAttribute('type'), 'password');
    await look(page, 'hmac-key');
    await quickInput(page).press('Enter');
    await quickInputRow(page, 'In a key vault…').waitFor();
    await look(page, 'key-place');
    await quickInputRow(page, "In this editor's secret storage").click();
    await answerQuickInput(page, 'E-mail addresses for the CA', 'ada@example.com');
    await notification(page, 'https://acme.scripted.test/terms');
    await look(page, 'terms');
    await pressInNotification(page, 'issues only to those who agree', 'Agree');
    await notification(page, 'The account at acme.scripted.test is made');

    const kept = [...(await secretsOf(page, await extensionId())).values()].join('\n');
    assert.match(kept, /"eabKid":"kid-1"/);
    const search = searchFor([{ name: 'HMAC key', bytes: Buffer.from(HMAC_KEY) }]);
    const places = [
      ...(await filesOf(editor.profile)),
      ...(await browserStorage(page)),
      ...(await processesOf(editor.profile)),
      ...(await shownIn(page, 'in the end')),
      placeOf('SecretStorage', kept),
      placeOf('requests', JSON.stringify(await control.log())),
    ];
    assert.ok(places.length > 20, String(places.length));
    assert.deepEqual(search(places), []);

    await manage(page);
    await quickInputRow(page, KEY_ID).waitFor();
    await look(page, 'list');
    await quickInputRow(page, KEY_ID).click();
    await quickInputRow(page, 'Show Details').click();
    await quickInputRow(page, 'valid').waitFor();
    await look(page, 'details');
    await page.keyboard.press('Escape');
    await manage(page);
    await quickInputRow(page, KEY_ID).click();
    await quickInputRow(page, 'Deactivate…').click();
    await dialog(page, 'with a key from its site').waitFor();
    await look(page, 'deactivate');
    await pressInDialog(page, 'with a key from its site', 'Deactivate');
    await notification(page, 'is deactivated');
    assert.equal((await secretsOf(page, await extensionId())).size, 0);
    assert.deepEqual(await control.refused(), []);
  });
});

it('makes an account whose key signs in a vault', async () => {
  await inLivedInWorld(
    'vault-account',
    { world: operatorWith('Key Vault Crypto Officer', VAULT) },
    async ({ page, control }) => {
      await signIn(page);
      await manage(page);
      await quickInputRow(page, 'Make an Account…').click();
      await quickInputRow(page, "Let's Encrypt").first().click();
      await quickInputRow(page, 'In a key vault…').click();
      await quickInputRow(page, VAULT).click();
      await page.locator('.quick-input-widget').filter({ hasText: 'Name of the key in' }).waitFor();
      await look(page, 'key-name');
      await answerQuickInput(page, 'Name of the key in contoso-prod', 'no_name');
      await page.getByText('The name of a key has 1 to 127').waitFor();
      await quickInput(page).fill('team-account');
      await quickInput(page).press('Enter');
      await answerQuickInput(page, 'E-mail addresses for the CA', '');
      await pressInNotification(page, 'issues only to those who agree', 'Agree');
      await notification(page, "The account at Let's Encrypt is made");
      const kept = [...(await secretsOf(page, await extensionId())).values()].join('\n');
      assert.match(kept, /contoso-prod\.vault\.azure\.net\/keys\/team-account\//);
      assert.doesNotMatch(kept, /PRIVATE|"d":/);

      await manage(page);
      await quickInputRow(page, '/keys/team-account/').click();
      await quickInputRow(page, 'Exchange Key…').click();
      await dialog(page, 'find it by themselves').waitFor();
      await look(page, 'exchange-in-vault');
      await pressInDialog(page, 'find it by themselves', 'Exchange Key');
      await notification(page, "The account at Let's Encrypt has a new key.");
      const signed = (await control.log()).filter(({ path }) => /\/sign\b/.test(path));
      assert.ok(signed.length >= 3, String(signed.length));
      assert.deepEqual(await control.refused(), []);
    },
  );
});

async function manage(page: Page): Promise<void> {
  await runCommand(page, `${CONTAINER}: Manage CA Accounts…`);
  await quickInputRow(page, 'Make an Account…').waitFor();
}

async function look(page: Page, name: string): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `ca-accounts-${name}.png`) });
}
