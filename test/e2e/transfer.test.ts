/**
 * A PFX goes into a vault, looked through before, and comes out again with its key, by a person in
 * the editor. Pictures go to the folder that KVCERT_PICTURES names.
 */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { dialog, pressInDialog } from '../host/page/dialogs.ts';
import { chooseFile } from '../host/page/file-dialog.ts';
import { notification } from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { answerQuickInput, quickInputRow } from '../host/page/quick-input.ts';
import { hasOpenssl } from '../integration/product/stored-secret.ts';
import { issue, opensslFolder } from '../unit/pki/files/openssl-files.ts';
import { CONTAINER, inLivedInWorld, OPERATOR, operatorWith, signIn } from './lived-in.ts';

const VAULT = 'contoso-prod';
const NAME = 'a-example';
const PASSWORD = 'correct horse';

it('imports a PFX and exports its key again', { skip: !hasOpenssl() }, async () => {
  const world = operatorWith('Key Vault Certificate User', VAULT);
  await inLivedInWorld('transfer', { world }, async ({ editor, page, control }) => {
    const openssl = await opensslFolder();
    const folder = join(editor.profile.userData, 'files');
    await mkdir(folder, { recursive: true });
    const keep = async (name: string): Promise<string> => {
      const file = join(folder, name);
      await writeFile(file, await openssl.read(name));
      return file;
    };
    await issue(openssl, 'root', 'RSA-2048', { ca: true });
    await issue(openssl, 'leaf', 'P-256', { issuer: 'root', subject: '/CN=a.example' });
    await openssl.openssl(
      `pkcs12 -export -inkey leaf.key -in leaf.crt -certfile root.crt -passout 'pass:${PASSWORD}' -out shop.pfx`,
    );
    await openssl.write('chain.pem', await openssl.join('leaf.crt', 'root.crt'));
    const [pfx, chain] = [await keep('shop.pfx'), await keep('chain.pem')];
    await signIn(page, OPERATOR);

    const beginImport = async (file: string): Promise<void> => {
      await runCommand(page, `${CONTAINER}: Import Certificate…`);
      await quickInputRow(page, VAULT).click();
      await chooseFile(page, `Import a certificate with its key into ${VAULT}`, file);
    };
    await beginImport(chain);
    await notification(page, 'there is no private key in it');

    await beginImport(pfx);
    await answerQuickInput(page, 'It is kept nowhere and sent to nobody', 'another one');
    await answerQuickInput(page, 'That was not its password', PASSWORD);
    await answerQuickInput(page, 'Name of the certificate in the vault', NAME);
    await look(page, 'import-fate');
    await quickInputRow(page, 'Yes, whoever may read secrets gets it').click();
    await dialog(page, `Import shop.pfx as ${VAULT}/${NAME}?`).waitFor();
    await look(page, 'import');
    await pressInDialog(page, 'Its chain: CN=a.example ← CN=root.', 'Import');
    await notification(page, `${VAULT}/${NAME} is imported: version`);
    const { versions } = await control.certificate(VAULT, NAME);
    assert.equal(versions.length, 1);

    await runCommand(page, `${CONTAINER}: Export…`);
    await quickInputRow(page, VAULT).click();
    await quickInputRow(page, NAME).click();
    await look(page, 'export');
    await quickInputRow(page, 'With its private key (PFX)').click();
    await answerQuickInput(page, 'Whoever opens the file needs it', 'word');
    await answerQuickInput(page, 'The same again', 'word');
    await look(page, 'export-sure');
    await pressInDialog(page, 'Whoever has the file can pose as', 'Export');
    const out = join(folder, 'out.pfx');
    await chooseFile(page, 'Save the certificate with its private key', out);
    await notification(page, 'is with its private key in');
    assert.equal((await stat(out)).mode & 0o777, 0o600);
    await openssl.write('out.pfx', await readFile(out));
    await openssl.openssl('pkcs12 -in out.pfx -passin pass:word -nodes -out out.pem');
    const derOf = async (name: string) =>
      createPrivateKey(await openssl.read(name)).export({ format: 'der', type: 'pkcs8' });
    assert.deepEqual(await derOf('out.pem'), await derOf('leaf.key'));
    await openssl.remove();
  });
});

async function look(page: Page, name: string): Promise<void> {
  const pictures = process.env['KVCERT_PICTURES'];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
