/** Zones given by their resource ids, for people whose rights end at a record set. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { FABRIKAM } from '../../sandbox/other-tenants.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import type { Principal, RoleAssignment } from '../../sandbox/principals.ts';
import { assign } from '../../sandbox/world-parts.ts';
import { vaultId, zoneId, type World, type WorldZone } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';

/** In Contoso's production: `dns` holds the delegated `example.com`, `aaa` one that nobody delegates. */
const GROUPS = '/subscriptions/11111111-0a0a-4b0b-8c0c-000000000001/resourceGroups';
const ZONES = 'providers/Microsoft.Network/dnsZones';
const DELEGATED = `${GROUPS}/dns/${ZONES}/example.com`;
const TWIN = `${GROUPS}/aaa/${ZONES}/example.com`;
const PREPARED = `${GROUPS}/aaa/${ZONES}/prepared.example.com`;
const MISSING = `${GROUPS}/none/${ZONES}/missing.example`;

describe('a zone given by hand', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withNarrowRights });
  });
  after(() => world.close());
  afterEach(async () => {
    await world.control.clearFaults();
    await assertNothingLeft(world);
  });

  const args = (name: string, dnsName: string) => [
    ...[`${VAULT}/${name}`, '--dns', dnsName, '--key', 'ec-p256', '--profile', 'tlsserver'],
    ...['--agree-terms', '--output', 'json'],
  ];
  const createAs = (who: string, name: string, ...more: readonly string[]) =>
    world.runIn(world.envOf(who), 'create', ...args(name, 'www.example.com'), ...more);
  const refusedAtOnce = async (code: string, work: () => Promise<Ended>) => {
    const { result, log } = await requestsDuring(world.control, work);
    const refusal = refusalOf(result, 1, code);
    assert.deepEqual(changes(log), []);
    return refusal;
  };

  describe('to somebody who may write one record set and lists no zone', () => {
    it('is refused without it, and the remedy names it', async () => {
      const { details, remedies } = await refusedAtOnce('ZoneNotFound', () =>
        createAs('one-record', 'without'),
      );
      assert.deepEqual(details, { name: '_acme-challenge.www.example.com', visibleZones: 0 });
      const texts = remedies.map(({ text }) => text);
      assert.ok(
        texts.some((text) => text.includes('--zone or KVCERT_DNS_ZONES')),
        JSON.stringify(texts),
      );
    });

    it('is issued for with it, whatever lists show, and said to be on his word', async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        createAs('one-record', 'with', '--zone', DELEGATED.replace('Zones', 'ZONES')),
      );
      issuedBy(result);
      assert.deepEqual(zonesWritten(log), ['dns/example.com']);
      assert.match(result.stderr, /may not read the zone example\.com, which was given by hand/);
    });

    it('holds for renewals by name and by date, from the environment', async () => {
      const who = world.envOf('one-record');
      const env = { ...who, KVCERT_DNS_ZONES: ` ${PREPARED}, ${DELEGATED} ` };
      issuedBy(await world.runIn(env, 'create', ...args('kept', 'www.example.com')));
      issuedBy(await world.runIn(env, 'renew', `${VAULT}/kept`, '--output', 'json'));
      const due = ['renew', '--due', '--vault', VAULT, '--within', '99', '--output', 'json'];
      const without = await world.runIn(who, ...due);
      assert.equal(without.code, 1, without.stdout);
      assert.match(without.stdout, /ZoneNotFound/);
      const ended = await world.runIn(env, ...due);
      assert.equal(ended.code, 0, ended.stdout);
      assert.match(ended.stdout, /"kept"/);
    });

    it('is unknown to preflight, which finds the rights on the record set', async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        world.runIn(
          world.envOf('one-record'),
          ...['preflight', ...args('looked', 'www.example.com'), '--zone', DELEGATED],
        ),
      );
      assert.equal(result.code, 0, result.stdout);
      assert.deepEqual(changes(log), []);
      const checks = checksOf(result);
      assert.deepEqual(checks.get('zones')?.finding, {
        kind: 'zones-on-word',
        zones: ['example.com'],
      });
      assert.equal(checks.get('zones')?.verdict, 'unknown');
      assert.equal(checks.get('zone-rights')?.verdict, 'ok');
      assert.equal(checks.get('caa')?.verdict, 'ok');
    });

    it('is refused before anybody is asked to issue where he may not read the record set', async () => {
      const { details } = await refusedAtOnce('ArmForbidden', () =>
        createAs('one-record', 'elsewhere', '--zone', TWIN),
      );
      assert.equal(details['action'], 'Microsoft.Network/dnsZones/TXT/read');
    });

    it('is refused where the public DNS has no zone of its name', async () => {
      const { message, details } = await refusedAtOnce('ZoneNotDelegated', () =>
        world.runIn(
          world.envOf('one-record'),
          ...['create', ...args('prepared', 'www.prepared.example.com'), '--zone', PREPARED],
        ),
      );
      assert.match(message, /^The zone prepared\.example\.com, which was given by hand/);
      assert.deepEqual([details['expected'], details['found']], [[], []]);
    });
  });

  it('that is another than the delegated one of its name is refused where it may be read', async () => {
    const { details } = await refusedAtOnce('ZoneNotDelegated', () =>
      createAs('reads-twin', 'misled', '--zone', TWIN),
    );
    assert.deepEqual(details['expected'], ['ns1-04.azure-dns.com', 'ns2-04.azure-dns.net']);
    assert.deepEqual(details['found'], ['ns1-01.azure-dns.com', 'ns2-01.azure-dns.net']);
  });

  it('gives way to the delegated one, where that is seen', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      createAs('blind-to-twin', 'given-way', '--zone', TWIN),
    );
    issuedBy(result);
    assert.deepEqual(zonesWritten(log), ['dns/example.com']);
    assert.doesNotMatch(result.stderr, /given by hand/);
  });

  it('that does not exist is told', async () => {
    const { message, details } = await refusedAtOnce('ZoneNotFound', () =>
      world.run('create', ...args('missing', 'www.missing.example'), '--zone', MISSING),
    );
    assert.deepEqual(details['absent'], [MISSING]);
    assert.ok(message.includes(`it does not exist: ${MISSING}.`), message);
  });

  describe('where lists of zones are refused', () => {
    beforeEach(async () => {
      const message = `The client does not have authorization to perform action 'read' over scope '/subscriptions' or the scope is invalid.`;
      const body = { error: { code: 'AuthorizationFailed', message } };
      for (const path of ['Microsoft.ResourceGraph', 'Microsoft.Network/dnszones\\?']) {
        const match = { api: 'arm', path } as const;
        await world.control.fault({ kind: 'fail', status: 403, count: 99, body, match });
      }
    });

    it('is enough to issue', async () => {
      await refusedAtOnce('ZoneNotFound', () => createAs('operator', 'no-lists'));
      issuedBy(await createAs('operator', 'no-lists', '--zone', DELEGATED));
    });

    it('is looked through for leftovers', async () => {
      const look = (zone: string) => world.run('leftovers', '--zone', zone, '--output', 'json');
      refusalOf(await look('example.com'), 1, 'ZoneNotFound');
      const ended = await look(DELEGATED);
      assert.equal(ended.code, 0, ended.stdout);
      assert.equal((JSON.parse(ended.stdout) as { readonly zones: number }).zones, 1);
    });
  });

  it('is opened with tokens of the tenant that its subscription trusts', async () => {
    const env = { ...world.envOf('one-record'), AZURE_ADDITIONALLY_ALLOWED_TENANTS: '*' };
    const name = `www.${FABRIKAM.zone.name}`;
    const zone = zoneId(FABRIKAM.zone);
    const refusal = refusalOf(
      await world.runIn(env, 'create', ...args('abroad', name)),
      1,
      'ZoneNotFound',
    );
    assert.equal(refusal.details['visibleZones'], 0);
    const { result, log } = await requestsDuring(world.control, () =>
      world.runIn(env, 'create', ...args('abroad', name), '--zone', zone),
    );
    issuedBy(result);
    assert.deepEqual(zonesWritten(log), [`dns/${FABRIKAM.zone.name}`]);
  });
});

interface Check {
  readonly check: string;
  readonly verdict: string;
  readonly finding: object;
}

function checksOf({ stdout }: Ended): ReadonlyMap<string, Check> {
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Check[] };
  return new Map(checks.map((each) => [each.check, each]));
}

/** `resource group/zone` of every TXT record set that was written. */
function zonesWritten(log: readonly LogEntry[]): readonly string[] {
  const zones = log
    .filter(({ method }) => method === 'PUT')
    .flatMap(({ path }) => {
      const [, group, zone] =
        /resourceGroups\/([^/]+)\/.*\/dnsZones\/([^/]+)\/TXT\//i.exec(path) ?? [];
      return zone === undefined ? [] : [`${group ?? ''}/${zone}`];
    });
  return [...new Set(zones)].toSorted();
}

/** People who see the vault alone, and what each line says. */
function withNarrowRights(world: World): World {
  const [vault] = world.vaults;
  const [example] = world.zones;
  assert.ok(vault && example);
  const inVault = [
    assign('Reader', vaultId(vault)),
    assign('Key Vault Certificates Officer', vaultId(vault)),
  ];
  const undelegated = (name: string): WorldZone => ({
    ...example,
    ...{ name, resourceGroup: 'aaa', registered: false, recordSets: [] },
    nameServers: ['ns1-04.azure-dns.com.', 'ns2-04.azure-dns.net.'],
  });
  const oneRecord = (zone: WorldZone): RoleAssignment =>
    assign('Contoso TXT Record Operator', `${zoneId(zone)}/TXT/_acme-challenge.www`);
  const twin = undelegated('example.com');
  return {
    ...world,
    subscriptions: world.subscriptions.map((each) => ({
      ...each,
      resourceGroups: [...each.resourceGroups, { name: 'aaa', location: 'westeurope' }],
    })),
    zones: [...world.zones, twin, undelegated('prepared.example.com')],
    principals: [
      ...world.principals,
      {
        ...person('one-record', '0031', [...inVault, oneRecord(example)]),
        admitted: [
          {
            tenantId: FABRIKAM.tenant.id,
            objectId: '0b1ec000-0000-4000-8000-000000000431',
            roles: [oneRecord(FABRIKAM.zone)],
          },
        ],
      },
      person('reads-twin', '0032', [...inVault, assign('DNS Zone Contributor', zoneId(twin))]),
      person('blind-to-twin', '0033', [
        ...inVault,
        assign('DNS Zone Contributor', zoneId(example)),
        oneRecord(twin),
      ]),
    ],
  };
}

function person(name: string, number: string, roles: readonly RoleAssignment[]): Principal {
  return {
    name,
    clientId: `c11e0000-0000-4000-8000-00000000${number}`,
    objectId: `0b1ec000-0000-4000-8000-00000000${number}`,
    clientSecret: `secret-of-${name}`,
    roles,
  };
}
