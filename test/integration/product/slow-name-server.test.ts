import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { acmeResource } from './requests.ts';

const AN_HOUR_MS = 3_600_000;

describe('a name server that is slower than the others', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  it('is waited for before the first challenge is answered', async () => {
    await world.control.nameServer('authoritative-2', { visibleAfterMs: AN_HOUR_MS });
    const running = world.start(
      ...['create', 'contoso-prod/slow', '--dns', 'example.com', '--dns', '*.example.com'],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      '--verbose',
    );
    // Who does not look answers at once: then this ends with the process, and the log tells.
    await running.saying('TXT looked at').catch(() => undefined);
    const answered = (await world.control.log()).filter((entry) => acmeResource(entry) === 'chalZ');
    assert.deepEqual(answered, []);
    await world.control.nameServer('authoritative-2', { visibleAfterMs: 0 });
    issuedBy(await running.ended);
  });
});
