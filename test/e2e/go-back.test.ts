/**
 * An older version becomes the newest again, by somebody who may read secrets; its policy is put back
 * or, where that fails, it is said. Pictures go to the folder that KVCERT_PICTURES names.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { dialog, pressInDialog } from '../host/page/dialogs.ts';
import { notification } from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { quickInputRow } from '../host/page/quick-input.ts';
import { issuedBy } from '../integration/product/answers.ts';
import { startKvcert } from '../integration/product/kvcert.ts';
import { CONTAINER, inLivedInWorld, OPERATOR, operatorWith, signIn } from './lived-in.ts';

const VAULT = 'contoso-prod';

it('goes back to an older version, and says where its policy stays behind', async () => {
  const world = operatorWith('Key Vault Certificate User', VAULT);
  await inLivedInWorld('go-back', { world }, async ({ editor, page, control, env }) => {
    const machine = { ...env, XDG_STATE_HOME: join(editor.profile.userData, 'command-line') };
    const kvcert = async (...args: readonly string[]) =>
      issuedBy(await startKvcert(machine, [...args, '--output', 'json']).ended);
    const dns = ['--dns', 'back.example.com', '--agree-terms'];
    const old = await kvcert('create', `${VAULT}/back`, ...dns, '--key', 'ec-p256');
    await kvcert('renew', `${VAULT}/back`, '--key', 'rsa-2048');
    await signIn(page, OPERATOR);
    const match = { method: 'PATCH', path: '/certificates/back/policy' };
    const fault = await control.fault({ kind: 'fail', status: 403, body: {}, match, count: 99 });
    await runCommand(page, `${CONTAINER}: Go Back to This Version…`);
    await quickInputRow(page, VAULT).click();
    await quickInputRow(page, 'back').click();
    await quickInputRow(page, old.version).click();
    await dialog(page, 'Its private key is read').waitFor();
    await look(page);
    await pressInDialog(page, 'Its private key is read', 'Go Back');
    await notification(page, `the same certificate as ${old.version}`);
    await notification(page, 'The policy is that of the older version now');
    await control.release(fault);
    const { versions } = await control.certificate(VAULT, 'back');
    assert.equal(versions.length, 3);
    assert.equal(versions.at(-1)?.thumbprint, old.thumbprint);
  });
});

async function look(page: Page): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, 'go-back.png') });
}
