import assert from 'node:assert/strict';
import { person } from './person.ts';
import { sandbox } from './surroundings.ts';

const PRODUCT = 'Key Vault Certificates';

describe('signing in', () => {
  it('shows the subscriptions of the account that was chosen', async () => {
    const { users, subscriptions } = sandbox();
    const [operator] = users;
    const [production] = subscriptions;
    assert.ok(operator !== undefined && production !== undefined);
    const user = person();
    await user.showContainer(PRODUCT);
    await user.runCommand(`${PRODUCT}: Sign In`);
    await user.pressInDialog('wants to sign in using Microsoft', 'Allow');
    await user.pick(operator.name);
    await user.findTreeItem(operator.name);
    await user.findTreeItem(production.name);
  });
});
