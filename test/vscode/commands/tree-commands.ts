import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { describeRequest } from '../../integration/product/requests.ts';
import { person } from '../person.ts';
import { OPERATOR } from '../sign-in.ts';
import { sandbox } from '../surroundings.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';

const SUBSCRIPTIONS = [
  'Contoso Development',
  'Contoso Production',
  'Fabrikam Shared Services',
] as const;

/** Signing in, choosing what is shown, and looking again. */
export function describeTreeCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);

  const treeShows = (name: string) =>
    waitFor(`"${name}" in the tree`, async () =>
      (await somebody.treeItems()).find((item) => item.startsWith(name)),
    );
  const treeHides = (name: string) =>
    waitFor(`a tree without "${name}"`, async () =>
      (await somebody.treeItems()).some((item) => item.startsWith(name)) ? undefined : true,
    );

  describe('of the view', () => {
    const openVault = async () => {
      await somebody.expandTreeItem('Subscription Contoso Production');
      await somebody.expandTreeItem('Vault contoso-prod');
      await treeShows('www-example-com');
    };

    // What lies below the edge of the window cannot be seen.
    beforeEach(async () => {
      await vscode.commands.executeCommand('kvcert.vaults.focus');
      await vscode.commands.executeCommand('workbench.actions.treeView.kvcert.vaults.collapseAll');
      await somebody.expandTreeItem(OPERATOR);
    });

    it('Sign In adds an account', async () => {
      await commands.fromPalette('kvcert.signIn');
      await somebody.pick('another account');
      await somebody.pick('guest@fabrikam.com');
      await treeShows('guest@fabrikam.com');
      assert.ok((await somebody.treeItems()).includes(OPERATOR));
    });

    it('Sign In to Tenant asks for what the tenant wants, and shows its subscription', async () => {
      await treeShows('Sign in to Locked');
      await commands.fromPalette('kvcert.signInTenant');
      await somebody.pick('Approve');
      await treeShows('Subscription Locked Production');
      await treeHides('Sign in to Locked');
    });

    it('Choose Subscriptions shows the chosen ones alone', async () => {
      await commands.fromPalette('kvcert.chooseSubscriptions');
      await somebody.pickOnly(['Contoso Production']);
      await treeHides('Subscription Contoso Development');
      await treeHides('Subscription Fabrikam Shared Services');
      await treeShows('Subscription Contoso Production');
      const running = commands.run('kvcert.chooseSubscriptions');
      await somebody.pickOnly(SUBSCRIPTIONS);
      await running;
      for (const name of SUBSCRIPTIONS) await treeShows(`Subscription ${name}`);
    });

    it('Refresh asks for subscriptions, vaults and what is open again', async () => {
      await openVault();
      const before = (await control.log()).length;
      await commands.run('kvcert.refresh');
      const requests = (await control.log(before)).map(describeRequest);
      assert.ok(requests.includes('GET management.azure.com/subscriptions'), requests.join('\n'));
      assert.ok(requests.includes('GET contoso-prod.vault.azure.net/certificates'));
      assert.ok(!requests.includes('GET contoso-dev.vault.azure.net/certificates'));
    });

    it('Refresh on a vault asks that vault alone', async () => {
      await openVault();
      const before = (await control.log()).length;
      await commands.fromTree('kvcert.refreshNode', 'Vault contoso-prod');
      await waitFor('a request', async () => (await control.log(before))[0]);
      const requests = (await control.log(before)).map(describeRequest);
      assert.deepEqual(
        new Set(requests),
        new Set(['GET contoso-prod.vault.azure.net/certificates']),
      );
    });

    it('Filter Certificates hides what does not match', async () => {
      await openVault();
      await commands.fromPalette('kvcert.filter');
      await somebody.pick('Expiring or expired');
      await treeHides('www-example-com');
      await treeShows('checkout-example-com');
      const running = commands.run('kvcert.filter');
      await somebody.pick('All certificates');
      await running;
      await treeShows('www-example-com');
    });
  });
}
