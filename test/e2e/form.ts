/** The form, as a person at the screen or behind a screen reader finds it. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../host/until.ts';

const PATIENCE_MS = 10_000;

/** Of an element of a page, what is needed here. */
interface ElementInPage {
  getAttribute(name: string): string | null;
  readonly ownerDocument: {
    readonly activeElement: unknown;
    getElementById(id: string): { readonly textContent: string | null } | null;
  };
}

/** Puts DNS names into the field as tokens. */
export async function typeNames(form: FrameLocator, ...names: readonly string[]): Promise<void> {
  const field = form.getByRole('textbox', { name: 'DNS names' });
  for (const name of names) {
    await field.fill(name);
    await field.press('Enter');
  }
}

/** Everything that a certificate for `name` needs; waits until all is found to be right. */
export async function fillIn(form: FrameLocator, name: string): Promise<void> {
  await typeNames(form, name);
  await form.getByText('Zones were found for 1 of 1 names.').waitFor();
  await form.getByText('The name is free.').waitFor();
  await form.getByRole('checkbox', { name: /I agree to the terms of service/ }).check();
}

/** The control is invalid, what is wrong is said with it, and it has the focus. */
export async function assertWrong(control: Locator, says: RegExp): Promise<void> {
  const look = async () => ({
    isInvalid: await control.getAttribute('aria-invalid'),
    isFocused: await hasFocus(control),
    said: await description(control),
  });
  await until(async () => {
    const { isInvalid, isFocused, said } = await look();
    return isInvalid === 'true' && isFocused && says.test(said);
  }, PATIENCE_MS);
  const { isInvalid, isFocused, said } = await look();
  assert.equal(isInvalid, 'true');
  assert.match(said, says);
  assert.ok(isFocused, 'the field that is wrong does not have the focus');
}

/** What a screen reader says with an element besides its name. */
export async function description(control: Locator): Promise<string> {
  return control.evaluate((element: ElementInPage) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => element.ownerDocument.getElementById(id)?.textContent ?? `no ${id}`)
      .join(' '),
  );
}

/** The text of the summary above the fields. */
export function summary(form: FrameLocator): Locator {
  return form.getByRole('alert').filter({ hasText: 'to be corrected:' });
}

export async function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate(
    (element: ElementInPage) => element.ownerDocument.activeElement === element,
  );
}
