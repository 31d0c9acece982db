import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  isFormEntries,
  isSavedForm,
  type FormState,
} from '../../src/webview/form/state-protocol.ts';
import { until } from '../host/until.ts';
import {
  askOf,
  assertFocused,
  fillIn,
  isCall,
  names,
  saidOfFocused,
  tabTo,
  withForm,
} from './form-in-browser.ts';
import { axeViolations, openBrowser, PATIENCE } from './page-in-browser.ts';
import { CREATION, GRID, hostOf, problem, RENEWAL, TERMS } from './sample-form.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
});

describe('the form', () => {
  it('is filled in by keyboard alone, and submits what was typed', async () => {
    await withForm(browser, {}, async (form, page) => {
      const { keyboard } = page;
      await page.locator('body').focus();
      await keyboard.press('Tab');
      await keyboard.press('ArrowDown');
      await keyboard.press('Tab');
      await keyboard.press('Tab');
      await keyboard.type('contoso.com,*.contoso.com');
      await keyboard.press('Enter');
      await page.getByText('Zones were found for 2 of 2 names.').waitFor();
      await page.getByRole('checkbox', { name: /I agree/ }).waitFor();
      await tabTo(page, '[type=checkbox]');
      await keyboard.press('Space');
      await page.getByText('The name is free.').waitFor();
      await tabTo(page, '[type=submit]');
      await keyboard.press('Enter');
      const entries = askOf(await form.heard(isCall('submit')));
      assert.ok(isFormEntries(entries));
      assert.deepEqual(entries, {
        ...entries,
        vault: 'a|prod',
        name: 'contoso-com',
        dnsNames: ['contoso.com', '*.contoso.com'],
        agreedTerms: TERMS,
      });
    });
  });

  it('says after an attempt what is wrong, and puts the focus there', async () => {
    await withForm(browser, {}, async (form, page) => {
      await page.getByRole('button', { name: 'Create' }).click();
      const alert = page.getByRole('alert').first();
      await alert.getByText('3 things have to be corrected:').waitFor();
      await assertFocused(page, 'Key vault');
      assert.match(await saidOfFocused(page), /Choose the vault/);
      await alert.getByRole('button', { name: 'Give the certificate a name.' }).click();
      await assertFocused(page, 'Certificate name');
      assert.match(await saidOfFocused(page), /Give the certificate a name/);
      assert.equal(form.said.some(isCall('submit')), false);
    });
  });

  it('unfolds what is folded away to show what is wrong in it', async () => {
    const refused = {
      accepted: false as const,
      problems: [{ field: 'keyType' as const, problem: problem('The CA signs no such keys.') }],
    };
    await withForm(browser, { world: { submit: () => refused } }, async (_, page) => {
      await fillIn(page);
      await page.getByRole('checkbox', { name: /I agree/ }).check();
      await page.getByRole('button', { name: 'Create' }).click();
      const key = page.getByRole('combobox', { name: 'Key', exact: true });
      await key.waitFor();
      await assertFocused(page, 'Key');
      assert.match(await saidOfFocused(page), /signs no such keys/);
      await key.selectOption('EC P-256');
      await page.getByText('signs no such keys').first().waitFor({ state: 'detached' });
    });
  });

  it('puts the focus on the tags where one of them is wrong', async () => {
    await withForm(browser, {}, async (_, page) => {
      await fillIn(page);
      await page.getByRole('checkbox', { name: /I agree/ }).check();
      await page.getByText('Key, format and tags').click();
      await page.getByRole('button', { name: 'Add Tag' }).click();
      await page.getByLabel('Value of tag 1').fill('web');
      await page.getByRole('button', { name: 'Create' }).click();
      await assertFocused(page, 'Name of tag 1');
      assert.match(await saidOfFocused(page), /A tag needs a name/);
    });
  });

  it('takes the first key after adding a tag for that tag', async () => {
    await withForm(browser, {}, async (_, page) => {
      await page.getByText('Key, format and tags').click();
      const focusAfterTheClick = `
        const add = [...document.querySelectorAll('button')].find((it) => it.textContent === 'Add Tag');
        add.click();
        new Promise((done) => {
          setTimeout(() => done(document.activeElement.getAttribute('aria-label')), 0);
        });`;
      assert.equal(await page.evaluate(focusAfterTheClick), 'Name of tag 1');
    });
  });

  it('says on leaving a field what is wrong with it, and not of others', async () => {
    await withForm(browser, {}, async (_, page) => {
      const name = page.getByLabel('Certificate name');
      await name.fill('www.contoso.com');
      assert.equal(await name.getAttribute('aria-invalid'), 'false');
      await name.blur();
      await page.locator('#field-name[aria-invalid=true]').waitFor();
      const border = (id: string) =>
        page.evaluate(`getComputedStyle(document.getElementById('${id}')).borderTopColor`);
      assert.equal(await border('field-name'), 'rgb(190, 17, 0)');
      assert.notEqual(await border('field-dnsNames'), 'rgb(190, 17, 0)');
      assert.equal(await page.locator('[aria-invalid=true]').count(), 1);
    });
  });

  it('does not move a button away that is being pressed', async () => {
    await withForm(browser, {}, async (_, page) => {
      await page.getByLabel('Certificate name').fill('not.a.name');
      const summary = page.getByText('Key, format and tags');
      const box = (await summary.boundingBox()) ?? assert.fail('the summary is not shown');
      await page.mouse.move(box.x + 20, box.y + 4);
      await page.mouse.down();
      // Two frames: by then the page would have said what is wrong with the name, and have moved.
      await page.evaluate(
        'new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))',
      );
      await page.mouse.up();
      await page.getByRole('combobox', { name: 'Key', exact: true }).waitFor();
      await page.locator('#field-name[aria-invalid=true]').waitFor();
      const border = (id: string) =>
        page.evaluate(`getComputedStyle(document.getElementById('${id}')).borderTopColor`);
      assert.equal(await border('field-name'), 'rgb(190, 17, 0)');
      assert.notEqual(await border('field-dnsNames'), 'rgb(190, 17, 0)');
    });
  });

  it('takes names from a paste of many lines, and drops those that are there', async () => {
    await withForm(browser, {}, async (_, page) => {
      await names(page).fill('a.contoso.com ');
      await names(page).focus();
      await page.evaluate(`{
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', 'b.contoso.com\\nA.contoso.com; c.contoso.com');
        const paste = new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true });
        document.activeElement.dispatchEvent(paste);
      }`);
      const items = page.getByRole('list', { name: 'DNS names of the certificate' });
      await items.getByText('c.contoso.com', { exact: true }).waitFor();
      assert.deepEqual(await items.locator('.token').allTextContents(), [
        'a.contoso.com',
        'b.contoso.com',
        'c.contoso.com',
      ]);
    });
  });

  it('removes names by button, Delete and Backspace, and keeps the focus near', async () => {
    await withForm(browser, {}, async (_, page) => {
      await names(page).fill('a.contoso.com b.contoso.com c.contoso.com ');
      await page.getByRole('button', { name: 'Remove a.contoso.com' }).click();
      await assertFocused(page, 'Remove b.contoso.com');
      await page.keyboard.press('Delete');
      await assertFocused(page, 'Remove c.contoso.com');
      await page.keyboard.press('Enter');
      await assertFocused(page, 'DNS names');
      await page.keyboard.type('d.contoso.com ');
      await page.keyboard.press('Backspace');
      assert.equal(await page.locator('.token').count(), 0);
    });
  });

  it('shows for each name its zone, or why there is none and what to do', async () => {
    await withForm(browser, {}, async (form, page) => {
      await page.getByLabel('Key vault').selectOption('contoso-prod');
      await names(page).fill('www.contoso.com shop.fabrikam.com ');
      await page.getByText('Zone contoso.com in the resource group dns.').waitFor();
      await page.getByText('No DNS zone for shop.fabrikam.com').waitFor();
      await page.getByText('Zones were found for 1 of 2 names.').waitFor();
      await page.getByRole('button', { name: 'Choose Subscriptions' }).click();
      assert.deepEqual(askOf(await form.heard(isCall('repair'))), { token: '7' });
      const asked = form.said.filter(isCall('findZone')).length;
      await page.getByRole('button', { name: /^Look again/ }).click();
      await form.heard(() => form.said.filter(isCall('findZone')).length > asked);
    });
  });

  it('never shows the answer to what was typed before', async () => {
    const answers: (() => void)[] = [];
    const answer = hostOf(CREATION);
    await withForm(
      browser,
      {
        onMessage: (message, send) => {
          const isSlow = isCall('checkName')(message);
          if (isSlow)
            answers.push(() => {
              answer(message, send);
            });
          else answer(message, send);
        },
      },
      async (form, page) => {
        const name = page.getByLabel('Certificate name');
        await page.getByLabel('Key vault').selectOption('contoso-prod');
        await name.fill('taken');
        await form.heard(isCall('checkName'));
        await name.fill('still-free');
        await form.heard(({ type }) => type === 'cancel');
        await form.heard(() => answers.length === 2);
        for (const late of answers.toReversed()) late();
        await page.getByText('The name is free.').waitFor();
        assert.equal(await page.getByText('already has a certificate').count(), 0);
      },
    );
  });

  it('keeps what was typed over a reload, and nothing secret', async () => {
    let kept: unknown;
    await withForm(browser, {}, async (form, page) => {
      await fillIn(page);
      await page.getByLabel('Certificate name').fill('mine');
      // (waitForFunction evaluates in the page, which its Content Security Policy forbids.)
      await until(async () => {
        kept = await form.kept();
        return isSavedForm(kept) && kept.entries.name === 'mine';
      }, PATIENCE);
      assert.ok(isSavedForm(kept));
      assert.equal(kept.entries.name, 'mine');
      assert.deepEqual(Object.keys(kept).sort(), ['entries', 'isNameTyped', 'subject']);
    });
    await withForm(browser, { kept }, async (_, page) => {
      assert.equal(await page.getByLabel('Certificate name').inputValue(), 'mine');
      assert.equal(await page.getByLabel('Key vault').inputValue(), 'a|prod');
      await page.getByText('www.contoso.com', { exact: true }).waitFor();
    });
  });

  it('shows what the host has kept of another form as if nothing was', async () => {
    const kept = { subject: RENEWAL.subject, entries: RENEWAL.initial, isNameTyped: true };
    await withForm(browser, { kept }, async (_, page) => {
      assert.equal(await page.getByLabel('Certificate name').inputValue(), '');
    });
  });

  it('speaks the language of the editor', async () => {
    await withForm(
      browser,
      {
        onMessage: (message, send) => {
          const bundle = { 'Create Certificate': 'Zertifikat anlegen' };
          if (message.type === 'ready') void send({ type: 'start', bundle, state: CREATION });
        },
      },
      async (_, page) => {
        await page.getByRole('heading', { name: 'Zertifikat anlegen' }).waitFor();
      },
    );
  });

  it('asks for any directory by its URL, and for its terms', async () => {
    await withForm(browser, {}, async (form, page) => {
      await page.getByLabel('Key vault').selectOption('contoso-prod');
      const authority = page.getByLabel('Certificate authority');
      await authority.focus();
      await authority.selectOption('Other…');
      await assertFocused(page, 'Certificate authority');
      await page.getByLabel('Directory URL').fill('https://ca.example/directory');
      const ask = askOf(
        await form.heard(
          (message) =>
            isCall('describeAuthority')(message) && JSON.stringify(message).includes('ca.example'),
        ),
      );
      assert.deepEqual(ask, { vault: 'a|prod', ca: 'https://ca.example/directory' });
      await page
        .getByRole('checkbox', { name: 'I agree to the terms of service of ca.example.' })
        .waitFor();
      assert.equal(
        await page.getByRole('link', { name: 'Read the terms of service' }).getAttribute('href'),
        TERMS,
      );
    });
  });

  it('makes no link of terms that are no web page', async () => {
    const terms = 'javascript:alert(1)';
    const describeAuthority = () => ({ terms, isAgreed: false, profiles: {} });
    await withForm(browser, { world: { describeAuthority } }, async (_, page) => {
      await fillIn(page);
      await page.getByText(terms).waitFor();
      assert.equal(await page.getByRole('link').count(), 0);
    });
  });

  it('shows the issuance that it has started, and can be closed', async () => {
    await withForm(browser, {}, async (form, page) => {
      const steps = [
        { title: 'Order the certificate', ms: 1250 },
        { title: 'Wait for the name servers', detail: '2 of 4 answers for 2 records', grid: GRID },
      ];
      const target = { vault: 'contoso-prod', name: 'www' };
      const operation = { id: '1', target, state: 'running' as const, isCancelling: false, steps };
      await form.send({ type: 'change', members: { operation }, gone: [] });
      await page.getByText('At work: Wait for the name servers.').waitFor();
      await page.getByText('1.3 sec').waitFor();
      await page.getByText('2 of 4 answers for 2 records').waitFor();
      const grid = page.getByRole('region', { name: 'Name servers' });
      assert.deepEqual(await grid.getByRole('row').allInnerTexts().then(inCells), [
        ['Name server', 'www.contoso.com', 'contoso.com'],
        ['ns1.example', 'there', 'not yet there'],
        ['ns2.example', 'no answer', 'there'],
      ]);
      await grid.getByText('Not shown: further name servers (1)').waitFor();
      await page.setViewportSize({ width: 320, height: 800 });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
      assert.deepEqual(await axeViolations(form), []);
      await page.getByRole('button', { name: 'Close and Go On Working' }).click();
      await form.heard(isCall('close'));
      const failed = {
        ...{ ...operation, state: 'failed' as const },
        problem: { field: 'dnsNames' as const, problem: problem('The zone is gone.') },
      };
      await form.send({ type: 'change', members: { operation: failed }, gone: [] });
      await page.getByRole('alert').getByText('The zone is gone.').waitFor();
      assert.deepEqual(await axeViolations(form), []);
      await page.getByRole('button', { name: 'Change and Try Again' }).click();
      await form.heard(isCall('reconsider'));
      await form.send({ type: 'change', members: {}, gone: ['operation'] });
      await page.locator('#field-dnsNames-error').getByText('The zone is gone.').waitFor();
    });
  });

  it('says of a renewal what will change, as it is typed', async () => {
    await withForm(browser, { state: RENEWAL }, async (_, page) => {
      const changes = page.getByRole('region', { name: 'What will change' });
      await changes.waitFor();
      assert.equal(await changes.getByRole('listitem').count(), 1);
      await names(page).fill('new.contoso.com ');
      await page.getByRole('button', { name: 'Remove contoso.com' }).first().waitFor();
      await changes.getByText('new.contoso.com').waitFor();
      await page.getByText('Key, format and tags').click();
      await page.getByRole('radio', { name: /^PEM/ }).check();
      await changes.getByText('PEM').waitFor();
      assert.equal(await changes.getByRole('listitem').count(), 3);
    });
  });

  it('asks a directory that only a tag names once the person has chosen it', async () => {
    const tagged = 'https://ca.corp.example/directory';
    const { current, initial } = RENEWAL;
    assert.ok(current && initial);
    const state: FormState = {
      ...RENEWAL,
      initial: { ...initial, ca: '' },
      current: {
        ...current,
        namedAuthority: tagged,
        entries: { ...current.entries, ca: tagged },
      },
    };
    await withForm(browser, { state }, async (form, page) => {
      await page.getByText(`names ${tagged}.`).waitFor();
      await page.getByText('Zones were found').waitFor();
      assert.equal(form.said.some(isCall('describeAuthority')), false);
      await page.getByRole('button', { name: 'Use This Directory' }).click();
      const ask = askOf(await form.heard(isCall('describeAuthority')));
      assert.deepEqual(ask, { vault: 'a|prod', ca: tagged });
    });
  });
});

function inCells(rows: readonly string[]): readonly (readonly string[])[] {
  return rows.map((row) => row.split(/\s*\t\s*/).map((cell) => cell.trim()));
}
