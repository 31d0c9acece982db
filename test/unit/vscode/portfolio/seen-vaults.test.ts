import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeenVaults } from '../../../../src/vscode/portfolio/seen-vaults.ts';
import { fakeDirectory, NOW, SUBSCRIPTION, vaultNamed } from '../fake-directory.ts';

describe('the vaults of an inventory', () => {
  const directory = fakeDirectory({});
  const [first, second] = [vaultNamed('alpha'), vaultNamed('beta', SUBSCRIPTION.id.toUpperCase())];
  const lonely = vaultNamed('gamma', 'sub-9');
  const seen = new SeenVaults(directory, {
    subscriptions: [SUBSCRIPTION],
    vaults: [first, second, lonely],
    listedAt: NOW,
  });
  const names = (subscriptionId: string) => seen.of(subscriptionId).map(({ vault }) => vault.name);

  it('are found by subscription, in whatever case ARM writes it', () => {
    assert.deepEqual(names('SUB-1'), ['alpha', 'beta']);
    assert.deepEqual(names('sub-1'), ['alpha', 'beta']);
    assert.deepEqual(names('sub-2'), []);
  });

  it('are found by their ids, in whatever case', () => {
    assert.equal(seen.find(second.id.toUpperCase())?.vault, second);
    assert.equal(seen.find(`${second.id}x`), undefined);
  });

  it('know directory and subscription, where that one is known', () => {
    assert.deepEqual(
      seen.all.map((each) => [each.directory === directory, each.subscription?.name]),
      [
        [true, 'Production'],
        [true, 'Production'],
        [true, undefined],
      ],
    );
  });
});
