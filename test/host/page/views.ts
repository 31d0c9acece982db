import type { Locator, Page } from 'playwright-core';

/** Shows a view container by the name on its tab in the activity bar. */
export async function showContainer(page: Page, name: string | RegExp): Promise<void> {
  const tab = page.locator('.activitybar').getByRole('tab', { name });
  await tab.waitFor();
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
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

/** Presses an icon button on a tree item. */
export async function pressOnTreeItem(item: Locator, action: string): Promise<void> {
  await item.hover();
  await item.getByRole('button', { name: action }).click();
}

/** Chooses an entry of a tree item's context menu. */
export async function chooseFromContextMenu(
  page: Page,
  item: Locator,
  entry: string,
): Promise<void> {
  await item.click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry }).click();
}
