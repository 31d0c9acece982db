/** A certificate that is signed by its own key: filled in, refused, corrected, made and shown. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { webview } from '../host/page/webview.ts';
import { assertWrong } from './form.ts';
import { assertWorldIsClean, inLivedInWorld, signIn } from './lived-in.ts';
import { look, openVaultForm } from './vault-form.ts';

const NAME = 'intranet-corp-example';

it('makes a self-signed certificate without any CA or zone', async () => {
  await inLivedInWorld('create-self', {}, async (lived) => {
    const { page, control } = lived;
    await signIn(page);
    const form = await openVaultForm(page, 'Self-signed', 'intranet.corp.example');
    const months = form.getByRole('textbox', { name: 'Valid for how many months' });
    await months.fill('1201');
    const before = (await control.log()).length;
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await assertWrong(months, /1201 is not between 1 and 1200/);
    assert.deepEqual(
      (await control.log(before)).filter(({ method }) => method !== 'GET'),
      [],
    );
    await months.fill('6');
    await form.getByRole('textbox', { name: 'IP addresses' }).fill('192.0.2.7 ');
    await look(page, 'create-self');
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await form.getByText('The certificate is in the vault.').waitFor();

    const { versions, pending } = await control.certificate('contoso-prod', NAME);
    assert.equal(versions.length, 1);
    assert.equal(pending?.status ?? 'completed', 'completed');
    await form.getByRole('button', { name: 'Show Certificate' }).click();
    const details = webview(page);
    await details.getByRole('heading', { name: NAME, level: 1 }).waitFor();
    await details.getByText('intranet.corp.example').first().waitFor();
    await assertWorldIsClean(lived);
  });
});
