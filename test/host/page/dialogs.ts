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

/** Agrees, whenever VS Code asks for it from now on, that an extension signs in with Microsoft. */
export async function alwaysAllowSignIn(page: Page): Promise<void> {
  await page.addLocatorHandler(dialog(page, 'wants to sign in using Microsoft'), (asking) =>
    asking.getByRole('button', { name: 'Allow' }).click(),
  );
}
