import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { Profile } from './profile.ts';

/**
 * Keeps what tells why a test has failed: a picture of every window, what its pages complained of,
 * and the logs of VS Code and its extensions.
 *
 * @returns the folder, which stays.
 */
export async function keepEvidence(
  name: string,
  { profile, context, complaints }: EvidenceSources,
): Promise<string> {
  const parent = join(tmpdir(), 'kvcert-failures');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, `${name.replaceAll(/[^\w.]+/g, '-').slice(0, 60)}-`));
  for (const [index, page] of context.pages().entries()) {
    const path = join(folder, `window-${index + 1}.png`);
    // A page that hangs is a reason for a failure, and must not be one for losing the rest.
    await page.screenshot({ path, timeout: 5000 }).catch(() => undefined);
  }
  await writeFile(join(folder, 'page-errors.txt'), complaints.join('\n'));
  const logs = { recursive: true, force: true };
  await cp(join(profile.userData, 'logs'), join(folder, 'logs'), logs).catch(() => undefined);
  await cp(join(profile.base, 'server.log'), join(folder, 'server.log')).catch(() => undefined);
  return folder;
}

export interface EvidenceSources {
  readonly profile: Profile;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
}
