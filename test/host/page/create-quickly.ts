import type { Page } from 'playwright-core';
import { runCommand } from './palette.ts';
import { answerQuickInput, quickInputRow } from './quick-input.ts';

/** Has the person create a certificate without the form; resolves when it has begun. */
export async function createQuickly(
  page: Page,
  { vault, name, dnsName }: Record<'vault' | 'name' | 'dnsName', string>,
): Promise<void> {
  await runCommand(page, 'Key Vault Certificates: Create Certificate (Quick)');
  await quickInputRow(page, vault).click();
  await answerQuickInput(page, 'DNS names, separated by commas or spaces', dnsName);
  await answerQuickInput(page, 'Name of the certificate in the vault', name);
  await quickInputRow(page, "Let's Encrypt").click();
}
