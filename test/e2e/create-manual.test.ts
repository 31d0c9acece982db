/** A certificate by hand: its CSR is saved from the form, signed by a CA, and merged by the editor. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Pkcs10CertificateRequest, X509Certificate } from '@peculiar/x509';
import { notification } from '../host/page/notifications.ts';
import { answerFileDialog, quickInputRow } from '../host/page/quick-input.ts';
import { createTestAuthority } from '../integration/sandbox/keyvault/test-authority.ts';
import { assertWorldIsClean, inLivedInWorld, signIn } from './lived-in.ts';
import { look, openVaultForm } from './vault-form.ts';

const DAY = 86_400_000;
const NAME = 'shop-corp-example';

it('makes a CSR, and merges what a CA makes of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-manual-'));
  try {
    await inLivedInWorld('create-manual', {}, async (lived) => {
      const { page, control } = lived;
      await signIn(page);
      const form = await openVaultForm(page, 'By hand (CSR)…', 'shop.corp.example');
      await form.getByRole('textbox', { name: 'Subject' }).fill('CN=shop.corp.example, O=Corp');
      await form.getByRole('button', { name: 'Create', exact: true }).click();
      const shown = form.getByRole('textbox', { name: 'Certificate request (PEM)' });
      await shown.waitFor();
      await look(page, 'create-manual');

      const csrFile = join(folder, 'shop.csr');
      await form.getByRole('button', { name: 'Save CSR…' }).click();
      await answerFileDialog(page, 'Save the CSR of', csrFile);
      await notification(page, `The CSR of contoso-prod/${NAME} is saved.`);
      const csr = await readFile(csrFile, 'utf8');
      assert.equal(await shown.inputValue(), csr);
      const request = new Pkcs10CertificateRequest(csr);
      assert.equal(request.subject, 'CN=shop.corp.example, O=Corp');

      const authority = await createTestAuthority({
        notBefore: new Date(Date.now() - DAY),
        notAfter: new Date(Date.now() + 80 * DAY),
      });
      const issued = await authority.issue(Buffer.from(request.rawData).toString('base64'));
      const chain = issued
        .map((der) => new X509Certificate(new Uint8Array(der)).toString('pem'))
        .join('\n');
      const answer = join(folder, 'answer.pem');
      await writeFile(answer, chain);

      await form.getByRole('button', { name: 'Merge What the CA Sends…' }).click();
      await quickInputRow(page, 'Merge a Certificate from a File').click();
      await answerFileDialog(page, 'What the CA has sent', answer);
      await notification(page, `contoso-prod/${NAME} has a new version, for shop.corp.example`);
      const { versions } = await control.certificate('contoso-prod', NAME);
      assert.equal(versions.length, 1);
      await assertWorldIsClean(lived);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
