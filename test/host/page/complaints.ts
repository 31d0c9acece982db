import type { Page } from 'playwright-core';

/** The workbench's own log: it tells of whatever is cut off when a window is left or reloaded. */
const WORKBENCH = '/workbench.js';

/** The editor's own: a key or click that met a row while the tree was drawn anew, and was lost. */
const LOST_PRESS = 'Data tree node not found';

/** A part of Microsoft's own build of VS Code that the open one does not have. */
const MISSING_PART = '/vsda/';

/**
 * Adds what a page throws or logs as an error, from now on: all of the webviews in it, and of the
 * workbench what is about us.
 */
export function collectComplaints(page: Page, into: string[]): void {
  page.on('pageerror', (error) => into.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() !== 'error' || url.includes(MISSING_PART)) return;
    if (url.endsWith(WORKBENCH) && !isAboutUs(message.text())) return;
    into.push(`${message.text()} (${url})`);
  });
}

function isAboutUs(text: string): boolean {
  return text.includes('kvcert') && !text.includes(LOST_PRESS);
}
