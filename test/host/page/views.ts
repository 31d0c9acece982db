import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

const PRESSES = 3;
const OPENED_MS = 5000;

/** Shows a view container by the name on its tab in the activity bar. */
export async function showContainer(page: Page, name: string | RegExp): Promise<void> {
  const tab = activityTab(page, name);
  await tab.waitFor();
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}

/** The tab of a view container in the activity bar. */
export function activityTab(page: Page, name: string | RegExp): Locator {
  return page.locator('.activitybar').getByRole('tab', { name });
}

/** The section of a view in the side bar, by its title. */
export function view(page: Page, title: string): Locator {
  return page
    .locator('.sidebar .pane')
    .filter({ has: page.getByRole('button', { name: `${title} Section` }) });
}

/** An item of the trees in the side bar, by its accessible name. */
export function treeItem(page: Page, name: string | RegExp): Locator {
  return page.locator('.sidebar').getByRole('treeitem', { name });
}

/** The item of the trees in the side bar whose accessible name begins with `beginning`. */
export function treeItemNamed(page: Page, beginning: string): Locator {
  return page.locator(`.sidebar [role=treeitem][aria-label^=${JSON.stringify(beginning)}]`).first();
}

/** Opens a tree item that is closed. What is pressed while the tree is drawn anew may be lost. */
export async function expandTreeItem(
  item: Locator,
  press: () => Promise<void> = () => item.click(),
): Promise<void> {
  await item.waitFor();
  const isOpen = async () => (await item.getAttribute('aria-expanded')) === 'true';
  for (let presses = 0; presses < PRESSES && !(await isOpen()); presses += 1) {
    await press();
    await until(isOpen, OPENED_MS);
  }
}

/** Presses an icon button on a tree item. */
export async function pressOnTreeItem(item: Locator, action: string): Promise<void> {
  await item.hover();
  await item.getByRole('button', { name: action }).click();
}

/** Clicks the first of these tree items, and the others as well. */
export async function selectTreeItems(items: readonly Locator[]): Promise<void> {
  for (const [index, item] of items.entries()) {
    await item.click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
  }
}
