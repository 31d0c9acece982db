import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { World } from '../../sandbox/world.ts';
import { issuedBy } from './answers.ts';
import { azureCaller, txtUrl } from './azure-caller.ts';
import { startBusyStranger } from './busy-stranger.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { seededCertificate } from './seeded.ts';

const VAULT = 'contoso-prod';
const PARENT = 'example.com';
const ZONE = 'example.org';
const RECORD = 'acme';
const TAGS = { 'kvcert-ca': 'letsencrypt profile=tlsserver' };

/** Each with a wildcard: sixty values go through one record set that holds twenty. */
const NAMES = Array.from({ length: 30 }, (_, index) => `crowd-${String(index).padStart(2, '0')}`);
const certificates = await Promise.all(
  NAMES.map((name) => {
    const dnsNames = [`${name}.${PARENT}`, `*.${name}.${PARENT}`];
    return seededCertificate(name, { from: -70, to: 20 }, TAGS, dnsNames);
  }),
);

interface Row {
  readonly name: string;
  readonly outcome: string;
  readonly errorCode: string | null;
}

describe('a TXT record set that holds twenty values', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCrowd });
  });
  after(() => world.close());

  it('serves thirty issuances of three machines, ten at a time each, beside a stranger', async () => {
    const zone = world.ready.zones.find(({ name }) => name === ZONE);
    assert.ok(zone);
    const place = { zoneId: zone.id, record: RECORD };
    const stranger = startBusyStranger(azureCaller(world.ready, 'stranger'), place);
    const machines = await Promise.all([0, 10, 20].map(() => world.anotherMachine()));
    let most = 0;
    const watch = setInterval(() => {
      void valuesThere(world).then((count) => (most = Math.max(most, count)));
    }, 250);
    const ended = await Promise.all(
      machines.map((env, machine) => {
        const names = NAMES.slice(machine * 10, machine * 10 + 10);
        const targets = names.map((name) => `${VAULT}/${name}`);
        const how = ['--key', 'ec-p256', '--agree-terms', '--output', 'json'];
        return world.runIn(env, 'renew', ...targets, ...how);
      }),
    );
    clearInterval(watch);
    await stranger.stop();

    const rows = ended.flatMap(({ stdout, stderr, code }) => {
      assert.equal(code, 0, `${stdout}\n${stderr}`);
      return JSON.parse(stdout) as Row[];
    });
    assert.deepEqual(
      rows.map(({ name, outcome }) => `${name} ${outcome}`).toSorted(),
      NAMES.map((name) => `${name} renewed`),
    );
    for (const name of NAMES) {
      const { versions } = await world.control.certificate(VAULT, name);
      assert.equal(versions.length, 2, name);
    }
    assert.ok(stranger.changes > 5, `the stranger has changed the set ${stranger.changes} times`);
    assert.ok(most > 15, `it has held no more than ${most} values`);
    const waits = ended.map(({ stderr }) => stderr.includes('waits for room'));
    assert.ok(waits.includes(true), 'somebody has waited');
    const strangers = stranger.values.map((value) => ({ zone: ZONE, record: RECORD, value }));
    await assertNothingLeft(world, { strangers });
    for (const env of machines) {
      const journal = join(env['XDG_STATE_HOME'] ?? '', 'kvcert', 'operations');
      assert.deepEqual(await readdir(journal).catch(() => []), []);
    }
  });

  it('serves an order with more names than that, in turns', async () => {
    const zone = world.ready.zones.find(({ name }) => name === ZONE);
    assert.ok(zone);
    // What the CA may remember of the set is over soon.
    await azureCaller(world.ready, 'stranger').ask('PUT', txtUrl(zone.id, RECORD), {
      properties: { TTL: 2, TXTRecords: [{ value: ['theirs'] }] },
    });
    const names = NAMES.slice(0, 25).map((name) => `${name}.${PARENT}`);
    const ended = await world.run(
      ...['create', `${VAULT}/many`, ...names.flatMap((name) => ['--dns', name])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );
    const { dnsNames, steps } = issuedBy(ended);
    assert.deepEqual(dnsNames, names);
    assert.equal(steps.filter(({ name }) => name === 'publish').length, 2);
    const strangers = [{ zone: ZONE, record: RECORD, value: 'theirs' }];
    await assertNothingLeft(world, { strangers });
  });
});

async function valuesThere(world: ProductWorld): Promise<number> {
  const { zones } = await world.control.state();
  const zone = zones.find(({ name }) => name === ZONE);
  return zone?.recordSets.find(({ name }) => name === RECORD)?.values.length ?? 0;
}

/** Thirty certificates whose challenges are all handed on to one name of another zone. */
function withCrowd(world: World): World {
  return {
    ...world,
    vaults: world.vaults.map((vault) =>
      vault.name === VAULT ? { ...vault, certificates } : vault,
    ),
    zones: world.zones.map((zone) => {
      if (zone.name !== PARENT) return zone;
      const aliases = NAMES.map((name) => ({
        ...{ name: `_acme-challenge.${name}`, type: 'CNAME' as const, ttl: 3600 },
        records: [{ cname: `${RECORD}.${ZONE}.` }],
      }));
      return { ...zone, recordSets: [...zone.recordSets, ...aliases] };
    }),
  };
}
