import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Coalesced } from '../../../src/vscode/coalesced.ts';

describe('coalesced work', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('is done once for all reasons that come until then, and again for later ones', () => {
    let done = 0;
    const work = new Coalesced(() => (done += 1), 250);
    work.soon();
    mock.timers.tick(200);
    work.soon();
    assert.equal(done, 0);
    mock.timers.tick(50);
    assert.equal(done, 1, 'a later reason does not put it off');
    mock.timers.tick(1000);
    assert.equal(done, 1);
    work.soon();
    mock.timers.tick(250);
    assert.equal(done, 2);
  });

  it('is not done any more when its reasons are forgotten, and then for new ones', () => {
    let done = 0;
    const work = new Coalesced(() => (done += 1), 250);
    work.soon();
    work.dispose();
    mock.timers.tick(1000);
    assert.equal(done, 0);
    work.soon();
    mock.timers.tick(250);
    assert.equal(done, 1);
  });
});
