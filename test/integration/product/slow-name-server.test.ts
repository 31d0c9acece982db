import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { acmeResource, requestsDuring } from './requests.ts';

const VISIBLE_AFTER_MS = 1500;

describe('a name server that is slower than the others', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  it('is waited for before the first challenge is answered', async () => {
    await world.control.nameServer('authoritative-2', { visibleAfterMs: VISIBLE_AFTER_MS });
    const { result, log } = await requestsDuring(world.control, () =>
      world.run(
        ...['create', 'contoso-prod/slow', '--dns', 'example.com', '--dns', '*.example.com'],
        ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      ),
    );
    issuedBy(result);
    const published = log.find(({ method, path }) => method === 'PUT' && path.includes('/TXT/'));
    const answered = log.find((entry) => acmeResource(entry) === 'chalZ');
    assert.ok(published && answered);
    const waited = Date.parse(answered.time) - Date.parse(published.time);
    assert.ok(waited >= VISIBLE_AFTER_MS, `answered ${String(waited)} ms after it was published`);
  });
});
