import type { Locator, Page } from 'playwright-core';
import { always } from './dialogs.ts';
import { runCommand } from './palette.ts';

const TOAST_MS = 1500;
const PRESSED_MS = 1000;
const CENTER_MS = 3000;
const PATIENCE_MS = 15_000;

/**
 * The notification with a text: its toast, else its entry in the notification center. (VS Code drops
 * toasts when more than three come within 0.8 s, and hides them after 10 s.)
 */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const item = page.locator('.notification-list-item').filter({ hasText: text }).first();
  if (await comesToBe(item, TOAST_MS)) return item;
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    if ((await page.locator('.notifications-center.visible').count()) === 0) {
      await runCommand(page, 'Notifications: Show Notifications');
    }
    if (await comesToBe(item, CENTER_MS)) return item;
  }
  throw new Error(`No notification says ${String(text)}. There are: ${await texts(page)}`);
}

/** Presses a notification's button. By an event: the stack of toasts moves under a pointer. */
export async function pressInNotification(
  page: Page,
  text: string | RegExp,
  button: string,
): Promise<void> {
  const item = await notification(page, text);
  await item.getByRole('button', { name: button }).dispatchEvent('click');
}

/**
 * Agrees to the terms of a CA, whenever the extension asks for it from now on. Nobody has to wait
 * for it: it ends with the page.
 */
export function alwaysAgreeToTerms(page: Page): void {
  const agree = page
    .locator('.notification-list-item')
    .filter({ hasText: 'issues only to those who agree' })
    .getByRole('button', { name: 'Agree' })
    .first();
  always(page, async () => {
    await agree.dispatchEvent('click', {}, { timeout: 0 });
    // What comes before the button listens is lost: then it is pressed again.
    await comesToBe(agree, PRESSED_MS, 'hidden');
  });
}

/** Closes all notifications and their center. */
export async function clearNotifications(page: Page): Promise<void> {
  const any = page.locator('.notification-list-item').first();
  do await runCommand(page, 'Notifications: Clear All Notifications');
  while (!(await comesToBe(any, PRESSED_MS, 'hidden')));
}

async function comesToBe(
  item: Locator,
  timeout: number,
  state: 'visible' | 'hidden' = 'visible',
): Promise<boolean> {
  return item.waitFor({ state, timeout }).then(
    () => true,
    () => false,
  );
}

async function texts(page: Page): Promise<string> {
  const all = await page.locator('.notification-list-item').allInnerTexts();
  return all.length === 0 ? 'none' : all.join(' | ');
}
