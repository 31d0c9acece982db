import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choosePlace, choosePlaces } from '../../../src/app/choose-places.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { Inventory } from '../../../src/domain/inventory.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';
import type { DnsZone } from '../../../src/domain/txt-record-sets.ts';
import { FakeDns } from './fake-dns.ts';
import { Wire } from './wire.ts';

const { signal } = new AbortController();

const RECORD = '_acme-challenge.example.com';

/** The places for `example.com` where CNAMEs are as given. */
async function placesWith(cnameChain: NameServers['cnameChain']) {
  const dns = new FakeDns(['example.com', 'example.org'], new Wire());
  const services = {
    inventory: dns.inventoryWith([]),
    nameServers: { ...dns.nameServers, cnameChain },
  };
  const { places } = await choosePlaces(services, ['example.com', '*.example.com'], signal);
  return places.map(({ record, zoneId, name }) => [record, zoneId, name]);
}

describe('the place of a challenge', () => {
  it('is the record itself where it is no CNAME', async () => {
    const places = await placesWith((record) => Promise.resolve([record]));
    assert.deepEqual(places, [[RECORD, '/zones/example.com', '_acme-challenge']]);
  });

  it('is where its CNAMEs lead to', async () => {
    const chain = [RECORD, 'hop.example.net', 'acme.example.org'];
    const places = await placesWith(() => Promise.resolve(chain));
    assert.deepEqual(places, [[RECORD, '/zones/example.org', 'acme']]);
  });

  it('is nowhere when no zone holds the end of its CNAMEs', async () => {
    await assert.rejects(
      placesWith(() => Promise.resolve([RECORD, 'acme.example.net'])),
      new CertError('ZoneNotFound', {
        name: 'acme.example.net',
        visibleZones: 2,
        aliasOf: RECORD,
      }),
    );
  });

  it('is the record itself where nobody can be asked for CNAMEs', async () => {
    const unreachable = new CertError('NameServersUnreachable', { record: RECORD, servers: [] });
    const places = await placesWith(() => Promise.reject(unreachable));
    assert.deepEqual(places, [[RECORD, '/zones/example.com', '_acme-challenge']]);
  });

  for (const [what, early] of [
    ['was missing', []],
    ['had other name servers', ['ns1.before.example']],
  ] as const) {
    it(`is in a zone that is so new that it ${what} in the usual listing`, async () => {
      const dns = new FakeDns(['example.com'], new Wire());
      const asked: boolean[] = [];
      const zones: Inventory['zones'] = (_signal, { fresh = false } = {}) => {
        asked.push(fresh);
        const before = dns.zones.map((zone) => ({ ...zone, nameServers: early }));
        return Promise.resolve(fresh ? dns.zones : early.length > 0 ? before : []);
      };
      const inventory = { ...dns.inventoryWith([]), zones };
      const services = { inventory, nameServers: dns.nameServers };
      const { places } = await choosePlaces(services, ['example.com'], signal);
      assert.equal(places[0]?.zoneId, '/zones/example.com');
      assert.deepEqual(asked, [false, true]);
    });
  }

  describe('whose zone is in another tenant', () => {
    const dns = new FakeDns(['example.com', 'example.org'], new Wire());
    const [own, abroad] = dns.zones.map((zone) => [zone]);
    assert.ok(own && abroad);
    const there = abroad.map((zone) => ({ ...zone, tenantId: 'guest' }));
    const locked = { id: 'locked', name: 'Locked', reason: '' };

    /** What was asked for, and what came of it. */
    async function chosenFor(name: string, elsewhere: typeof there) {
      const asked: string[] = [];
      const inventory: Inventory = {
        ...dns.inventoryWith([]),
        zones: (_signal, { fresh = false } = {}) => {
          asked.push(fresh ? 'fresh' : 'own');
          return Promise.resolve(own ?? []);
        },
        zonesElsewhere: () => {
          asked.push('elsewhere');
          return Promise.resolve({ zones: elsewhere, unseen: [locked] });
        },
      };
      const services = { inventory, nameServers: dns.nameServers };
      const result = await choosePlaces(services, [name, 'example.com'], signal).catch(
        (error: unknown) => error,
      );
      return { result, asked };
    }

    it('is there, with the tenant, and nothing new is asked for', async () => {
      const { result, asked } = await chosenFor('www.example.org', there);
      const { places } = result as Awaited<ReturnType<typeof choosePlaces>>;
      assert.deepEqual(
        places.map(({ zoneId, zoneTenant }) => [zoneId, zoneTenant]),
        [
          ['/zones/example.org', 'guest'],
          ['/zones/example.com', undefined],
        ],
      );
      assert.deepEqual(asked, ['own', 'elsewhere']);
    });

    it('is not looked for where all names are in the own tenant', async () => {
      const { asked } = await chosenFor('www.example.com', there);
      assert.deepEqual(asked, ['own']);
    });

    it('is not found where that tenant cannot be looked at, which is named', async () => {
      const { result, asked } = await chosenFor('www.example.org', []);
      const facts = { name: '_acme-challenge.www.example.org', visibleZones: 1, unseen: [locked] };
      assert.deepEqual(result, new CertError('ZoneNotFound', facts));
      assert.deepEqual(asked, ['own', 'elsewhere', 'fresh']);
    });
  });

  describe('whose zone was given by hand', () => {
    const dns = new FakeDns(['example.com', 'example.org'], new Wire());
    const [own, other] = dns.zones;
    assert.ok(own && other);
    const byHand = { ...other, id: '/by-hand/example.org' };
    const unread = { ...byHand, nameServers: undefined };
    const forbidden = new CertError('ArmForbidden', { action: 'a', scope: 's', message: '' });

    const chosenFrom = (name: string, inventory: Partial<Inventory>) =>
      choosePlaces(
        {
          inventory: {
            ...dns.inventoryWith([]),
            zones: () => Promise.resolve([own]),
            ...inventory,
          },
          nameServers: dns.nameServers,
        },
        [name, 'example.com'],
        signal,
      );
    const given = (zone: DnsZone): Partial<Inventory> => ({
      zonesGiven: () => Promise.resolve({ zones: [zone], absent: [] }),
    });
    const never = (): Promise<never> => Promise.reject(new Error('not to be asked'));

    it('is there like one that is listed, where it may be read', async () => {
      const { places, onWord } = await chosenFrom('www.example.org', {
        ...given(byHand),
        zonesElsewhere: never,
      });
      assert.deepEqual([places[0]?.zoneId, places[1]?.zoneId], [byHand.id, own.id]);
      assert.deepEqual(onWord, []);
    });

    it('is there on that word where it may not be read, with the usual limit', async () => {
      const { places, onWord, unconfirmed } = await chosenFrom('www.example.org', given(unread));
      assert.deepEqual([places[0]?.zoneId, places[0]?.recordLimit], [unread.id, 20]);
      assert.deepEqual([onWord, unconfirmed], [['example.org'], []]);
    });

    it('is not there on that word where another tenant has the delegated one', async () => {
      const abroad = { ...other, id: '/abroad/example.org', tenantId: 'guest' };
      const { places, onWord } = await chosenFrom('www.example.org', {
        ...given(unread),
        zonesElsewhere: () => Promise.resolve({ zones: [abroad], unseen: [] }),
      });
      assert.deepEqual([places[0]?.zoneId, onWord], [abroad.id, []]);
    });

    it('costs nothing more where the names are in zones that are listed', async () => {
      const { onWord } = await chosenFrom('www.example.com', {
        ...given(unread),
        zonesElsewhere: never,
      });
      assert.deepEqual(onWord, []);
    });

    it('does where nobody may list zones', async () => {
      const { places } = await chosenFrom('example.com', {
        ...given({ ...own, nameServers: undefined }),
        zones: () => Promise.reject(forbidden),
      });
      assert.equal(places[0]?.zoneId, own.id);
    });

    it('hides that refusal from none that it does not hold', async () => {
      const refused = { zones: () => Promise.reject(forbidden) };
      await assert.rejects(chosenFrom('www.example.org', { ...given(own), ...refused }), forbidden);
      await assert.rejects(chosenFrom('example.com', refused), forbidden);
    });

    it('hides no failure of the network', async () => {
      const offline = new CertError('HostUnreachable', { host: 'h', reason: 'r' });
      const zones = () => Promise.reject(offline);
      await assert.rejects(chosenFrom('example.com', { ...given(own), zones }), offline);
    });

    it('is named where there is nothing', async () => {
      const zonesGiven = () => Promise.resolve({ zones: [], absent: ['/gone'] });
      const facts = { name: '_acme-challenge.example.org', visibleZones: 1, absent: ['/gone'] };
      await assert.rejects(
        chosenFrom('example.org', { zonesGiven }),
        new CertError('ZoneNotFound', facts),
      );
    });
  });

  it('is refused where its CNAMEs lead in a circle', async () => {
    const loop = new CertError('CnameLoop', { record: RECORD, chain: [RECORD, RECORD] });
    await assert.rejects(
      placesWith(() => Promise.reject(loop)),
      loop,
    );
  });
});

describe('the place of one name', () => {
  const dns = new FakeDns(['example.com'], new Wire());
  const services = { inventory: dns.inventoryWith([]), nameServers: dns.nameServers };

  it('is told as it was typed, and that it was confirmed', async () => {
    const { place, confirmed } = await choosePlace(services, '*.Example.com.', signal);
    assert.deepEqual(
      [place.record, place.zoneName, place.name, confirmed],
      [RECORD, 'example.com', '_acme-challenge', true],
    );
  });

  it('is not confirmed where no name server could be asked', async () => {
    const delegation = () => Promise.resolve(undefined);
    const silent = { ...services, nameServers: { ...dns.nameServers, delegation } };
    assert.equal((await choosePlace(silent, 'example.com', signal)).confirmed, false);
  });

  for (const [name, code] of [
    ['a_b.example.com', 'InvalidDnsName'],
    ['example.org', 'ZoneNotFound'],
  ] as const) {
    it(`is refused for ${name}: ${code}`, async () => {
      await assert.rejects(choosePlace(services, name, signal), (error) =>
        isCertError(error, code),
      );
    });
  }
});
