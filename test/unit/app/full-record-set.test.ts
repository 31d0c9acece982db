import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { CREATE, IssuanceWorld, withLockFolder } from './issuance-world.ts';

const ZONE = '/zones/example.com';
const NAME = '_acme-challenge';

/** A world in which `count` values of strangers stand where two of our values go. */
function crowded(folder: string, count: number): IssuanceWorld {
  const world = new IssuanceWorld(folder);
  fill(world, count);
  return world;
}

function fill(world: IssuanceWorld, count: number): void {
  const values = Array.from({ length: count }, (_, index) => `stranger ${index}`);
  world.dns.change(ZONE, NAME, { ttl: 30, values, metadata: {} });
}

describe('an issuance whose record set is full', () => {
  it('proves its names in turns where one of two values has room', () =>
    withLockFolder(async (folder) => {
      const world = crowded(folder, 19);
      const before = world.contents.dns;
      const issued = await world.obtain(CREATE);
      const turns = issued.steps.filter(({ name }) => name === 'propagate');
      assert.equal(turns.length, 2);
      assert.ok((turns[1]?.ms ?? 0) >= 29_000, 'the CA has forgotten the first turn');
      assert.deepEqual(world.contents.dns, before);
      assert.deepEqual(world.ca.authorizations, ['valid', 'valid', 'valid']);
    }));

  it('puts nothing else anywhere while it waits', () =>
    withLockFolder(async (folder) => {
      const world = crowded(folder, 20);
      let looks = 0;
      const others: number[] = [];
      world.wire.fate = (_n, call) => {
        if (call === 'dns.get') looks += 1;
        if (looks > 8) others.push(Object.keys(world.dns.contents).length);
        if (looks === 12) fill(world, 3);
        return 'happens';
      };
      await world.obtain(CREATE);
      assert.equal(others[0], 1, 'the other name has been proven and its value is gone');
    }));

  it('ends when nobody has made room for ten minutes, and leaves nothing', () =>
    withLockFolder(async (folder) => {
      const world = crowded(folder, 20);
      const before = world.contents;
      const begun = world.clock.now();
      const ended = await world.obtain(CREATE).catch((error: unknown) => error);
      assert.ok(isCertError(ended, 'TxtRecordSetFull'));
      const { seconds, ...facts } = ended.facts;
      assert.deepEqual(facts, {
        ...{ record: '_acme-challenge.example.com', limit: 20, present: 20, needed: 2 },
        ...{ holders: [], strangers: 20 },
      });
      assert.ok(seconds > 560 && seconds <= 600, String(seconds));
      assert.ok(world.clock.now() - begun < 700_000);
      assert.deepEqual(world.contents, before);
      assert.deepEqual(world.journal.ids, []);
    }));

  it('is cancelled while it waits', () =>
    withLockFolder(async (folder) => {
      const world = crowded(folder, 20);
      const before = world.contents;
      const cancel = new AbortController();
      let looks = 0;
      world.wire.fate = (_n, call) => {
        if (call === 'dns.get') looks += 1;
        if (looks === 12) cancel.abort();
        return 'happens';
      };
      await assert.rejects(
        world.obtain(CREATE, cancel.signal),
        (error) => error instanceof CertError && error.code === 'Cancelled',
      );
      assert.deepEqual(world.contents, before);
    }));
});
