import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coalesced } from '../../../src/app/coalesced.ts';
import { SteppedClock } from './operations/board-world.ts';

function counted() {
  const clock = new SteppedClock();
  const ending = new AbortController();
  let done = 0;
  const soon = coalesced(clock, 250, ending.signal, () => {
    done += 1;
  });
  return { clock, ending, soon, done: () => done };
}

describe('coalesced work', () => {
  it('is done once for all reasons that come until then, and again for later ones', async () => {
    const { clock, soon, done } = counted();
    soon();
    await clock.pass(200);
    soon();
    assert.equal(done(), 0);
    await clock.pass(50);
    assert.equal(done(), 1, 'a later reason does not put it off');
    await clock.pass(1000);
    assert.equal(done(), 1);
    soon();
    await clock.pass(250);
    assert.equal(done(), 2);
  });

  it('is not done any more once everything has ended', async () => {
    const { clock, ending, soon, done } = counted();
    soon();
    ending.abort();
    await clock.pass(1000);
    soon();
    await clock.pass(1000);
    assert.equal(done(), 0);
    assert.equal(clock.sleeping, 0);
  });
});
