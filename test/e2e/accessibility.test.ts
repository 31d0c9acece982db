/** The pages in a real webview: what axe finds, and what the accessibility tree says. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { treeItem } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { axeFindings } from './axe.ts';
import { description, fillIn, summary, typeNames } from './form.ts';
import { inLivedInWorld, openVault, signIn } from './lived-in.ts';

/** Every field of the form, as the accessibility tree names it. */
const FIELDS = [
  'combobox "Key vault"',
  'textbox "DNS names"',
  'textbox "Certificate name"',
  'combobox "Certificate authority"',
  `checkbox "I agree to the terms of service of Let's Encrypt."`,
  'combobox "Profile"',
  'combobox "Key"',
  'group "Format of the secret"',
  'radio "PKCS #12, which Azure services expect"',
  'radio "PEM, which most other software reads"',
  'group "Private key"',
  'checkbox "The private key can be exported"',
  'checkbox "Renewals keep the key"',
  'group "Tags"',
  'textbox "Name of tag 1"',
  'textbox "Value of tag 1"',
  'button "Remove tag 1"',
  'button "Create"',
  'button "Copy as CLI Command"',
  'button "Cancel"',
];

it('can be used without seeing it: the form, its work and the details', async () => {
  await inLivedInWorld('accessibility', {}, async ({ page, control }) => {
    await signIn(page);
    await openVault(page, 'Contoso Production', 'contoso-prod');
    const vault = treeItem(page, /^Vault contoso-prod\b/);
    await vault.hover();
    await vault.getByRole('button', { name: 'Create Certificate' }).click();
    const form = webview(page);
    await form.getByRole('checkbox', { name: /I agree/ }).waitFor();
    assert.deepEqual(await axeFindings(form), []);

    await makeEveryMistake(form);
    assert.deepEqual(await axeFindings(form), []);
    await assertFieldsAreNamed(form);
    await assertErrorsAreSaid(form);
    await correctEveryMistake(form);

    const fault = await control.fault({
      kind: 'hold',
      match: { api: 'acme', method: 'POST', path: '/finalize' },
    });
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await control.held(fault);
    await form.getByText('At work: Have the CA sign the CSR.').waitFor();
    assert.deepEqual(await axeFindings(form), []);
    await control.release(fault);
    await form.getByText('The certificate is in the vault.').waitFor();
    assert.deepEqual(await axeFindings(form), []);

    await treeItem(page, /^payments-example-com, valid/).click();
    const details = webview(page);
    await details.getByRole('heading', { name: 'Versions' }).waitFor();
    await details.getByRole('heading', { name: 'Extensions' }).waitFor();
    assert.deepEqual(await axeFindings(details), []);
    const tree = await details.locator('main').ariaSnapshot();
    for (const part of [
      'heading "payments-example-com" [level=1]',
      'button "Renew…"',
      'list "Versions"',
      'region "Names"',
      'region "Fingerprints"',
      'button "Copy SHA-1 thumbprint"',
      'rowheader "kvcert-ca"',
    ]) {
      assert.ok(tree.includes(part), `${part} is not in\n${tree}`);
    }
    await details.getByRole('button', { name: 'Show as table' }).click();
    await details.getByRole('columnheader', { name: 'Expires' }).first().waitFor();
    assert.deepEqual(await axeFindings(details), []);
  });
});

async function makeEveryMistake(form: FrameLocator): Promise<void> {
  await form.getByRole('combobox', { name: 'Key vault' }).selectOption('Choose a vault…');
  await typeNames(form, 'no_name');
  await form.getByRole('textbox', { name: 'Certificate name' }).fill('new.example.com');
  await form.getByText('Key, format and tags').click();
  await form.getByRole('button', { name: 'Add Tag' }).click();
  await form.getByRole('textbox', { name: 'Value of tag 1' }).fill('web');
  await form.getByRole('combobox', { name: 'Key vault' }).selectOption('contoso-prod');
  await form.getByRole('checkbox', { name: /I agree/ }).waitFor();
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await summary(form).getByText('4 things have to be corrected:').waitFor();
}

async function correctEveryMistake(form: FrameLocator): Promise<void> {
  await form.getByRole('button', { name: 'Remove no_name' }).click();
  await form.getByRole('textbox', { name: 'Certificate name' }).fill('new-example-com');
  await form.getByRole('button', { name: 'Remove tag 1' }).click();
  await fillIn(form, 'new.example.com');
}

async function assertFieldsAreNamed(form: FrameLocator): Promise<void> {
  const tree = await form.locator('main').ariaSnapshot();
  const missing = FIELDS.filter((field) => !tree.includes(field));
  assert.deepEqual(missing, [], tree);
}

/** Each error is in the tree next to its field, and is what describes the field. */
async function assertErrorsAreSaid(form: FrameLocator): Promise<void> {
  const wrong = [
    [form.getByRole('textbox', { name: 'DNS names' }), /"no_name" is not a DNS name/],
    [form.getByRole('textbox', { name: 'Certificate name' }), /only letters, digits and hyphens/],
    [form.getByRole('checkbox', { name: /I agree/ }), /unless the terms of service are agreed to/],
    [form.getByRole('textbox', { name: 'Name of tag 1' }), /A tag needs a name/],
  ] as const;
  for (const [control, says] of wrong) {
    assert.equal(await control.getAttribute('aria-invalid'), 'true');
    assert.match(await description(control), says);
    assert.match(await control.ariaSnapshot(), /\[invalid\]/);
  }
  const invalid = form.locator('[aria-invalid="true"]');
  assert.equal(await invalid.count(), wrong.length);
}
