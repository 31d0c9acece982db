import assert from 'node:assert/strict';
import { person } from './person.ts';
import { sandbox } from './surroundings.ts';

const PRODUCT = 'Key Vault Certificates';

describe('signing in', () => {
  const user = person();

  for (const [title, beginning] of [
    ['Show Certificate', 'Showing a certificate'],
    ['Create Certificate (Quick)', 'Creating a certificate'],
    ['Choose Subscriptions', 'Choosing subscriptions'],
    ['Renew Selected', 'Renewing certificates'],
  ] as const) {
    it(`is offered by ${title} while nobody is signed in`, async () => {
      await user.runCommand(`${PRODUCT}: ${title}`);
      const said = await user.readNotification(`${beginning}: Nobody is signed in to Azure here.`);
      assert.match(said, /Sign In/);
      await user.clearNotifications();
    });
  }

  it('shows the subscriptions of the account that was chosen', async () => {
    const { users, subscriptions } = sandbox();
    const [operator] = users;
    const [production] = subscriptions;
    assert.ok(operator !== undefined && production !== undefined);
    await user.showContainer(PRODUCT);
    await user.runCommand(`${PRODUCT}: Sign In`);
    await user.pressInDialog('wants to sign in using Microsoft', 'Allow');
    await user.pick(operator.name);
    await user.findTreeItem(operator.name);
    await user.findTreeItem(production.name);
  });
});
