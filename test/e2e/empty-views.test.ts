/** Why a view is empty, and the way out of it, said in its place. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { pressInDialog } from '../host/page/dialogs.ts';
import { runCommand } from '../host/page/palette.ts';
import { answerQuickInput, confirmQuickInput, quickInputRow } from '../host/page/quick-input.ts';
import { showContainer, treeItem, view } from '../host/page/views.ts';
import { FABRIKAM } from '../sandbox/other-tenants.ts';
import { assign, subscription } from '../sandbox/world-parts.ts';
import type { World } from '../sandbox/world.ts';
import { livedInWorld } from '../sandbox/worlds/lived-in.ts';
import { CONTAINER, giveConsent, GUEST, inLivedInWorld } from './lived-in.ts';

const EMPTY = '55555555-0a0a-4b0b-8c0c-000000000005';

it('says in each empty view why it is empty, and leads out of it', async () => {
  await inLivedInWorld('empty views', { world: withEmptySubscription }, async (lived) => {
    const { page, control, url } = lived;
    await showContainer(page, CONTAINER);
    const vaults = view(page, 'Vaults');
    await says(vaults, 'Sign in to see the vaults and certificates');
    await says(view(page, 'Expiring'), 'Sign in to be told which certificates are due.');
    await says(view(page, 'Operations'), 'Nothing is being issued or renewed.');

    // The session is revoked while its tenants are asked for.
    const fault = await control.fault({ kind: 'hold', match: { api: 'arm', path: '^/tenants' } });
    await giveConsent(page, GUEST);
    await control.held(fault);
    await fetch(`${url}/sign-in-rules`, {
      method: 'POST',
      body: JSON.stringify({
        effect: 'revoke',
        user: GUEST,
        resource: 'arm',
        needs: 'interaction',
      }),
    });
    await control.release(fault);
    await says(vaults, 'Your account has to sign in again before its vaults can be shown.');
    await vaults.getByRole('button', { name: 'Sign In', exact: true }).click();
    await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
    await quickInputRow(page, 'Sign in to another account').click();
    await answerQuickInput(page, 'Choose an account', GUEST);
    await treeItem(page, /^guest@fabrikam\.com$/).waitFor();

    await treeItem(page, /^Subscription Fabrikam Shared Services/).click();
    await treeItem(page, /^Vault fabrikam-shared/).click();
    await treeItem(page, /^partner-portal, expires soon/).waitFor();
    await filter(page, 'Disabled');
    // (The filter's name is in the title of the view then.)
    await says(page.locator('.sidebar'), 'The filter hides all certificates.');
    await page.getByRole('button', { name: 'Change the Filter' }).click();
    await quickInputRow(page, 'All certificates').click();
    await treeItem(page, /^partner-portal, expires soon/).waitFor();

    await runCommand(page, `${CONTAINER}: Choose Subscriptions`);
    await chooseOnly(page, undefined);
    await says(vaults, 'No subscription is chosen.');
    await vaults.getByRole('button', { name: 'Choose Subscriptions' }).click();
    await chooseOnly(page, 'Fabrikam Sandbox');
    await says(vaults, 'The chosen subscriptions hold no key vault that the account can see.');
    await says(view(page, 'Expiring'), 'No certificate of the chosen subscriptions');
    await vaults.getByRole('button', { name: 'Choose Subscriptions' }).click();
    await chooseOnly(page, 'Fabrikam Shared Services');
    await treeItem(page, /^Subscription Fabrikam Shared Services/).waitFor();
    assert.deepEqual(await control.refused(), []);
  });
});

/** The guest also sees a subscription in which there is no vault. */
async function withEmptySubscription(defaults: World, now: number): Promise<World> {
  const world = await livedInWorld(defaults, now);
  const empty = {
    ...subscription(EMPTY, 'Fabrikam Sandbox', ['nothing']),
    tenantId: FABRIKAM.tenant.id,
  };
  const reader = assign('Reader', `/subscriptions/${EMPTY}`);
  return {
    ...world,
    subscriptions: [...world.subscriptions, empty],
    users: world.users.map((user) => {
      if (user.upn !== GUEST) return user;
      const [home, ...others] = user.accounts;
      return { ...user, accounts: [{ ...home, roles: [...home.roles, reader] }, ...others] };
    }),
  };
}

async function says(section: Locator, text: string): Promise<void> {
  await section.getByText(text).waitFor();
}

async function filter(page: Page, label: string): Promise<void> {
  await runCommand(page, `${CONTAINER}: Filter Certificates`);
  await quickInputRow(page, label).click();
}

async function chooseOnly(page: Page, name: string | undefined): Promise<void> {
  await quickInputRow(page, 'Fabrikam Shared Services').waitFor();
  const all = page.getByRole('checkbox', { name: 'Toggle all checkboxes' });
  // What is chosen in part is chosen as a whole first.
  await all.check();
  await all.uncheck();
  if (name !== undefined) await quickInputRow(page, name).getByRole('checkbox').check();
  await confirmQuickInput(page);
}
