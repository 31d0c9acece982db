/** The form in a browser, used as a person uses it. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { FormState } from '../../src/webview/form/state-protocol.ts';
import type { PageMessage } from '../../src/webview/protocol.ts';
import { openPage, PATIENCE, type PageUnderTest } from './page-in-browser.ts';
import { CREATION, hostOf, WORLD } from './sample-form.ts';

type Options = Partial<Parameters<typeof openPage>[1]> & {
  readonly state?: FormState;
  readonly world?: Partial<typeof WORLD>;
};

/** Opens the form, has the test use it, and looks for complaints of the browser. */
export async function withForm(
  browser: Browser,
  { state = CREATION, world, ...options }: Options,
  use: (form: PageUnderTest, page: Page) => Promise<void>,
): Promise<void> {
  const onMessage = hostOf(state, { ...WORLD, ...world });
  const form = await openPage(browser, { name: 'form', onMessage, ...options });
  form.page.setDefaultTimeout(PATIENCE);
  try {
    await form.page.getByRole('heading', { level: 1 }).waitFor();
    await use(form, form.page);
    assert.deepEqual(form.complaints, []);
  } finally {
    await form.page.context().close();
  }
}

export const isCall =
  (name: string) =>
  (message: PageMessage): boolean =>
    message.type === 'call' && message.name === name;

export function askOf(message: PageMessage): unknown {
  assert.ok(message.type === 'call');
  return message.ask;
}

export const names = (page: Page) => page.getByRole('textbox', { name: 'DNS names' });

/** The text that a screen reader says with the element that has the focus. */
export async function saidOfFocused(page: Page): Promise<string> {
  return page.evaluate(`
    (document.activeElement.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? 'MISSING')
      .join(' ')
  `);
}

/** Presses Tab until an element that fits the selector has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} cannot be reached by Tab`);
}

/** Every field right; the terms are still to be agreed to. */
export async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Key vault').selectOption('contoso-prod');
  await names(page).fill('www.contoso.com ');
  await page.getByText('The name is free.').waitFor();
  await page.getByRole('checkbox', { name: /I agree/ }).waitFor();
}

/** Waits until the element with this accessible name has the focus. */
export async function assertFocused(page: Page, name: string): Promise<void> {
  const focused = page.locator(':focus');
  await focused.waitFor();
  const named = await page.evaluate(`
    new Promise((done) => {
      const nameOf = () => {
        const { activeElement: it } = document;
        return it.getAttribute('aria-label') ?? it.labels?.[0]?.textContent ?? it.textContent;
      };
      const until = performance.now() + 5000;
      const look = () => {
        if (nameOf() === ${JSON.stringify(name)} || performance.now() > until) done(nameOf());
        else requestAnimationFrame(look);
      };
      look();
    })
  `);
  assert.equal(named, name);
}
