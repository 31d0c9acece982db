/** Several accounts and tenants, one of which is locked, and a vault that nobody may look into. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pressInDialog } from '../host/page/dialogs.ts';
import { runCommand } from '../host/page/palette.ts';
import { answerQuickInput, quickInputRow } from '../host/page/quick-input.ts';
import { expandTreeItem, treeItem } from '../host/page/views.ts';
import { until } from '../host/until.ts';
import { CONTAINER, GUEST, inLivedInWorld, OPERATOR, openVault, signIn } from './lived-in.ts';

const PATIENCE_MS = 10_000;

it('shows what each account sees, and what keeps it from seeing the rest', async () => {
  await inLivedInWorld('accounts', {}, async ({ page, control }) => {
    await signIn(page);
    const locked = treeItem(page, 'Sign in to Locked');
    await locked.waitFor();
    for (const name of ['Contoso Production, 3 vaults', 'Fabrikam Shared Services, 1 vault']) {
      await treeItem(page, `Subscription ${name}`).waitFor();
    }

    await openVault(page, 'Contoso Development', 'fabrikam-locked');
    const forbidden = treeItem(page, /has no role in the vault fabrikam-locked/);
    await forbidden.waitFor();
    await expandTreeItem(treeItem(page, /^Vault contoso-dev\b/));
    await treeItem(page, /^dev-example-org, valid/).waitFor();
    const before = (await control.log()).length;
    await forbidden.click();
    const isAskedAgain = async () =>
      (await control.log(before)).some(
        ({ host, status }) => host === 'fabrikam-locked.vault.azure.net' && status === 403,
      );
    assert.ok(await until(isAskedAgain, PATIENCE_MS), 'a click on the reason asks nobody again');
    await forbidden.waitFor();

    await locked.click();
    await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
    await quickInputRow(page, 'Approve').click();
    await treeItem(page, 'Subscription Locked Production, 1 vault').waitFor();
    await locked.waitFor({ state: 'detached' });
    await treeItem(page, /^dev-example-org, valid/).waitFor();

    await runCommand(page, `${CONTAINER}: Sign In`);
    await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
    await quickInputRow(page, 'Sign in to another account').click();
    await answerQuickInput(page, 'Choose an account', GUEST);
    await treeItem(page, GUEST).waitFor();
    await treeItem(page, OPERATOR).waitFor();
    const shared = treeItem(page, 'Subscription Fabrikam Shared Services, 1 vault');
    await expandTreeItem(shared.nth(1));
    await expandTreeItem(treeItem(page, /^Vault fabrikam-shared\b/));
    await treeItem(page, /^www-fabrikam-example, valid/).waitFor();
    assert.deepEqual(await control.refused(), []);
  });
});
