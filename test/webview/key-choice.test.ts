import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { withForm } from './form-in-browser.ts';
import { axeViolations, openBrowser } from './page-in-browser.ts';
import { RENEWAL } from './sample-form.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

describe('the choice of a key', () => {
  it('does not offer to export a key in an HSM, and says why', async () => {
    await withForm(browser, { state: RENEWAL }, async (form, page) => {
      await page.getByText('Key, format and tags').click();
      const key = page.getByRole('combobox', { name: 'Key', exact: true });
      const exports = page.getByRole('checkbox', { name: 'The private key can be exported' });
      assert.equal(await exports.isChecked(), true);
      assert.equal(
        await key.locator('optgroup').getAttribute('label'),
        'In an HSM, for vaults of the premium tier',
      );
      await key.selectOption('RSA-HSM 2048');
      assert.equal(await exports.isChecked(), false);
      assert.equal(await exports.isDisabled(), true);
      await page.getByText('Made in the HSM of the vault').waitFor();
      await page.getByText('A key in an HSM never leaves it').waitFor();
      const changes = page.getByRole('region', { name: 'What will change' });
      await changes.getByText('can no longer be read from the secret').waitFor();
      assert.deepEqual(await axeViolations(form), []);
      await key.selectOption('EC P-256');
      assert.equal(await exports.isChecked(), true);
      assert.equal(await exports.isDisabled(), false);
    });
  });
});
