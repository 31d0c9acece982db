/** What the extension is for, from the first sign-in to a renewal that a reload has interrupted. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { notification, pressInNotification } from '../host/page/notifications.ts';
import { confirmQuickInput, quickInputRow } from '../host/page/quick-input.ts';
import { showContainer, treeItem, view } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { assertWrong, fillIn, summary, typeNames } from './form.ts';
import {
  assertWorldIsClean,
  CONTAINER,
  inLivedInWorld,
  openVault,
  signIn,
  type LivedIn,
} from './lived-in.ts';

/** What the tree says of certificates in every state, to the eye and to a screen reader. */
const CERTIFICATES = [
  /^www-example-com, valid, expires in 70 d, issued through letsencrypt$/,
  /^api-example-com, expires soon, expires in 9 d, issued through letsencrypt$/,
  /^checkout-example-com, expires very soon, expires in 3 d, issued through letsencrypt$/,
  /^legacy-example-com, expired.* 11 d ago$/,
  /^old-portal, disabled.* expires in 200 d$/,
  /^beta-example-com, pending, not issued yet/,
  /^mail-example-com, valid, expires in 325 d$/,
];

it('goes from signed out to a certificate that is made, shown, due and renewed', async () => {
  await inLivedInWorld('main job', {}, async (lived) => {
    const { page } = lived;
    await signIn(page);
    await seeTree(page);
    const form = await openForm(page);
    await makeMistakes(form);
    await create(lived, form);
    await seeDetails(lived);
    await renewFromNotification(lived);
    await assertWorldIsClean(lived);
  });
});

async function seeTree(page: Page): Promise<void> {
  for (const name of ['Contoso Development', 'Contoso Production', 'Fabrikam Shared Services']) {
    await treeItem(page, new RegExp(`^Subscription ${name}, `)).waitFor();
  }
  await openVault(page, 'Contoso Production', 'contoso-prod');
  for (const name of CERTIFICATES) await treeItem(page, name).waitFor();
}

async function openForm(page: Page): Promise<FrameLocator> {
  const vault = treeItem(page, /^Vault contoso-prod\b/);
  await vault.hover();
  await vault.getByRole('button', { name: 'Create Certificate' }).click();
  await page.getByRole('tab', { name: 'Create Certificate' }).waitFor();
  const form = webview(page);
  await form.getByRole('combobox', { name: 'Key vault' }).waitFor();
  return form;
}

interface Mistake {
  readonly control: Locator;
  readonly make: () => Promise<unknown>;
  readonly says: RegExp;
  readonly correct: () => Promise<unknown>;
}

/** Everything at once, then every field alone in an otherwise right form. */
async function makeMistakes(form: FrameLocator): Promise<void> {
  const vault = form.getByRole('combobox', { name: 'Key vault' });
  const names = form.getByRole('textbox', { name: 'DNS names' });
  const name = form.getByRole('textbox', { name: 'Certificate name' });
  const authority = form.getByRole('combobox', { name: 'Certificate authority' });
  const directory = form.getByRole('textbox', { name: 'Directory URL' });
  const terms = form.getByRole('checkbox', { name: /I agree to the terms of service/ });
  const submit = form.getByRole('button', { name: 'Create', exact: true });
  assert.equal(await vault.locator('option:checked').innerText(), 'contoso-prod');

  await vault.selectOption('Choose a vault…');
  await submit.click();
  await summary(form)
    .getByText(/^\d things have to be corrected:/)
    .waitFor();
  await assertWrong(vault, /Choose the vault/);
  await vault.selectOption('contoso-prod');
  await fillIn(form, 'new.example.com');
  assert.equal(await name.inputValue(), 'new-example-com');

  const agree = async () => {
    await terms.check();
  };
  const mistakes: readonly Mistake[] = [
    {
      control: vault,
      make: () => vault.selectOption('Choose a vault…'),
      says: /Choose the vault/,
      correct: async () => {
        await vault.selectOption('contoso-prod');
        await form.getByText('Zones were found for 1 of 1 names.').waitFor();
      },
    },
    {
      control: names,
      make: () => typeNames(form, 'no_name'),
      says: /"no_name" is not a DNS name/,
      correct: () => form.getByRole('button', { name: 'Remove no_name' }).click(),
    },
    {
      control: names,
      make: async () => {
        await typeNames(form, 'www.nowhere.example');
        await form.getByText('Zones were found for 1 of 2 names.').waitFor();
      },
      says: /www\.nowhere\.example/,
      correct: () => form.getByRole('button', { name: 'Remove www.nowhere.example' }).click(),
    },
    {
      control: name,
      make: () => name.fill('new.example.com'),
      says: /only letters, digits and hyphens/,
      correct: () => name.fill('new-example-com'),
    },
    {
      control: name,
      make: async () => {
        await name.fill('www-example-com');
        await form.getByText('The name is free.').waitFor({ state: 'detached' });
      },
      says: /has a certificate "www-example-com" already/,
      correct: () => name.fill('new-example-com'),
    },
    {
      control: names,
      make: () => form.getByRole('button', { name: 'Remove new.example.com' }).click(),
      says: /Name at least one DNS name/,
      correct: () => typeNames(form, 'new.example.com'),
    },
    {
      control: directory,
      make: async () => {
        await authority.selectOption('Other…');
        await directory.fill('http://ca.example/directory');
      },
      says: /neither a known CA nor the https URL/,
      correct: async () => {
        await authority.selectOption("Let's Encrypt");
        await agree();
      },
    },
    {
      control: terms,
      make: () => terms.uncheck(),
      says: /unless the terms of service are agreed to/,
      correct: agree,
    },
    {
      control: form.getByRole('textbox', { name: 'Name of tag 1' }),
      make: async () => {
        await form.getByText('Key, format and tags').click();
        await form.getByRole('button', { name: 'Add Tag' }).click();
        await form.getByRole('textbox', { name: 'Value of tag 1' }).fill('web');
      },
      says: /A tag needs a name/,
      correct: () => form.getByRole('button', { name: 'Remove tag 1' }).click(),
    },
  ];
  for (const { control, make, says, correct } of mistakes) {
    await make();
    await submit.click();
    await summary(form).getByText('One thing has to be corrected:').waitFor();
    await summary(form).getByRole('button', { name: says }).waitFor();
    await assertWrong(control, says);
    await correct();
    await summary(form).waitFor({ state: 'detached' });
  }
}

async function create({ page, control }: LivedIn, form: FrameLocator): Promise<void> {
  // The CA's signature is waited for, so that there is time to look.
  const fault = await control.fault({
    kind: 'hold',
    match: { api: 'acme', method: 'POST', path: '/finalize' },
  });
  await form.getByText('The name is free.').waitFor();
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await control.held(fault);
  await form.getByRole('button', { name: 'Close and Go On Working' }).click();
  await page.getByRole('tab', { name: 'Create Certificate' }).waitFor({ state: 'detached' });
  const operation = view(page, 'Operations').getByRole('treeitem', {
    name: 'Create contoso-prod/new-example-com, Running: Have the CA sign the CSR',
  });
  await operation.waitFor();
  await control.release(fault);
  await notification(page, 'contoso-prod/new-example-com is created and expires');
  await treeItem(page, /^new-example-com, valid, expires in \d+ d, issued through/).waitFor();
  await view(page, 'Operations')
    .getByRole('treeitem', { name: 'Create contoso-prod/new-example-com, Done: issued, expires' })
    .waitFor();
}

async function seeDetails({ page, control }: LivedIn): Promise<void> {
  await treeItem(page, /^new-example-com, valid/).click();
  const details = webview(page);
  await details.getByRole('heading', { name: 'new-example-com', level: 1 }).waitFor();
  await details.getByText('Certificate in the vault contoso-prod').waitFor();
  await details.getByText('Valid', { exact: true }).waitFor();
  const { versions } = await control.certificate('contoso-prod', 'new-example-com');
  assert.equal(versions.length, 1);
  assert.deepEqual(await factOf(details, 'Names', 'DNS names'), ['new.example.com']);
  assert.match((await factOf(details, 'Names', 'Issuer')).join(), /CN = Pebble Intermediate/);
  const [thumbprint] = await factOf(details, 'Fingerprints', 'SHA-1 thumbprint');
  assert.equal(thumbprint?.replaceAll(':', '').toLowerCase(), versions[0]?.thumbprint);
  assert.deepEqual(await factOf(details, 'Validity and key', 'Self-signed'), ['no']);
}

/** What the page of a certificate says in a section under a label. */
async function factOf(details: FrameLocator, section: string, label: string): Promise<string[]> {
  const facts = details.getByRole('region', { name: section, exact: true }).locator('.fact');
  const fact = facts.filter({
    has: details.locator('dt').getByText(label, { exact: true }),
  });
  return fact.locator('.value, code').allInnerTexts();
}

async function renewFromNotification({ editor, page, control }: LivedIn): Promise<void> {
  const before = await control.certificate('contoso-prod', 'api-example-com');
  await pressInNotification(page, 'certificates expire soon or have expired', 'Renew…');
  await quickInputRow(page, 'archive-example-com').waitFor();
  await page.getByRole('checkbox', { name: 'Toggle all checkboxes' }).uncheck();
  await quickInputRow(page, 'api-example-com').getByRole('checkbox').check();
  await confirmQuickInput(page);
  await page.getByRole('tab', { name: 'Renew api-example-com' }).waitFor();
  const form = webview(page);
  const changes = form.getByRole('region', { name: 'What will change' });
  await changes.getByText('A new version is made with a new key').waitFor();
  const names = form.getByRole('list', { name: 'DNS names of the certificate' });
  assert.deepEqual(await names.locator('.token').allInnerTexts(), [
    'api.example.com',
    'api-v2.example.com',
  ]);
  await typeNames(form, 'api-v3.example.com');
  await changes.getByText('api-v3.example.com').waitFor();
  await form.getByText('Zones were found for 3 of 3 names.').waitFor();
  const fault = await control.fault({
    kind: 'hold',
    match: { api: 'acme', method: 'POST', path: '/finalize' },
  });
  await form.getByRole('button', { name: 'Renew', exact: true }).click();
  await control.held(fault);
  await editor.reloadWindow(page);
  await notification(page, 'contoso-prod/api-example-com was interrupted and is completed now');
  const after = await control.certificate('contoso-prod', 'api-example-com');
  assert.equal(after.versions.length, before.versions.length + 1);
  await showContainer(page, CONTAINER);
  await pressInNotification(page, 'api-example-com was interrupted', 'Show Certificate');
  const details = webview(page);
  await details.getByRole('heading', { name: 'api-example-com', level: 1 }).waitFor();
  assert.deepEqual((await factOf(details, 'Names', 'DNS names')).toSorted(), [
    'api-v2.example.com',
    'api-v3.example.com',
    'api.example.com',
  ]);
}
