/** The vault in one tenant, the zone of the name in another: an application's way, and a guest's. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { FABRIKAM, LOCKED } from '../../sandbox/other-tenants.ts';
import { assign, zone } from '../../sandbox/world-parts.ts';
import { zoneId, type World } from '../../sandbox/world.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { clientOf } from './client.ts';
import { endAll, killAt } from './interruption.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const THERE = FABRIKAM.tenant.id;

/** Of a name that two zones have: the delegated one is the other tenant's. */
const NAMESAKE = 'namesake.example';

describe('names in zones of another tenant', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withAdmission });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const naming = (...tenants: readonly string[]): Environment => ({
    ...world.env,
    AZURE_ADDITIONALLY_ALLOWED_TENANTS: tenants.join(';'),
  });
  const args = (name: string, ...names: readonly string[]) => [
    ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
    ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
  ];
  const create = (env: Environment, name: string, ...names: readonly string[]) =>
    world.runIn(env, ...args(name, ...names));

  it('are proven with tokens of that tenant, beside names of our own, and renewed so', async () => {
    const env = naming(THERE);
    const names = ['own.example.com', 'www.fabrikam.example', '*.www.fabrikam.example'];
    const { result, log } = await requestsDuring(world.control, () =>
      create(env, 'abroad', ...names),
    );
    issuedBy(result);
    assert.deepEqual(zonesWritten(log), ['example.com', 'fabrikam.example']);
    assert.equal(asked(log, '/tenants'), 1);
    assert.equal(asked(log, '/providers/Microsoft.ResourceGraph/resources'), 2, 'one per tenant');
    assert.equal(asked(log, `/${THERE}/oauth2/v2.0/token`), 1);
    const renewed = issuedBy(
      await world.runIn(env, 'renew', 'contoso-prod/abroad', '--output', 'json'),
    );
    assert.deepEqual(renewed.dnsNames.toSorted(), names.toSorted());
  });

  it('cost nothing where all names are in zones of the own tenant', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create(naming(THERE), 'at-home', 'home.example.com'),
    );
    issuedBy(result);
    assert.equal(asked(log, '/tenants'), 0);
    assert.equal(asked(log, '/providers/Microsoft.ResourceGraph/resources'), 1);
    assert.equal(asked(log, `/${THERE}/oauth2/v2.0/token`), 0);
  });

  it('are proven in the zone that is delegated, of two with one name', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create(naming(THERE), 'namesake', `www.${NAMESAKE}`),
    );
    issuedBy(result);
    const [written = ''] = log
      .filter(({ method, path }) => method === 'PUT' && path.includes('/TXT/'))
      .map(({ path }) => path);
    assert.ok(written.includes(FABRIKAM.subscription.id), written);
  });

  it('are looked at by preflight as whoever the account is there', async () => {
    const ended = await world.runIn(
      naming(THERE),
      ...['preflight', 'contoso-prod/looked', '--dns', 'www.fabrikam.example'],
      ...['--agree-terms', '--output', 'json'],
    );
    assert.equal(ended.code, 0, ended.stdout);
    const { checks } = JSON.parse(ended.stdout) as {
      readonly checks: readonly { readonly check: string; readonly verdict: string }[];
    };
    const verdicts = Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));
    for (const check of ['zones', 'zone-rights', 'locks']) {
      assert.equal(verdicts[check], 'ok', ended.stdout);
    }
  });

  for (const how of ['resume', 'undo'] as const) {
    it(`are found again after a crash: ${how}`, async () => {
      const client = clientOf({ ...world, env: naming(THERE) }, `killed-${how}`);
      const names = [`${client.name}.fabrikam.example`];
      const put = { match: { api: 'arm', method: 'PUT', path: '/TXT/' }, when: 'after' } as const;
      await killAt(client, args(client.name, ...names), put);
      await client.world.control.clearFaults();
      const { result, log } = await requestsDuring(world.control, () => endAll(client, how));
      assert.deepEqual(
        result.map(({ ended }) => ended),
        [how === 'undo' ? 'undone' : 'issued'],
      );
      // The journal knows where: nobody is asked for zones.
      assert.equal(asked(log, '/providers/Microsoft.ResourceGraph/resources'), 0);
    });
  }

  it('end with the tenant and its remedy where it gives no tokens', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create(naming(LOCKED.tenant.id), 'refused', 'www.fabrikam.example'),
    );
    const { message, remedies } = refusalOf(result, 1, 'ZoneNotFound');
    assert.match(message, new RegExp(`zones of the tenant ${LOCKED.tenant.id} could not be`));
    assert.match(message, /AADSTS700016/);
    const commands = remedies.map(({ command }) => command);
    assert.ok(commands.includes(`az login --tenant ${LOCKED.tenant.id}`), JSON.stringify(remedies));
    assert.deepEqual(changes(log), []);
  });

  it('are found beside a tenant that gives no tokens', async () => {
    issuedBy(await create(naming(LOCKED.tenant.id, THERE, '*'), 'beside', 'b.fabrikam.example'));
  });

  describe('that a guest of the Azure CLI sees', () => {
    let env: Environment;
    before(async () => {
      env = await signedInWithAz(world);
    });

    it('are found without a setting, and a tenant that wants more is named', async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        create(env, 'guest', 'guest.fabrikam.example'),
      );
      issuedBy(result);
      assert.deepEqual(zonesWritten(log), ['fabrikam.example']);
      const none = await create(env, 'none', 'www.nobody.example');
      const { message, remedies } = refusalOf(none, 1, 'ZoneNotFound');
      assert.match(message, /The zones of the tenant Locked could not be looked at: AADSTS50076/);
      assert.deepEqual(remedies.at(-1)?.command, `az login --tenant ${LOCKED.tenant.id}`);
      assert.doesNotMatch(message, /Fabrikam/);
    });
  });
});

/** The application is known in Fabrikam, too; a second zone has the name of one there. */
function withAdmission(world: World): World {
  const [production] = world.subscriptions;
  assert.ok(production);
  const ours = { ...zone(NAMESAKE, production.id, 'dns', '21'), registered: false };
  const theirs = zone(NAMESAKE, FABRIKAM.subscription.id, 'dns', '22');
  const admitted = {
    tenantId: THERE,
    objectId: '0b1ec000-0000-4000-8000-000000000401',
    roles: [...FABRIKAM.roles, assign('DNS Zone Contributor', zoneId(theirs))],
  };
  return {
    ...world,
    zones: [...world.zones, ours, theirs],
    principals: world.principals.map((each) =>
      each.name === world.defaultPrincipal ? { ...each, admitted: [admitted] } : each,
    ),
  };
}

function zonesWritten(log: readonly LogEntry[]): readonly string[] {
  const zones = log
    .filter(({ method }) => method === 'PUT')
    .flatMap(({ path }) => /\/dnsZones\/([^/]+)\/TXT\//i.exec(path)?.[1] ?? []);
  return [...new Set(zones)].toSorted();
}

function asked(log: readonly LogEntry[], path: string): number {
  return log.filter((each) => each.path.replace(/\?.*/s, '') === path).length;
}

/** An `az` of the guest: it hands out tokens by tenant and resource, and Locked's never. */
async function signedInWithAz(world: ProductWorld): Promise<Environment> {
  const bin = await mkdtemp(join(dirname(world.stateFolder), 'az-'));
  const cases: string[] = [
    `*${LOCKED.tenant.id}*) echo 'ERROR: AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.' >&2; exit 1 ;;`,
  ];
  for (const [tenant, pattern] of [
    [THERE, `*management*${THERE}*`],
    [undefined, '*management*'],
    [undefined, '*vault.azure.net*'],
  ] as const) {
    const scope = pattern.startsWith('*m')
      ? 'https://management.azure.com/.default'
      : 'https://vault.azure.net/.default';
    const answer = await fetch(`${world.ready.control}/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        user: 'operator@contoso.com',
        scopes: [scope],
        ...(tenant === undefined ? {} : { tenant }),
      }),
    });
    assert.ok(answer.ok, await answer.clone().text());
    const { accessToken } = (await answer.json()) as { readonly accessToken: string };
    const file = join(bin, `token-${String(cases.length)}.json`);
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const token = { accessToken, expires_on: expires, tokenType: 'Bearer' };
    await writeFile(file, JSON.stringify(token), { mode: 0o600 });
    cases.push(`${pattern}) cat '${file}' ;;`);
  }
  const az = join(bin, 'az');
  await writeFile(az, `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\nesac\n`);
  await chmod(az, 0o755);
  const own = Object.entries(world.env).filter(([name]) => !name.startsWith('AZURE_'));
  return { ...Object.fromEntries(own), PATH: `${bin}:/bin` };
}
