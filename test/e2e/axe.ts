import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** What all of axe's rules find in the own document of a webview; nothing in it is passed over. */
export async function axeFindings(webview: FrameLocator): Promise<readonly string[]> {
  const root = await webview.locator(':root').elementHandle();
  const frame = await root.ownerFrame();
  assert.ok(frame, 'the webview has no document');
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  const results: AxeResults = await frame.evaluate('axe.run(document)');
  assert.ok(results.passes.length > 10, 'axe has looked at hardly anything');
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ')}`,
  );
}
