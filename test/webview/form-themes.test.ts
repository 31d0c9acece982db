import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { assertFocused, names, withForm } from './form-in-browser.ts';
import { axeViolations, openBrowser } from './page-in-browser.ts';
import { CREATION, RENEWAL } from './sample-form.ts';
import { THEMES } from './themes.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

describe('the form in every theme', () => {
  for (const { name: theme } of THEMES) {
    it(`has no fault that axe knows of in ${theme}, empty, wrong and filled in`, async () => {
      await withForm(browser, { theme }, async (form, page) => {
        await page.getByText('Create Certificate').waitFor();
        assert.deepEqual(await axeViolations(form), []);
        await page.getByLabel('Key vault').selectOption('contoso-prod');
        await names(page).fill('www.contoso.com shop.fabrikam.com no_name ');
        await page.getByText('Key, format and tags').click();
        await page.getByRole('button', { name: 'Add Tag' }).click();
        await assertFocused(page, 'Name of tag 1');
        await page.getByLabel('Certificate name').fill('taken');
        await page.getByText('already has a certificate').first().waitFor();
        await page.getByRole('button', { name: 'Create' }).click();
        await page.getByText('things have to be corrected').waitFor();
        assert.deepEqual(await axeViolations(form), []);
      });
    });
  }

  it('fits on 320 pixels without scrolling sideways', async () => {
    for (const state of [CREATION, RENEWAL]) {
      await withForm(browser, { state, width: 320 }, async (form, page) => {
        const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.contoso.com`;
        await names(page).fill(`${long} no_name `);
        await page.getByText('Key, format and tags').click();
        await page.getByRole('button', { name: 'Add Tag' }).click();
        await page.getByRole('button', { name: state === CREATION ? 'Create' : 'Renew' }).click();
        await page.getByText('to be corrected').waitFor();
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
        assert.deepEqual(await axeViolations(form), []);
      });
    }
  });

  // (axe does not know such colours: it takes the text's fill for what it would be without them.)
  it('can be read, and keeps its borders, where the system paints its own colours', async () => {
    await withForm(browser, { forcedColors: true }, async (_, page) => {
      await page.getByRole('button', { name: 'Create' }).waitFor();
      const [text, background, field, border, none] = await page.evaluate<string[]>(`
        ((style) => [
          style('h1').color, style('body').backgroundColor, style('select').color,
          style('[type=submit]').borderTopColor, style('[type=submit]').backgroundColor,
        ])((selector) => getComputedStyle(document.querySelector(selector)))`);
      assert.equal(text, field);
      assert.notEqual(text, background);
      assert.notEqual(border, none);
    });
  });

  it('has targets of 24 pixels and more', async () => {
    await withForm(browser, {}, async (_, page) => {
      await names(page).fill('www.contoso.com ');
      await page.getByText('Key, format and tags').click();
      await page.getByRole('button', { name: 'Add Tag' }).click();
      const small: unknown = await page.evaluate(`
        [...document.querySelectorAll('button, select, input, summary')]
          .map((one) => [one, (one.closest('label, .check') ?? one).getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([one]) => one.outerHTML)
      `);
      assert.deepEqual(small, []);
    });
  });
});
