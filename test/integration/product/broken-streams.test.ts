/** Readers who stop reading in the middle: the work goes on, the exit code is its own. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { issuedBy } from './answers.ts';
import { assertClientLeftNothing, clientOf, createArgs } from './client.ts';
import { startProductWorld } from './product-world.ts';

const world = await startProductWorld();
after(() => world.close());

describe('an issuance', { concurrency: 2 }, () => {
  it('is carried out though nobody reads its progress any more', async () => {
    const client = clientOf(world, 'no-stderr');
    const running = client.start(...createArgs(client));
    running.child.stderr.destroy();
    assert.equal(issuedBy(await running.ended).name, 'no-stderr');
    await assertClientLeftNothing(client);
  });

  it('is carried out though nobody reads its result', async () => {
    const client = clientOf(world, 'no-stdout');
    const running = client.start(...createArgs(client));
    running.child.stdout.destroy();
    const { code, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /EPIPE|Error:/);
    await assertClientLeftNothing(client);
    assert.equal((await client.certificate())?.versions.length, 1);
  });
});

describe('an error', () => {
  it('is its own exit code though nobody reads it', async () => {
    const running = world.start('list', '--expiring', 'soon');
    running.child.stderr.destroy();
    assert.equal((await running.ended).code, 2);
  });
});
