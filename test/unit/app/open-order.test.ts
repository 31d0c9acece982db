import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';

const DAY_MS = 86_400_000;
const CHANGED = 'https://ca.example/terms/2';

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

describe('terms that have changed', () => {
  it('are agreed to by the person, told to the CA, and remembered', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      world.ca.changedTerms = CHANGED;
      await world.obtain(RENEW);
      assert.equal(callsOf(world, 'ca.agreeToTerms'), 1);
      assert.equal(callsOf(world, 'ca.newOrder'), 2);
      assert.equal((await world.accounts.load(world.ca.url))?.agreedTerms, CHANGED);
    }));

  it('are not agreed to without the person', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      world.ca.changedTerms = CHANGED;
      world.agrees = false;
      await assert.rejects(
        world.obtain(RENEW),
        (error) => isCertError(error, 'TermsNotAgreed') && error.facts.terms === CHANGED,
      );
      assert.equal(callsOf(world, 'ca.agreeToTerms'), 0);
      assert.notEqual((await world.accounts.load(world.ca.url))?.agreedTerms, CHANGED);
    }));
});
