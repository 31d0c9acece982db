import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CREATE, IssuanceWorld, withLockFolder } from './issuance-world.ts';

const DAY_MS = 86_400_000;

function callsOf(world: IssuanceWorld, name: string): number {
  return world.wire.calls.filter((call) => call === name).length;
}

describe('an order that an interrupted issuance has left', () => {
  for (const [days, orders, what] of [
    [6, 1, 'is taken up'],
    [8, 2, 'is begun again, for it has expired, although the CA still has it as pending'],
  ] as const) {
    it(`${what} after ${days} days`, () =>
      withLockFolder(async (folder) => {
        const world = new IssuanceWorld(folder);
        world.ca.ordersExpire = new Date(world.clock.now() + 7 * DAY_MS);
        let isKilled = false;
        world.wire.fate = (_n, call) => {
          isKilled ||= call === 'ca.answer';
          return isKilled ? 'never-happens' : 'happens';
        };
        await assert.rejects(world.obtain(CREATE));
        await world.clock.sleep(days * DAY_MS);
        world.wire.fate = () => 'happens';
        await world.end('resume');
        assert.equal(callsOf(world, 'ca.newOrder'), orders);
        assert.equal(world.vault.contents[0]?.versions.length, 1);
      }));
  }
});
