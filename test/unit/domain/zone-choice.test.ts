import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../src/domain/errors.ts';
import type { DnsZone } from '../../../src/domain/txt-record-sets.ts';
import { candidateZones, chooseZone, possibleCuts } from '../../../src/domain/zone-choice.ts';

type ReadZone = DnsZone & { readonly nameServers: readonly string[] };

function zone(name: string, id = name, nameServers = [`ns1.${id}.azure`]): ReadZone {
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
      onWord: false,
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
        onWord: false,
      });
    });
  }

  describe('of zones that were given by hand and may not be read', () => {
    const unread = (name: string, id = `by-hand/${name}`): DnsZone => ({
      ...zone(name, id),
      nameServers: undefined,
    });
    const [parent, child] = [unread(PARENT.name), unread(CHILD.name)];
    const elsewhere = ['ns.elsewhere.example'];
    type Delegations = Readonly<Record<string, readonly string[] | undefined>>;
    const table: readonly [
      why: string,
      zones: readonly DnsZone[],
      delegations: Delegations,
      chosen: DnsZone,
      how: { readonly confirmed: boolean; readonly onWord: boolean; readonly nameServers: unknown },
    ][] = [
      [
        'takes the one whose name is delegated, to whomever',
        [parent],
        { [PARENT.name]: elsewhere, [CHILD.name]: [] },
        parent,
        { confirmed: true, onWord: true, nameServers: elsewhere },
      ],
      [
        'prefers a zone of that name that is served from there',
        [parent, PARENT],
        { [PARENT.name]: PARENT.nameServers },
        PARENT,
        { confirmed: true, onWord: false, nameServers: PARENT.nameServers },
      ],
      [
        'does not prefer one that is served from elsewhere',
        [PARENT, parent],
        { [PARENT.name]: elsewhere },
        parent,
        { confirmed: true, onWord: true, nameServers: elsewhere },
      ],
      [
        'passes over one whose name nobody is delegated for',
        [child, PARENT],
        { [CHILD.name]: [], [PARENT.name]: PARENT.nameServers },
        PARENT,
        { confirmed: true, onWord: false, nameServers: PARENT.nameServers },
      ],
      [
        'takes the longest',
        [parent, child],
        { [CHILD.name]: elsewhere, [PARENT.name]: elsewhere },
        child,
        { confirmed: true, onWord: true, nameServers: elsewhere },
      ],
      [
        'takes the first of two that have one name',
        [unread(PARENT.name, 'z'), unread(PARENT.name, 'a')],
        { [PARENT.name]: elsewhere },
        unread(PARENT.name, 'z'),
        { confirmed: true, onWord: true, nameServers: elsewhere },
      ],
      [
        'takes one where nobody can be asked, and knows no servers',
        [parent],
        {},
        parent,
        { confirmed: false, onWord: true, nameServers: [] },
      ],
      [
        'prefers one that may be read where nobody can be asked',
        [parent, PARENT],
        {},
        PARENT,
        { confirmed: false, onWord: false, nameServers: PARENT.nameServers },
      ],
    ];
    for (const [why, zones, delegations, chosen, how] of table) {
      it(why, () => {
        const choice = chooseZone(RECORD, zones, new Map(Object.entries(delegations)));
        assert.deepEqual(choice, { zone: chosen, ...how });
      });
    }

    it('takes none above a name that is delegated to somebody else', () => {
      const delegations = new Map([
        [CHILD.name, elsewhere],
        [PARENT.name, PARENT.nameServers],
      ]);
      const facts = { name: RECORD, zone: CHILD.name, expected: [], found: elsewhere };
      assert.throws(
        () => chooseZone(RECORD, [parent], delegations),
        new CertError('ZoneNotDelegated', facts),
      );
    });

    it('fails where nobody is delegated for its name', () => {
      const facts = { name: RECORD, zone: CHILD.name, expected: [], found: [] };
      assert.throws(
        () => chooseZone(RECORD, [child], new Map([[CHILD.name, []]])),
        new CertError('ZoneNotDelegated', facts),
      );
    });

    it('counts none among those that are seen', () => {
      assert.throws(
        () => chooseZone(RECORD, [unread('example.org')], new Map()),
        new CertError('ZoneNotFound', { name: RECORD, visibleZones: 0 }),
      );
    });
  });

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
