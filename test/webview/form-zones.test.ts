import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { names, withForm } from './form-in-browser.ts';
import { axeViolations, openBrowser } from './page-in-browser.ts';
import { THEMES } from './themes.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

for (const { name: theme } of THEMES) {
  it(`the form tells what only a person says of a zone, legibly in ${theme}`, async () => {
    const zone = { zone: 'contoso.com', resourceGroup: 'dns', isConfirmed: true, isOnWord: true };
    const world = { findZone: () => zone };
    await withForm(browser, { theme, world }, async (form, page) => {
      await page.getByLabel('Key vault').selectOption('contoso-prod');
      await names(page).fill('www.contoso.com ');
      await page.getByText('It was given by hand, and the account may not read it.').waitFor();
      assert.equal(await page.getByText('No name server could be asked').count(), 0);
      assert.deepEqual(await axeViolations(form), []);
    });
  });
}
