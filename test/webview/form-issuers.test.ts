/** Certificates that Key Vault makes without ACME: what the form asks for them, and what it shows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { FormState } from '../../src/webview/form/state-protocol.ts';
import { askOf, isCall, names, saidOfFocused, tabTo, withForm } from './form-in-browser.ts';
import { axeViolations, openBrowser } from './page-in-browser.ts';
import { CREATION, EMPTY_ENTRIES, problem, RENEWAL } from './sample-form.ts';
import { THEMES } from './themes.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

const authority = (page: Page) => page.getByRole('combobox', { name: 'Certificate authority' });
const vault = (page: Page) => page.getByRole('combobox', { name: 'Key vault' });
const words = (page: Page, name: string) => page.getByRole('textbox', { name });
const POLICY = 'Subject, names, usages and lifetime';

const WITH_CSR: FormState = {
  ...CREATION,
  operation: {
    id: '',
    target: { vault: 'contoso-prod', name: 'www' },
    state: 'done',
    isCancelling: false,
    isOfVault: true,
    steps: [{ title: 'Create the key and the CSR', ms: 812 }],
    csr: '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
  },
};

describe('a form for what Key Vault makes by itself', () => {
  for (const { name: theme } of THEMES) {
    it(`has no fault that axe knows of in ${theme}, for every issuer and for a CSR`, async () => {
      await withForm(browser, { theme }, async (form, page) => {
        await vault(page).selectOption('contoso-prod');
        await authority(page).selectOption('An issuer of the vault…');
        await page.getByText(POLICY).click();
        await words(page, 'IP addresses').fill('192.0.2.7 1.2.3 ');
        await page.getByLabel('Valid for how many months').fill('many');
        await page.getByRole('button', { name: 'Create' }).click();
        await page.getByText('things have to be corrected').waitFor();
        assert.deepEqual(await axeViolations(form), []);
        await authority(page).selectOption('By hand (CSR)…');
        assert.deepEqual(await axeViolations(form), []);
      });
      await withForm(browser, { theme, state: WITH_CSR }, async (form) => {
        assert.deepEqual(await axeViolations(form), []);
      });
    });
  }

  it('fits on 320 pixels without scrolling sideways', async () => {
    await withForm(browser, { width: 320 }, async (form, page) => {
      await authority(page).selectOption('An issuer of the vault…');
      await page.getByText(POLICY).click();
      await words(page, 'URIs').fill(`spiffe://${'a'.repeat(80)}.example `);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
      assert.deepEqual(await axeViolations(form), []);
    });
    await withForm(browser, { width: 320, state: WITH_CSR }, async (_, page) => {
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    });
  });

  it('sends everything that was typed, asks no CA, and looks for no zone', async () => {
    await withForm(browser, {}, async (form, page) => {
      await authority(page).selectOption('Self-signed');
      await vault(page).selectOption('contoso-prod');
      await names(page).fill('intranet.fabrikam.com ');
      await page.getByText('The name is free.').waitFor();
      assert.equal(await page.getByRole('checkbox', { name: /I agree/ }).count(), 0);
      assert.equal(await page.getByRole('button', { name: 'Check', exact: true }).count(), 0);
      await page.getByText('Key, format and tags').click();
      await page.getByRole('combobox', { name: 'Key', exact: true }).selectOption('EC P-256K');
      await page.getByText(POLICY).click();
      await page.getByLabel('Subject').fill('CN=intranet, O=Fabrikam');
      await words(page, 'Extended key usages').fill('codeSigning ');
      await page.getByRole('checkbox', { name: 'keyCertSign' }).check();
      await page.getByLabel('Renewed by Key Vault').fill('30d');
      await page.getByRole('button', { name: 'Create' }).click();
      const asked = askOf(await form.heard(isCall('submit'))) as Record<string, unknown>;
      assert.equal(asked['madeBy'], 'self');
      assert.equal(asked['keyType'], 'ec-p256k');
      assert.equal(asked['subject'], 'CN=intranet, O=Fabrikam');
      assert.deepEqual(asked['ekus'], ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', 'codeSigning']);
      assert.deepEqual(asked['keyUsages'], ['digitalSignature', 'keyEncipherment', 'keyCertSign']);
      assert.equal(asked['autoRenew'], '30d');
    });
  });

  it('reads the issuers of the vault once one is wanted, and takes a name without them', async () => {
    let reads = 0;
    const findIssuers = () => {
      reads++;
      return { issuers: [{ name: 'contoso-digicert', provider: 'DigiCert' }] };
    };
    await withForm(browser, { world: { findIssuers } }, async (_, page) => {
      await vault(page).selectOption('contoso-prod');
      await authority(page).selectOption('Self-signed');
      assert.equal(reads, 0);
      await authority(page).selectOption('An issuer of the vault…');
      const issuer = page.getByRole('combobox', { name: 'Issuer of the vault' });
      await issuer.selectOption('contoso-digicert (DigiCert)');
      assert.equal(reads, 1);
      await page.getByText(POLICY).click();
      await page.getByLabel('Product of the issuer').fill('OV-SSL');
      // Hidden, and not lost.
      await authority(page).selectOption('Self-signed');
      assert.equal(await page.getByLabel('Product of the issuer').count(), 0);
      await authority(page).selectOption('An issuer of the vault…');
      assert.equal(await page.getByLabel('Product of the issuer').inputValue(), 'OV-SSL');
      assert.equal(await issuer.inputValue(), 'contoso-digicert');
    });
    const none = () => ({ issuers: [] });
    await withForm(browser, { world: { findIssuers: none } }, async (_, page) => {
      await vault(page).selectOption('contoso-prod');
      await authority(page).selectOption('An issuer of the vault…');
      await page.getByText('The vault knows no issuer yet.').waitFor();
      await page.getByRole('textbox', { name: 'Issuer of the vault' }).fill('digicert');
    });
  });

  it('brings a CA back as it was chosen', async () => {
    await withForm(browser, {}, async (_, page) => {
      await vault(page).selectOption('contoso-prod');
      await authority(page).selectOption("Let's Encrypt (staging)");
      await authority(page).selectOption('By hand (CSR)…');
      assert.equal(await page.getByText('Mail to the contacts of the vault').count(), 1);
      assert.equal(await page.getByText('Renewed by Key Vault').count(), 0);
      await authority(page).selectOption("Let's Encrypt (staging)");
      await page.getByRole('checkbox', { name: /I agree/ }).waitFor();
      assert.equal(await page.getByText(POLICY).count(), 0);
    });
  });

  it('unfolds and focuses by keyboard what the host finds wrong', async () => {
    const submit = () => ({
      accepted: false as const,
      problems: [{ field: 'notify' as const, problem: problem('Too late for a mail.') }],
    });
    await withForm(browser, { world: { submit } }, async (_, page) => {
      await vault(page).selectOption('contoso-prod');
      await authority(page).selectOption('Self-signed');
      await names(page).fill('www.contoso.com ');
      await page.getByText('The name is free.').waitFor();
      await tabTo(page, '[type=submit]');
      await page.keyboard.press('Enter');
      await page.getByText('One thing has to be corrected').waitFor();
      assert.match(await saidOfFocused(page), /Too late for a mail/);
    });
  });

  it('hands the CSR out, and leads to the merge', async () => {
    await withForm(browser, { state: WITH_CSR }, async (form, page) => {
      const csr = page.getByRole('textbox', { name: 'Certificate request (PEM)' });
      assert.match(await csr.inputValue(), /BEGIN CERTIFICATE REQUEST/);
      assert.equal(await page.getByRole('button', { name: 'Show Operations' }).count(), 0);
      for (const [button, call] of [
        ['Copy CSR', 'copyCsr'],
        ['Save CSR…', 'saveCsr'],
        ['Merge What the CA Sends…', 'dealWithPending'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await form.heard(isCall(call));
      }
    });
  });

  it('edits a policy in the same fields, without what belongs to a new certificate', async () => {
    const { ref } = RENEWAL.subject.mode === 'create' ? assert.fail() : RENEWAL.subject;
    const entries = { ...EMPTY_ENTRIES, madeBy: 'self' as const, dnsNames: ['www.contoso.com'] };
    const state: FormState = {
      ...RENEWAL,
      subject: { mode: 'policy', ref },
      current: { key: 'RSA 2048', entries: { ...entries, name: ref.name } },
      initial: { ...entries, name: ref.name },
    };
    await withForm(browser, { state }, async (form, page) => {
      await page.getByRole('heading', { name: /^Policy of/ }).waitFor();
      for (const label of ['Key vault', 'Certificate name', 'The certificate can be used']) {
        assert.equal(await page.getByLabel(label, { exact: true }).count(), 0);
      }
      assert.equal(await authority(page).locator('option').count(), 3);
      await page.getByText(POLICY).click();
      await page.getByLabel('Valid for how many months').fill('3');
      assert.deepEqual(await axeViolations(form), []);
      await page.getByRole('button', { name: 'Change Policy…' }).click();
      const asked = askOf(await form.heard(isCall('submit'))) as Record<string, unknown>;
      assert.equal(asked['months'], '3');
    });
  });

  it('is not offered for a renewal', async () => {
    await withForm(browser, { state: RENEWAL }, async (_, page) => {
      assert.equal(await authority(page).locator('optgroup').count(), 0);
    });
  });
});
