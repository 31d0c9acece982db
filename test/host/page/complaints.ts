import type { Page } from 'playwright-core';

/** What every code-server's page complains of; none of it is about an extension. */
const ALWAYS = [
  // A part of Microsoft's own build that the open one does not have.
  /\/vsda\//,
  // It is asked for by the workbench and not used by anybody.
  /authentication provider 'github'/,
];

/** Adds what a page throws or logs as an error, from now on. */
export function collectComplaints(page: Page, into: string[]): void {
  page.on('pageerror', (error) => into.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = `${message.text()} (${message.location().url})`;
    if (!ALWAYS.some((pattern) => pattern.test(text))) into.push(text);
  });
}
