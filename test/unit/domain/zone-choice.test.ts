import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../src/domain/errors.ts';
import type { DnsZone } from '../../../src/domain/txt-record-sets.ts';
import { candidateZones, chooseZone, possibleCuts } from '../../../src/domain/zone-choice.ts';

function zone(name: string, id = name, nameServers = [`ns1.${id}.azure`]): DnsZone {
  const place = { subscriptionId: 'sub', resourceGroup: 'group' };
  return { id, name, nameServers, recordLimit: 20, ...place };
}

const PARENT = zone('example.com');
const CHILD = zone('dev.example.com');
const RECORD = '_acme-challenge.www.dev.example.com';

describe('candidateZones', () => {
  it('are those that end the name at a label, longest first', () => {
    const zones = [PARENT, zone('ample.com'), CHILD, zone('com'), zone('other.example.com')];
    const names = candidateZones(RECORD, zones).map(({ name }) => name);
    assert.deepEqual(names, ['dev.example.com', 'example.com', 'com']);
  });

  it('put zones of the same name next to each other, always in the same order', () => {
    const first = zone('example.com', '/a');
    const second = zone('example.com', '/b');
    const ids = (zones: DnsZone[]) => candidateZones(RECORD, zones).map(({ id }) => id);
    assert.deepEqual(ids([second, CHILD, first]), [CHILD.id, '/a', '/b']);
    assert.deepEqual(ids([first, CHILD, second]), [CHILD.id, '/a', '/b']);
  });
});

describe('possibleCuts', () => {
  it('are the names above the record, up to the topmost zone that could hold it', () => {
    const names = ['www.dev.example.com', 'dev.example.com', 'example.com'];
    assert.deepEqual(possibleCuts(RECORD, [PARENT, CHILD, zone('example.org')]), names);
    assert.deepEqual(possibleCuts(RECORD, [CHILD]), names.slice(0, 2));
    assert.deepEqual(possibleCuts(RECORD, [zone('example.org')]), []);
  });

  it('have the record itself only where there is a zone of that name', () => {
    assert.deepEqual(possibleCuts(RECORD, [zone(RECORD)]), [RECORD]);
  });
});

describe('chooseZone', () => {
  const delegated = (...zones: DnsZone[]) =>
    new Map<string, readonly string[] | undefined>(zones.map((z) => [z.name, z.nameServers]));

  it('takes the longest zone that is delegated to its own servers', () => {
    assert.deepEqual(chooseZone(RECORD, [PARENT, CHILD], delegated(PARENT, CHILD)), {
      zone: CHILD,
      nameServers: CHILD.nameServers,
      confirmed: true,
    });
  });

  it('passes over a zone that was prepared and never delegated', () => {
    const delegations = delegated(PARENT).set(CHILD.name, []);
    assert.equal(chooseZone(RECORD, [PARENT, CHILD], delegations).zone, PARENT);
  });

  it('takes none above a name that is delegated to somebody else', () => {
    const found = ['ns.elsewhere.example'];
    const delegations = delegated(PARENT).set(CHILD.name, found);
    const refusal = (expected: readonly string[]) =>
      new CertError('ZoneNotDelegated', { name: RECORD, zone: CHILD.name, expected, found });
    assert.throws(
      () => chooseZone(RECORD, [PARENT, CHILD], delegations),
      refusal(CHILD.nameServers),
    );
    assert.throws(() => chooseZone(RECORD, [PARENT], delegations), refusal([]));
  });

  it('lets names between the record and the zone be that are no cuts, or are unknown', () => {
    const delegations = delegated(PARENT);
    for (const between of [[], undefined]) {
      delegations.set('www.dev.example.com', between).set(CHILD.name, between);
      assert.equal(chooseZone(RECORD, [PARENT], delegations).zone, PARENT);
    }
  });

  it('tells duplicates of one name apart by the servers of the delegation', () => {
    const stale = zone('example.com', '/a', ['ns1-01.azure', 'ns2-01.azure']);
    const live = zone('example.com', '/b', ['ns1-07.azure', 'ns2-07.azure']);
    const chosen = chooseZone(RECORD, [stale, live], delegated(live));
    assert.equal(chosen.zone, live);
    assert.deepEqual(chosen.nameServers, live.nameServers);
  });

  it('asks the servers of the delegation, which may be more than Azure names', () => {
    const both = [...PARENT.nameServers, 'ns.secondary.example'];
    const chosen = chooseZone(RECORD, [PARENT], new Map([[PARENT.name, both]]));
    assert.deepEqual(chosen.nameServers, both);
  });

  for (const [why, delegations] of [
    ['was not asked', new Map<string, undefined>()],
    ['could not be asked', new Map([[CHILD.name, undefined]])],
  ] as const) {
    it(`takes the longest, unconfirmed, where the delegation ${why}`, () => {
      assert.deepEqual(chooseZone(RECORD, [PARENT, CHILD], delegations), {
        zone: CHILD,
        nameServers: CHILD.nameServers,
        confirmed: false,
      });
    });
  }

  it('fails with ZoneNotFound where no zone could hold the name', () => {
    assert.throws(
      () => chooseZone(RECORD, [zone('example.org')], new Map()),
      new CertError('ZoneNotFound', { name: RECORD, visibleZones: 1 }),
    );
  });

  it('fails with ZoneNotDelegated at the longest zone where nobody is delegated at all', () => {
    const delegations = new Map([CHILD, PARENT].map(({ name }) => [name, []]));
    assert.throws(
      () => chooseZone(RECORD, [PARENT, CHILD], delegations),
      new CertError('ZoneNotDelegated', {
        name: RECORD,
        zone: CHILD.name,
        expected: CHILD.nameServers,
        found: [],
      }),
    );
  });
});
