import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { JsonObject } from '../../sandbox/arm/json.ts';
import type { InitialRecordSet } from '../../sandbox/arm/resources.ts';
import type { World } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

describe('CAA records', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCaaRecords });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = (name: string, ...names: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );

  for (const [name, kind, message] of [
    ['www.theirs.example.com', 'other-issuers', /digicert\.com/],
    ['locked.example.com', 'nobody', /allow no CA/],
    ['strange.example.com', 'critical-tag', /critical property tbs/],
    ['web.example.com', 'other-methods', /http-01/],
    ['*.tame.example.com', 'nobody', /\*\.tame\.example\.com/],
  ] as const) {
    it(`stop an issuance for ${name} before anything is touched`, async () => {
      const { result, log } = await requestsDuring(world.control, () => create('none', name));
      const refusal = refusalOf(result, 1, 'CaaForbids');
      assert.equal((refusal.details['reason'] as JsonObject)['kind'], kind);
      assert.match(refusal.message, message);
      assert.equal(refusal.details['name'], name);
      assert.ok(refusal.remedies.length > 0);
      assert.deepEqual(changes(log), []);
    });
  }

  it('let a CA issue that they name', async () => {
    issuedBy(await create('allowed', 'www.ours.example.com', 'tame.example.com'));
  });
});

/** CAA record sets in the zone example.com, `FLAGS TAG VALUE` each. */
function withCaaRecords(world: World): World {
  const recordSets = [
    caa('theirs', '0 issue digicert.com'),
    caa('ours', '0 issue digicert.com', '0 issue letsencrypt.org; validationmethods=dns-01'),
    caa('locked', '0 issue ;'),
    caa('strange', '128 tbs x', '0 issue letsencrypt.org'),
    caa('web', '0 issue letsencrypt.org; validationmethods=http-01'),
    caa('tame', '0 issue letsencrypt.org', '0 issuewild ;'),
  ];
  return {
    ...world,
    zones: world.zones.map((zone) =>
      zone.name === 'example.com'
        ? { ...zone, recordSets: [...zone.recordSets, ...recordSets] }
        : zone,
    ),
  };
}

function caa(name: string, ...texts: readonly string[]): InitialRecordSet {
  const records = texts.map((text) => {
    const [flags, tag = '', ...value] = text.split(' ');
    return { flags: Number(flags), tag, value: value.join(' ') };
  });
  return { name, type: 'CAA', ttl: 3600, records };
}
