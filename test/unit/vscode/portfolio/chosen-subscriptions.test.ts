import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';

function chosenIn(store: Map<string, unknown>): ChosenSubscriptions {
  return new ChosenSubscriptions({
    get: (key) => store.get(key),
    update: (key, value) => Promise.resolve(void store.set(key, value)),
  });
}

const subscription = (subscriptionId: string) => ({ directory: 'oid.tid/tenant', subscriptionId });

describe('the chosen subscriptions', () => {
  it('are all before anybody has chosen, and none after nothing was', async () => {
    const chosen = chosenIn(new Map());
    assert.equal(chosen.keys, undefined);
    assert.ok(chosen.includes(subscription('sub-1')));
    await chosen.choose([]);
    assert.ok(!chosen.includes(subscription('sub-1')));
  });

  it('are read once, and again when they were stored anew, here or by another window', async () => {
    const store = new Map<string, unknown>();
    const chosen = chosenIn(store);
    await chosen.choose([subscription('SUB-1')]);
    assert.ok(chosen.includes(subscription('sub-1')));
    assert.equal(chosen.keys, chosen.keys, 'asked for each of a thousand vaults');
    await chosenIn(store).choose([subscription('sub-2')]);
    assert.ok(!chosen.includes(subscription('sub-1')) && chosen.includes(subscription('sub-2')));
  });

  it('are none where something else is stored than keys', async () => {
    const store = new Map<string, unknown>();
    const chosen = chosenIn(store);
    await chosen.choose([subscription('sub-1')]);
    for (const [key] of store) store.set(key, [7, null]);
    assert.deepEqual([...(chosen.keys ?? ['all'])], []);
  });
});
