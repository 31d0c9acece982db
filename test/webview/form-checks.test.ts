import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { isFormEntries, type FormChecks } from '../../src/webview/form/state-protocol.ts';
import { askOf, fillIn, isCall, withForm } from './form-in-browser.ts';
import { axeViolations, openBrowser } from './page-in-browser.ts';
import { CHECKED, RENEWAL } from './sample-form.ts';
import { THEMES } from './themes.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

describe('the checks of the form', () => {
  it('shows what the host has checked, row by row, and says when that is of yesterday', async () => {
    await withForm(browser, {}, async (form, page) => {
      await fillIn(page);
      await page.getByRole('checkbox', { name: /I agree/ }).check();
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      const entries = askOf(await form.heard(isCall('check')));
      assert.ok(isFormEntries(entries));
      assert.equal(entries.rehearse, false);
      assert.equal(await page.getByRole('heading', { name: 'Checks' }).count(), 0);
      const show = (checks: FormChecks): Promise<void> =>
        form.send({ type: 'change', members: { checks }, gone: [] });
      const [free, rights] = CHECKED;
      const looking = { title: rights.title, verdict: 'looking', word: 'looking' } as const;
      await show({ isLooking: true, rows: [free, looking] });
      const list = page.getByRole('region', { name: 'Checks' });
      await list.getByText('Looking at what can be known').waitFor();
      await list.getByRole('button', { name: 'Stop Checking' }).click();
      await form.heard(isCall('stopChecks'));
      await show({ isLooking: false, rows: CHECKED, outcome: 'It cannot be issued.' });
      await list.getByText('It cannot be issued.').waitFor();
      assert.equal(await list.getByRole('listitem').count(), CHECKED.length);
      assert.deepEqual(await axeViolations(form), []);
      await list.getByRole('button', { name: 'Copy Command' }).click();
      assert.deepEqual(askOf(await form.heard(isCall('repair'))), { token: '9' });
      await page.getByRole('checkbox', { name: 'Rehearse at' }).check();
      await list.getByText('The form was changed since: check again.').waitFor();
      await page.getByRole('checkbox', { name: 'Rehearse at' }).uncheck();
      await list.getByText('It cannot be issued.').waitFor();
    });
  });

  it('lets a staging CA take the place of another one only for a renewal', async () => {
    const force = /in the place of a trusted certificate/;
    await withForm(browser, {}, async (_, page) => {
      await page.getByLabel('Certificate authority').selectOption('letsencrypt-staging');
      assert.equal(await page.getByRole('checkbox', { name: /Rehearse/ }).count(), 0);
      assert.equal(await page.getByRole('checkbox', { name: force }).count(), 0);
    });
    await withForm(browser, { state: RENEWAL }, async (form, page) => {
      assert.equal(await page.getByRole('checkbox', { name: force }).count(), 0);
      await page.getByRole('checkbox', { name: /Rehearse/ }).check();
      await page.getByLabel('Certificate authority').selectOption('letsencrypt-staging');
      await page.getByRole('checkbox', { name: force }).check();
      await page.getByRole('checkbox', { name: /I agree/ }).check();
      await page.getByRole('button', { name: 'Renew' }).click();
      const entries = askOf(await form.heard(isCall('submit')));
      assert.ok(isFormEntries(entries));
      assert.deepEqual([entries.rehearse, entries.forceStaging], [false, true]);
    });
  });

  for (const { name: theme } of THEMES) {
    it(`have no fault that axe knows of in ${theme}, and fit on 320 pixels`, async () => {
      await withForm(browser, { theme, width: 320 }, async (form, page) => {
        await fillIn(page);
        await page.getByRole('checkbox', { name: /I agree/ }).check();
        await page.getByRole('button', { name: 'Check', exact: true }).click();
        await form.heard(isCall('check'));
        const checks: FormChecks = { isLooking: false, rows: CHECKED, outcome: 'No.' };
        await form.send({ type: 'change', members: { checks }, gone: [] });
        await page.getByText('No.', { exact: true }).waitFor();
        assert.deepEqual(await axeViolations(form), []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
        await page.getByRole('checkbox', { name: 'Rehearse at' }).check();
        await page.getByText('The form was changed since').waitFor();
        assert.deepEqual(await axeViolations(form), []);
      });
    });
  }
});
