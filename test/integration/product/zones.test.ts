import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { zoneId, type World, type WorldZone } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

describe('the zone for a name', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withMoreZones });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = (name: string, ...names: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );
  /** Issues and returns `resource group/zone/record set` of every TXT record set that was written. */
  const writtenFor = async (name: string, ...names: readonly string[]) => {
    const { result, log } = await requestsDuring(world.control, () => create(name, ...names));
    issuedBy(result);
    return log
      .filter(({ method, path }) => method === 'PUT' && path.includes('/TXT/'))
      .map(({ path }) => /resourceGroups\/([^/]+)\/.*\/dnsZones\/(.+)\/TXT\/([^?]+)/i.exec(path))
      .map((match) => match?.slice(1).join('/'))
      .toSorted();
  };
  const refused = async (errorCode: string, ...names: readonly string[]) => {
    const { result, log } = await requestsDuring(world.control, () => create('none', ...names));
    const refusal = refusalOf(result, 1, errorCode);
    assert.deepEqual(changes(log), []);
    return refusal;
  };

  it('is refused where there is none, and nothing is touched', async () => {
    const { details, remedies } = await refused('ZoneNotFound', 'www.example.com', 'www.none.net');
    assert.equal(details['name'], '_acme-challenge.www.none.net');
    assert.ok(remedies.length > 0);
  });

  it('is not that of a name that only ends alike', async () => {
    await refused('ZoneNotFound', 'notexample.com');
  });

  it('is refused where it is not delegated, and says to which servers it should be', async () => {
    const { details, message } = await refused('ZoneNotDelegated', 'www.undelegated.net');
    assert.deepEqual(details['expected'], ['ns1-05.azure-dns.com', 'ns2-05.azure-dns.net']);
    assert.deepEqual(details['found'], []);
    assert.match(message, /nobody is delegated for it/);
  });

  it('is refused where it is delegated to somebody else', async () => {
    const { details } = await refused('ZoneNotDelegated', 'www.elsewhere.net');
    assert.deepEqual(details['found'], ['ns1-09.azure-dns.com', 'ns2-09.azure-dns.net']);
  });

  it('is not the parent where a name between was delegated to a zone that nobody sees', async () => {
    const { details, message, remedies } = await refused(
      'ZoneNotDelegated',
      'www.away.example.com',
    );
    assert.equal(details['zone'], 'away.example.com');
    assert.deepEqual(details['found'], ['ns1-10.azure-dns.com', 'ns2-10.azure-dns.net']);
    assert.match(message, /away\.example\.com.*ns1-10\.azure-dns\.com/);
    assert.match(message, /no Azure DNS zone/);
    assert.equal(remedies.length, 2);
  });

  it('is the delegated one of several with the same name', async () => {
    assert.deepEqual(await writtenFor('twins', 'www.example.com', 'www.example.org'), [
      'dns-dev/example.org/_acme-challenge.www',
      'dns/example.com/_acme-challenge.www',
    ]);
  });

  it('is the parent where a child was prepared and never delegated', async () => {
    assert.deepEqual(await writtenFor('prepared', 'www.prepared.example.com'), [
      'dns/example.com/_acme-challenge.www.prepared',
    ]);
  });

  it('is where CNAMEs of the challenge records lead to, once for those that lead alike', async () => {
    const names = ['one.alias.example.com', 'two.alias.example.com', 'alias.example.com'];
    assert.deepEqual(await writtenFor('aliases', ...names), [
      'dns-dev/example.org/acme',
      'dns/example.com/_acme-challenge.alias',
    ]);
  });

  it('is refused where it does not hold what a CNAME leads to', async () => {
    const { details, message } = await refused('ZoneNotFound', 'three.alias.example.com');
    assert.equal(details['name'], 'acme.none.net');
    assert.match(message, /_acme-challenge\.three\.alias\.example\.com/);
  });

  it('is found, as the vault is, although Resource Graph does not know them yet', async () => {
    const body = { totalRecords: 0, count: 0, data: [], facets: [], resultTruncated: 'false' };
    const match = { path: '/Microsoft.ResourceGraph/' };
    await world.control.fault({ kind: 'fail', match, status: 200, body });
    assert.deepEqual(await writtenFor('lagging', 'www.example.com'), [
      'dns/example.com/_acme-challenge.www',
    ]);
  });

  it('is the child of the record itself where that was delegated', async () => {
    assert.deepEqual(await writtenFor('own', 'own.example.com'), [
      'dns-dev/_acme-challenge.own.example.com/@',
    ]);
  });
});

/**
 * `example.com` a second time in a resource group that sorts before, `example.org` in one that
 * sorts behind; zones that nobody delegates, or to others; a zone for one challenge record alone.
 */
function withMoreZones(world: World): World {
  const [example, , exampleOrg] = world.zones;
  assert.ok(example && exampleOrg);
  const groups = ['aaa', 'zzz'].map((name) => ({ name, location: 'westeurope' }));
  const more = (name: string, pool: string, place: Partial<WorldZone> = {}): WorldZone => ({
    ...example,
    resourceGroup: 'aaa',
    name,
    nameServers: [`ns1-${pool}.azure-dns.com.`, `ns2-${pool}.azure-dns.net.`],
    registered: false,
    recordSets: [],
    ...place,
  });
  const own = more('_acme-challenge.own.example.com', '06', {
    subscriptionId: exampleOrg.subscriptionId,
    resourceGroup: exampleOrg.resourceGroup,
  });
  /** In a subscription that nobody here can see: a registry, and domains that are somebody else's. */
  const unseen = { subscriptionId: '33333333-0a0a-4b0b-8c0c-000000000003', registered: true };
  const away = more('away.example.com', '10', { ...unseen, registered: false });
  const foreign = [more('net', '08', unseen), more('elsewhere.net', '09', unseen), away];
  const delegation = (name: string, { nameServers }: WorldZone) => {
    const records = nameServers.map((nsdname) => ({ nsdname }));
    return { name, type: 'NS' as const, ttl: 3600, records };
  };
  const cname = (name: string, target: string) => {
    return { name, type: 'CNAME' as const, ttl: 3600, records: [{ cname: target }] };
  };
  const parent: WorldZone = {
    ...example,
    recordSets: [
      ...example.recordSets,
      delegation('_acme-challenge.own', own),
      delegation('away', away),
      cname('_acme-challenge.one.alias', 'acme.example.org'),
      cname('_acme-challenge.two.alias', 'acme.example.org'),
      cname('_acme-challenge.three.alias', 'acme.none.net'),
    ],
  };
  return {
    ...world,
    subscriptions: [
      ...world.subscriptions.map((subscription) => ({
        ...subscription,
        resourceGroups: [...subscription.resourceGroups, ...groups],
      })),
      { id: unseen.subscriptionId, displayName: 'Fabrikam', resourceGroups: groups },
    ],
    principals: world.principals.map((principal) => ({
      ...principal,
      roles: [
        ...principal.roles,
        { role: 'DNS Zone Contributor', scope: zoneId(own).toLowerCase() },
      ],
    })),
    zones: [
      more('example.com', '04'),
      parent,
      ...world.zones.slice(1),
      more('example.org', '04', { resourceGroup: 'zzz' }),
      more('prepared.example.com', '05'),
      more('undelegated.net', '05'),
      more('elsewhere.net', '05'),
      own,
      ...foreign,
    ],
  };
}
