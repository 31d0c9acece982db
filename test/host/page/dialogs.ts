import type { Locator, Page } from 'playwright-core';

/** The modal dialog that shows a text. */
export function dialog(page: Page, text: string | RegExp): Locator {
  return page.getByRole('dialog').filter({ hasText: text });
}

/** Presses a button of the modal dialog that shows a text, when it is there. */
export async function pressInDialog(
  page: Page,
  text: string | RegExp,
  button: string,
): Promise<void> {
  await dialog(page, text).getByRole('button', { name: button }).click();
}

/**
 * Agrees, whenever VS Code asks for it from now on, that an extension signs in with Microsoft.
 * Nobody has to wait for it: it ends with the page.
 */
export function alwaysAllowSignIn(page: Page): void {
  const allow = dialog(page, 'wants to sign in using Microsoft').getByRole('button', {
    name: 'Allow',
  });
  always(page, () => allow.click({ timeout: 0 }));
}

/** Does something again and again until the page is closed. */
export function always(page: Page, press: () => Promise<void>): void {
  const go = async () => {
    while (!page.isClosed()) await press();
  };
  go().catch((error: unknown) => {
    if (!page.isClosed()) throw error;
  });
}
