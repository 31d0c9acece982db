import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { adviseWindow } from '../../integration/product/advised-window.ts';
import { azureCaller, txtUrl, vaultUrl } from '../../integration/product/azure-caller.ts';
import { person } from '../person.ts';
import { OPERATOR } from '../sign-in.ts';
import { sandbox } from '../surroundings.ts';
import { pageTab } from '../tabs.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';
import { createQuickly, VAULT } from './create-quickly.ts';

/** Creating and renewing. */
export function describeIssueCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);

  /** Has the CA advise to renew what it has just issued. */
  async function openWindow(name: string): Promise<void> {
    const url = vaultUrl(VAULT, `/certificates/${name}`);
    const { cer } = (await azureCaller(sandbox(), 'operator').ask('GET', url)) as {
      readonly cer: string;
    };
    const pem = `-----BEGIN CERTIFICATE-----\n${cer}\n-----END CERTIFICATE-----\n`;
    await adviseWindow(sandbox(), pem, { start: -2, end: -1 });
  }

  describe('of issuing', () => {
    afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

    it('Create Certificate… opens an empty form', async () => {
      await commands.fromPalette('kvcert.createCertificate');
      await waitFor('the form', () => pageTab('Create Certificate'));
      await somebody.readPage('contoso-prod');
    });

    it('Renew Certificate… opens the form as the certificate is', async () => {
      await commands.fromPalette('kvcert.renewCertificate');
      await somebody.pick(VAULT);
      await somebody.pick('api-example-com');
      await waitFor('the form', () => pageTab('Renew api-example-com'));
      const form = await somebody.readPage('api.example.com');
      assert.ok(form.includes('api-v2.example.com'), form);
    });

    it('Edit Policy… opens the form as the policy is', async () => {
      await commands.fromPalette('kvcert.editPolicyFields');
      await somebody.pick(VAULT);
      await somebody.pick('api-example-com');
      await waitFor('the form', () => pageTab('Policy of api-example-com'));
      const form = await somebody.readPage('api.example.com');
      assert.ok(form.includes('Subject, names, usages and lifetime'), form);
    });

    it('Create Certificate (Quick) creates one', async () => {
      await createQuickly(commands, 'quick');
      const said = await somebody.readNotification('is created and expires');
      assert.match(said, /contoso-prod\/quick-example-com is created and expires \d{4}-\d\d-\d\d/);
      const { versions } = await control.certificate(VAULT, 'quick-example-com');
      assert.equal(versions.length, 1);
    });

    it('Show History tells of it, and leads to its certificate', async () => {
      await commands.fromPalette('kvcert.showHistory');
      await somebody.pick('contoso-prod/quick-example-com');
      await waitFor('the tab', () => pageTab('contoso-prod/quick-example-com'));
      const page = await somebody.readPage('quick.example.com');
      assert.ok(page.includes('Current version'), page);
    });

    it('Find Leftover Challenge Records preselects ours that are old, and removes what is picked', async () => {
      const days = (count: number) => String(Math.floor(Date.now() / 1000) - count * 86_400);
      const old = 'o'.repeat(43);
      const claim = `run=${'a'.repeat(16)} since=${days(3)} until=${days(2)} by=anna@pc for=contoso-prod/gone`;
      const zone = sandbox().zones.find(({ name }) => name === 'example.com');
      const url = txtUrl(zone?.id ?? '', '_acme-challenge.gone');
      await azureCaller(sandbox(), 'stranger').ask('PUT', url, {
        properties: {
          TTL: 60,
          metadata: { [`kvcert_${old.slice(0, 22)}`]: claim },
          TXTRecords: [{ value: [old] }, { value: ['theirs'] }],
        },
      });
      await commands.fromPalette('kvcert.findLeftovers');
      const ticked = await somebody.confirmAsTicked('_acme-challenge.gone.example.com');
      assert.equal(ticked.length, 1, ticked.join());
      assert.match(ticked[0] ?? '', /3 days old.*contoso-prod\/gone, by anna@pc.*ooo/s);
      await somebody.readNotification('1 challenge value is removed.');
      const { zones } = await control.state();
      const sets = zones.flatMap(({ recordSets }) => recordSets);
      const { values } = sets.find(({ name }) => name === '_acme-challenge.gone') ?? {};
      assert.deepEqual(values, ['theirs']);
    });

    it('Renew Selected renews what is selected in the tree, though it is not due', async () => {
      const names = ['www-example-com', 'wildcard-shop-example-com'];
      const versions = async () =>
        Promise.all(
          names.map(async (name) => (await control.certificate(VAULT, name)).versions.length),
        );
      const before = await versions();
      await vscode.commands.executeCommand('kvcert.vaults.focus');
      await somebody.expandTreeItem(OPERATOR);
      await somebody.expandTreeItem('Subscription Contoso Production');
      await somebody.expandTreeItem(`Vault ${VAULT}`);
      await somebody.selectTreeItems(names);
      await commands.fromPalette('kvcert.renewSelected');
      await somebody.readNotification('2 certificate operations have ended: 2 completed.');
      await waitFor('a new version of each', async () =>
        (await versions()).every((count, nth) => count === (before[nth] ?? 0) + 1)
          ? true
          : undefined,
      );
      // Nobody sees what is selected in it.
      await vscode.commands.executeCommand('workbench.view.explorer');
    });

    it('Renew Selected renews those that are picked of those that are due', async () => {
      const names = ['api-example-com', 'checkout-example-com'];
      const versions = async () =>
        Promise.all(
          names.map(async (name) => (await control.certificate(VAULT, name)).versions.length),
        );
      const before = await versions();
      await commands.fromPalette('kvcert.renewSelected');
      await somebody.pickOnly(names);
      await somebody.readNotification('2 certificate operations have ended: 2 completed.');
      await waitFor('a new version of each', async () =>
        (await versions()).every((count, nth) => count === (before[nth] ?? 0) + 1)
          ? true
          : undefined,
      );
      const legacy = await control.certificate(VAULT, 'legacy-example-com');
      assert.equal(legacy.versions.length, 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('Renew All Due says why each is due, and renews those that are picked', async () => {
      const versions = async () =>
        (await control.certificate('contoso-archive', 'archive-example-com')).versions.length;
      const before = await versions();
      await openWindow('quick-example-com');
      await commands.fromPalette('kvcert.renewAllDue');
      await somebody.readNotification('Looking for certificates that are due: fabrikam-locked');
      await somebody.pickOnly(['archive-example-com']);
      await somebody.readNotification('archive-example-com is renewed');
      assert.equal(await versions(), before + 1);
    });

    it('What its CA wants early is in the view Expiring from then on', async () => {
      await vscode.commands.executeCommand('kvcert.expiring.focus');
      const item = await waitFor('the certificate', async () =>
        // The view Vaults shows it, too, without the name of its vault.
        (await somebody.treeItems()).find((each) =>
          /^quick-example-com, .*, vault contoso-prod/.test(each),
        ),
      );
      assert.match(item, /The CA's renewal window opened 2 hours ago\.$/);
      await vscode.commands.executeCommand('workbench.view.explorer');
    });

    it('Choose Vaults to Renew Automatically… keeps what is chosen', async () => {
      const chosen = (): readonly string[] =>
        vscode.workspace.getConfiguration('kvcert').get('renewal.automatic') ?? [];
      assert.deepEqual(chosen(), []);
      await commands.fromPalette('kvcert.chooseAutomaticRenewal');
      // Everything that is due there was renewed above.
      await somebody.pickOnly(['contoso-archive']);
      await waitFor('the setting', () => (chosen().length === 1 ? true : undefined));
      assert.match(chosen()[0] ?? '', /^\/subscriptions\/.+\/vaults\/contoso-archive$/i);
      // Nothing is to be renewed by itself behind the tests that follow.
      await vscode.workspace
        .getConfiguration('kvcert')
        .update('renewal.automatic', undefined, vscode.ConfigurationTarget.Global);
      await waitFor('the setting', () => (chosen().length === 0 ? true : undefined));
    });

    it('Go Back to This Version… says what it does, and which right on secrets is missing', async () => {
      const versions = async () =>
        (await control.certificate(VAULT, 'quick-example-com')).versions.length;
      // Its CA has asked for that above.
      await commands.fromPalette('kvcert.renewAllDue');
      await somebody.pickOnly(['quick-example-com']);
      await somebody.readNotification('quick-example-com is renewed');
      const before = await versions();
      assert.equal(before, 2);
      await commands.fromPalette('kvcert.goBack');
      await somebody.pick(VAULT);
      await somebody.pick('quick-example-com');
      await somebody.pick(' to ');
      await somebody.pressInDialog('Its private key is read', 'Go Back');
      // Who may issue certificates may not read their keys.
      await somebody.readNotification('Microsoft.KeyVault/vaults/secrets/getSecret/action');
      assert.equal(await versions(), before);
    });

    it('Revoke Certificate… asks why, says what it means, and has the CA revoke it', async () => {
      const before = (await control.log()).length;
      await commands.fromPalette('kvcert.revokeCertificate');
      await somebody.pick(VAULT);
      await somebody.pick('quick-example-com');
      await somebody.pick('Superseded');
      await somebody.pressInDialog('Nothing changes in the vault', 'Revoke');
      await somebody.readNotification('has revoked contoso-prod/quick-example-com');
      const asked = (await control.log()).slice(before);
      const revoked = asked.filter(({ api, path }) => api === 'acme' && /revoke/i.test(path));
      assert.deepEqual(
        revoked.map(({ status }) => status),
        [200],
      );
    });
  });
}
