import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { detailsPage, type LoadedVersions } from '../../src/vscode/details/details-view.ts';
import type { DetailsState } from '../../src/webview/details/details-protocol.ts';
import type { HostMessage, PageMessage, Problem } from '../../src/webview/protocol.ts';
import {
  DETAILS,
  OPTIONS,
  SUBJECT,
  UNISSUED,
  VERSIONS,
} from '../unit/vscode/details/sample-details.ts';
import {
  axeViolations,
  openBrowser,
  openPage,
  type PageOptions,
  type PageUnderTest,
} from './page-in-browser.ts';
import { THEMES } from './themes.ts';

const LOADED: LoadedVersions = { state: 'loaded', versions: VERSIONS };
const COMPLETE: DetailsState = {
  subject: SUBJECT,
  isLoading: false,
  view: detailsPage(DETAILS, LOADED, OPTIONS).view,
};
const PROBLEM: Problem = {
  message: 'The vault refuses to be read.',
  remedies: [{ text: 'Sign in.', button: { label: 'Sign In', token: 'one' } }],
  cancelled: false,
};

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** The page with a state on it; what was complained of is looked at when it is closed. */
async function withPage(
  state: DetailsState,
  options: Omit<PageOptions, 'name'>,
  look: (under: PageUnderTest) => Promise<void>,
): Promise<void> {
  const under = await openPage(browser, { name: 'details', ...options });
  await under.send({ type: 'start', bundle: {}, state });
  await under.page.getByRole('heading', { level: 1, name: SUBJECT.name }).waitFor();
  await look(under);
  assert.deepEqual(under.complaints, []);
  assert.equal(await under.page.evaluate(`document.querySelectorAll('body [style]').length`), 0);
  await under.page.context().close();
}

function widthOf({ page }: PageUnderTest): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth');
}

/** Answers every call with `null`. */
const obliging: NonNullable<PageOptions['onMessage']> = (message, send) => {
  if (message.type === 'call') void send({ type: 'answer', id: message.id, value: null });
};

function callsIn(said: readonly PageMessage[]): readonly (readonly [string, unknown])[] {
  return said.flatMap((message) => (message.type === 'call' ? [[message.name, message.ask]] : []));
}

describe('the page of a certificate', () => {
  const states: Readonly<Record<string, DetailsState>> = {
    complete: COMPLETE,
    'not issued': {
      ...COMPLETE,
      view: detailsPage(UNISSUED, { state: 'loaded', versions: [] }, OPTIONS).view,
    },
    'being loaded': { subject: SUBJECT, isLoading: true },
    'without its versions': {
      ...COMPLETE,
      view: detailsPage(DETAILS, { state: 'failed', problem: PROBLEM }, OPTIONS).view,
    },
    refused: { subject: SUBJECT, isLoading: false, problem: PROBLEM },
  };
  for (const { name: theme } of THEMES) {
    for (const [what, state] of Object.entries(states)) {
      // The other themes differ in colours only: of texts, and of errors.
      if (theme !== 'dark' && state.view !== COMPLETE.view && !state.problem) continue;
      it(`has nothing for axe to find when it is ${what}, in ${theme}`, async () => {
        await withPage(state, { theme }, async (under) => {
          assert.deepEqual(await axeViolations(under), []);
          const toTable = under.page.getByRole('button', { name: 'Show as table' });
          if ((await toTable.count()) === 0) return;
          await toTable.click();
          await under.page.getByRole('table', { name: 'Versions, newest first' }).waitFor();
          assert.deepEqual(await axeViolations(under), []);
        });
      });
    }
  }

  it('has nothing for axe to find at 320 pixels', async () => {
    await withPage(COMPLETE, { width: 320 }, async (under) => {
      assert.deepEqual(await axeViolations(under), []);
    });
  });

  it('can be read in the colours that Windows forces on it', async () => {
    await withPage(COMPLETE, { forcedColors: true }, async ({ page }) => {
      const [caption, around, icon, text, background] = await page.evaluate<string[]>(`
        ((style) => [
          style('.caption').fill, style('.caption').stroke, style('.standing .icon').color,
          style('h1').color, style('body').backgroundColor,
        ])((selector) => getComputedStyle(document.querySelector(selector)))`);
      assert.deepEqual([caption, around, icon], [text, background, text]);
    });
  });

  it('tells assistive technology what stands where', async () => {
    await withPage(COMPLETE, {}, async ({ page }) => {
      const headings = await page.getByRole('heading').allTextContents();
      assert.deepEqual(headings.slice(0, 4), [SUBJECT.name, 'Versions', 'Names', 'Renewal']);
      assert.equal(await page.getByRole('main').count(), 1);
      for (const heading of headings.slice(1)) {
        assert.equal(await page.getByRole('region', { name: heading, exact: true }).count(), 1);
      }
      const thumbprint = page.getByRole('term').filter({ hasText: 'SHA-256 thumbprint' });
      assert.equal(await thumbprint.count(), 1);
      const tags = page.getByRole('table', { name: 'Tags of the newest version' });
      assert.deepEqual(await tags.getByRole('columnheader').allTextContents(), ['Name', 'Value']);
    });
  });

  it('has no links: what a certificate says is never opened', async () => {
    await withPage(COMPLETE, {}, async ({ page }) => {
      await page.getByText('http://r11.c.lencr.org/42.crl').waitFor();
      assert.equal(await page.getByRole('link').count(), 0);
    });
  });

  it('speaks the language of its bundle', async () => {
    await withPage(COMPLETE, {}, async (under) => {
      const { page } = under;
      const bundle = { Refresh: 'Neu laden', Versions: 'Versionen' };
      await under.send({ type: 'start', bundle, state: COMPLETE });
      await page.getByRole('button', { name: 'Neu laden' }).waitFor();
      await page.getByRole('heading', { name: 'Versionen' }).waitFor();
    });
  });

  it('does not move for whom moving things disturb', async () => {
    const moving = `document.getAnimations().length`;
    const loading: DetailsState = { ...COMPLETE, isLoading: true };
    await withPage(loading, { reducedMotion: true }, async ({ page }) => {
      assert.equal(await page.evaluate(moving), 0);
    });
    await withPage(loading, {}, async ({ page }) => {
      assert.equal(await page.evaluate(moving), 1);
    });
  });

  it('ignores a state that is none of its protocol', async () => {
    await withPage(COMPLETE, {}, async (under) => {
      const { page } = under;
      await under.send({ type: 'change', members: { view: { standing: {} } }, gone: [] });
      const members = { view: COMPLETE.view, isLoading: true };
      await under.send({ type: 'change', members, gone: [] });
      await page.locator('main[aria-busy=true]').waitFor();
      await page.getByRole('heading', { name: 'Names' }).waitFor();
    });
  });
});

describe('the chart of versions', () => {
  it('is a list with one place for the tab key, through which the arrows go', async () => {
    await withPage(COMPLETE, {}, async ({ page }) => {
      const items = page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
      assert.equal(await items.count(), 5);
      const current = `Current version ${DETAILS.bundle.version}: 2026-09-15 to 2026-12-14, valid`;
      assert.equal(await items.first().getAttribute('aria-label'), current);
      await page.getByRole('button', { name: 'Show as table' }).focus();
      await page.keyboard.press('Tab');
      const focused = `document.activeElement?.getAttribute('aria-label') ?? ''`;
      assert.equal(await page.evaluate(focused), current);
      const steps: readonly [string, RegExp][] = [
        ['ArrowUp', /^Current version/],
        ['ArrowDown', /^Version b+:/],
        ['End', /^Version e+:.*expired$/],
        ['ArrowRight', /^Version e+:/],
        ['ArrowLeft', /^Version d+:/],
        ['Home', /^Current version/],
        ['ArrowDown', /^Version b+:/],
      ];
      for (const [key, name] of steps) {
        await page.keyboard.press(key);
        assert.match(await page.evaluate(focused), name, key);
      }
      assert.equal(await page.locator('[role=listitem][tabindex="0"]').count(), 1);
      await page.locator('.readout', { hasText: /^Version b+:/ }).waitFor();
      await page.keyboard.press('Tab');
      assert.doesNotMatch(await page.evaluate(focused), /ersion/);
    });
  });

  it('can be read as a table, also after the page was loaded again', async () => {
    await withPage(COMPLETE, {}, async (under) => {
      await under.page.getByRole('button', { name: 'Show as table' }).click();
      const table = under.page.getByRole('table', { name: 'Versions, newest first' });
      assert.equal(await table.getByRole('row').count(), 6);
      await table.getByRole('rowheader', { name: `${DETAILS.bundle.version} current` }).waitFor();
      assert.deepEqual(await under.kept(), { subject: SUBJECT, asTable: true });
    });
    await withPage(COMPLETE, { kept: { subject: SUBJECT, asTable: true } }, async ({ page }) => {
      await page.getByRole('table', { name: 'Versions, newest first' }).waitFor();
      await page.getByRole('button', { name: 'Show as chart' }).click();
      await page.getByRole('list', { name: 'Versions' }).waitFor();
    });
  });

  it('begins anew where what was kept makes no sense', async () => {
    await withPage(COMPLETE, { kept: { asTable: 'yes' } }, async ({ page }) => {
      await page.getByRole('list', { name: 'Versions' }).waitFor();
    });
  });
});

describe('the buttons of the page', () => {
  it('ask the host to copy, and say that it was done', async () => {
    await withPage(COMPLETE, { onMessage: obliging }, async (under) => {
      const { page, said } = under;
      const confirmed = page.getByRole('status').filter({ hasText: 'Copied to the clipboard.' });
      assert.equal(await confirmed.count(), 0);
      await page.getByRole('button', { name: 'Copy SHA-256 thumbprint' }).click();
      await confirmed.waitFor();
      await page.getByRole('button', { name: 'Copy Certificate (PEM)' }).click();
      await under.heard(() => callsIn(said).length > 1);
      assert.deepEqual(callsIn(said), [
        ['copy', { id: 'sha-256' }],
        ['copy', { id: 'pem' }],
      ]);
    });
  });

  it('ask the host for everything else, too', async () => {
    await withPage(COMPLETE, { onMessage: obliging }, async ({ page, said }) => {
      for (const name of ['Renew…', 'Open in Portal', 'Refresh']) {
        await page.getByRole('button', { name }).click();
      }
      assert.deepEqual(callsIn(said), [
        ['act', { action: 'renew' }],
        ['act', { action: 'open-in-portal' }],
        ['act', { action: 'refresh' }],
      ]);
    });
  });

  it('show why something could not be done, with what repairs it', async () => {
    const refusing = (message: PageMessage, send: (answer: HostMessage) => Promise<void>) => {
      if (message.type !== 'call') return;
      const { id, name } = message;
      void send(
        name === 'copy'
          ? { type: 'refusal', id, problem: PROBLEM }
          : { type: 'answer', id, value: null },
      );
    };
    await withPage(COMPLETE, { onMessage: refusing }, async ({ page, said }) => {
      await page.getByRole('button', { name: 'Copy serial number' }).click();
      const alert = page.getByRole('alert');
      await alert.getByText('The vault refuses to be read.').waitFor();
      await alert.getByRole('button', { name: 'Show Log' }).click();
      await page.getByRole('button', { name: 'Copy serial number' }).click();
      await alert.getByRole('button', { name: 'Sign In' }).click();
      await alert.waitFor({ state: 'detached' });
      assert.deepEqual(callsIn(said).slice(-1), [['repair', { token: 'one' }]]);
    });
  });

  it('offer no renewal of what was never issued', async () => {
    const { view } = detailsPage(UNISSUED, LOADED, OPTIONS);
    await withPage({ ...COMPLETE, view }, {}, async ({ page }) => {
      await page.getByText('Not issued yet').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Renew…' }).count(), 0);
    });
  });
});

describe('text from outside', () => {
  const WIDE = 'x'.repeat(3000);
  const EVIL = '<img src="https://evil.example/a.png" onerror="alert(1)"> \u202etxt\u2069';
  const bundle = { ...DETAILS.bundle, tags: { [EVIL]: EVIL, [WIDE]: WIDE } };
  const facts = DETAILS.facts && {
    ...DETAILS.facts,
    subjectName: [[{ type: 'CN', oid: '2.5.4.3', value: EVIL }]],
    crlUrls: [`http://example.com/${WIDE}`],
  };
  const { view } = detailsPage({ ...DETAILS, bundle, facts }, LOADED, OPTIONS);

  it('is text, whatever it says', async () => {
    await withPage({ ...COMPLETE, view }, {}, async ({ page }) => {
      await page.getByText('CN = <img src="https://evil.example/a.png"').waitFor();
      assert.equal(await page.locator('img').count(), 0);
      const text: string = await page.evaluate('document.body.innerText');
      assert.match(text, /\\u\{202e\}txt\\u\{2069\}/);
      assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069]/);
    });
  });

  it('wraps: nothing has to be scrolled sideways at 320 pixels, as at a zoom of 400 %', async () => {
    for (const kept of [undefined, { subject: SUBJECT, asTable: true }]) {
      await withPage({ ...COMPLETE, view }, { width: 320, kept }, async (under) => {
        assert.equal(await widthOf(under), 320);
      });
    }
  });

  it('leaves room for every word of the chart at 320 pixels', async () => {
    await withPage(COMPLETE, { width: 320 }, async ({ page }) => {
      const cut = await page.evaluate(`[...document.querySelectorAll('.timeline text')]
        .filter((text) => {
          const { left, right } = text.getBoundingClientRect();
          const chart = text.ownerSVGElement.getBoundingClientRect();
          return left < chart.left - 1 || right > chart.right + 1;
        })
        .map((text) => text.textContent)`);
      assert.deepEqual(cut, []);
    });
  });
});
