/** Each check's row, provoked by what the sandbox's world is like. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { InitialRecordSet } from '../../sandbox/arm/resources.ts';
import type { Principal, RoleAssignment } from '../../sandbox/principals.ts';
import { vaultId, zoneId, type World, type WorldVault } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

interface Row {
  readonly check: string;
  readonly verdict: string;
  readonly message: string;
  readonly finding: Readonly<Record<string, unknown>>;
  readonly remedies: readonly { readonly text: string; readonly command?: string }[];
}

const VAULT = 'contoso-prod';
const DNS = ['--dns', 'www.example.com'] as const;

describe('kvcert preflight', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withMore });
  });
  after(() => world.close());
  afterEach(async () => {
    await world.control.clearFaults();
    await fetch(`${world.ready.control}/locks`, { method: 'DELETE' });
  });

  const look = (env: Environment, ...args: readonly string[]): Promise<Ended> =>
    world.runIn(env, ...args, '--agree-terms', '--output', 'json');
  const rowsOf = ({ code, stdout, stderr }: Ended, exitCode: number): readonly Row[] => {
    assert.equal(code, exitCode, `${stdout}\n${stderr}`);
    return (JSON.parse(stdout) as { readonly checks: readonly Row[] }).checks;
  };
  const rowsFor = async (
    exitCode: number,
    principal: string,
    ...args: readonly string[]
  ): Promise<readonly Row[]> =>
    rowsOf(await look(world.envOf(principal), 'preflight', ...args), exitCode);
  const row = (rows: readonly Row[], check: string): Row => {
    const [found, ...others] = rows.filter((each) => each.check === check);
    assert.ok(found && others.length === 0, JSON.stringify(rows));
    return found;
  };
  const verdicts = (rows: readonly Row[]): Readonly<Record<string, string>> =>
    Object.fromEntries(rows.map(({ check, verdict }) => [check, verdict]));

  it('finds nothing, with few requests and no change, where all is well', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      look(world.env, 'preflight', `${VAULT}/fresh`, ...DNS, '--dns', '*.www.example.com'),
    );
    assert.deepEqual(verdicts(rowsOf(result, 0)), {
      'sign-in': 'ok',
      vault: 'ok',
      'vault-rights': 'ok',
      name: 'ok',
      key: 'ok',
      zones: 'ok',
      'zone-rights': 'ok',
      locks: 'ok',
      ca: 'ok',
      caa: 'ok',
      limits: 'ok',
    });
    assert.deepEqual(changes(log), []);
    const asked = (api: string): number => log.filter((each) => each.api === api).length;
    // Resource Graph, the vault, its permissions, the zone's permissions and locks.
    assert.equal(asked('arm'), 5);
    assert.equal(asked('acme'), 1);
  });

  describe('tells of rights', () => {
    const rights = async (principal: string, exitCode: number, check: string, target: string) =>
      row(await rowsFor(exitCode, principal, target, ...DNS), check);

    for (const [principal, verdict, hidden] of [
      ['through-group', 'unknown', ['group']],
      ['to-activate', 'unknown', ['eligible']],
    ] as const) {
      it(`on a zone that the list does not show: ${principal}`, async () => {
        const found = await rights(principal, 0, 'zone-rights', `${VAULT}/r`);
        assert.equal(found.verdict, verdict);
        assert.deepEqual((found.finding['grant'] as { hidden: unknown }).hidden, hidden);
        assert.match(
          found.message,
          /^No role shows that the account may do this on _acme-challenge/,
        );
      });
    }

    it('on a zone where there are none: with the command that grants them', async () => {
      const found = await rights('zone-reader', 1, 'zone-rights', `${VAULT}/r`);
      assert.equal(found.verdict, 'blocking');
      assert.match(
        found.remedies[0]?.command ?? '',
        /^az role assignment create --role 'DNS Zone Contributor' --assignee 0b1ec000-0000-4000-8000-000000000023 --scope \/subscriptions\/.+\/dnszones\/example\.com\/TXT\/_acme-challenge\.www$/i,
      );
    });

    it('on a single record set, which are enough', async () => {
      assert.equal((await rights('one-record', 0, 'zone-rights', `${VAULT}/r`)).verdict, 'ok');
    });

    it('on a vault that the account may read and no more', async () => {
      const found = await rights('vault-reader', 1, 'vault-rights', `${VAULT}/r`);
      assert.equal(found.verdict, 'blocking');
      assert.deepEqual((found.finding['grant'] as { missing: unknown }).missing, [
        'Microsoft.KeyVault/vaults/certificates/create/action',
        'Microsoft.KeyVault/vaults/certificates/update/action',
      ]);
    });

    it('on a vault that refuses to be read: other checks are made all the same', async () => {
      const rows = await rowsFor(1, 'operator', 'fabrikam-locked/r', ...DNS);
      assert.equal(row(rows, 'vault-rights').verdict, 'blocking');
      assert.equal(row(rows, 'vault').verdict, 'ok');
      assert.deepEqual(row(rows, 'name').finding, { kind: 'not-looked', because: 'vault-rights' });
      assert.equal(row(rows, 'zone-rights').verdict, 'ok');
      assert.equal(row(rows, 'ca').verdict, 'ok');
    });

    it('by access policies', async () => {
      assert.equal((await rights('operator', 0, 'vault-rights', 'by-policy/r')).verdict, 'ok');
      const found = await rights('stranger', 1, 'vault-rights', 'by-policy/r');
      assert.equal(found.verdict, 'blocking');
      assert.match(found.remedies[0]?.command ?? '', /^az keyvault set-policy --name by-policy /);
    });
  });

  for (const [vault, gate, message] of [
    ['behind-firewall', 'firewall', /does not let this address in/],
    ['private-only', 'private-link', /private endpoint/],
  ] as const) {
    it(`tells the gates of a vault apart: ${gate}`, async () => {
      const found = row(await rowsFor(1, 'operator', `${vault}/x`, ...DNS), 'vault');
      assert.equal(found.verdict, 'blocking');
      assert.match(found.message, message);
    });
  }

  it('says which vault there is none of, and looks at the rest', async () => {
    const rows = await rowsFor(1, 'operator', 'nowhere/x', ...DNS);
    assert.equal(row(rows, 'vault').verdict, 'blocking');
    assert.equal(row(rows, 'zones').verdict, 'ok');
    assert.equal(row(rows, 'vault-rights').verdict, 'unknown');
  });

  for (const [level, verdict, exitCode] of [
    ['ReadOnly', 'blocking', 1],
    ['CanNotDelete', 'warning', 0],
  ] as const) {
    it(`tells of a lock on the zone: ${level}`, async () => {
      const zone = world.ready.zones.find(({ name }) => name === 'example.com');
      assert.ok(zone);
      const answer = await fetch(`${world.ready.control}/locks`, {
        method: 'POST',
        body: JSON.stringify({ scope: zone.id, level, name: 'keep' }),
      });
      assert.equal(answer.status, 201);
      const found = row(await rowsFor(exitCode, 'operator', `${VAULT}/l`, ...DNS), 'locks');
      assert.equal(found.verdict, verdict);
      assert.match(found.remedies[0]?.command ?? '', /^az lock delete --ids .+\/locks\/keep'$/);
    });
  }

  it('tells of a zone that there is none of', async () => {
    const found = row(
      await rowsFor(1, 'operator', `${VAULT}/z`, '--dns', 'a.example.edu'),
      'zones',
    );
    assert.equal(found.verdict, 'blocking');
    assert.equal((found.finding['error'] as { code: string }).code, 'ZoneNotFound');
  });

  it('tells of CAA records that forbid, and of those that allow', async () => {
    const forbidden = await rowsFor(1, 'operator', `${VAULT}/c`, '--dns', 'theirs.example.com');
    assert.equal(row(forbidden, 'caa').verdict, 'blocking');
    const allowed = await rowsFor(0, 'operator', `${VAULT}/c`, '--dns', 'ours.example.com');
    assert.equal(row(allowed, 'caa').verdict, 'ok');
  });

  it('tells of terms that nobody has agreed to, and asks nobody', async () => {
    const ended = await world.run('preflight', `${VAULT}/t`, ...DNS, '--output', 'json');
    const found = row(rowsOf(ended, 1), 'ca');
    assert.equal((found.finding['error'] as { code: string }).code, 'TermsNotAgreed');
  });

  it('tells why a CA cannot be reached', async () => {
    const args = [`${VAULT}/t`, ...DNS, '--ca', 'https://ca.nowhere.example/directory'];
    const rows = await rowsFor(1, 'operator', ...args);
    assert.equal((row(rows, 'ca').finding['error'] as { code: string }).code, 'ProxyRefused');
    assert.deepEqual(row(rows, 'caa').finding, { kind: 'not-looked', because: 'ca' });
  });

  it('counts what was issued from this machine, in whatever vault', async () => {
    const machine = await world.anotherMachine();
    const folder = join(machine['XDG_STATE_HOME'] ?? '', 'kvcert');
    await mkdir(folder, { recursive: true });
    const issued = (vault: string) => ({
      at: new Date(Date.now() - 60_000).toISOString(),
      id: '0123456789abcdef',
      ...{ kind: 'create', outcome: 'done', vault, name: 'x', ca: 'letsencrypt' },
      dnsNames: ['www.example.com'],
    });
    const lines = ['a', 'b', 'a', 'b', 'a'].map((vault) => `${JSON.stringify(issued(vault))}\n`);
    await writeFile(join(folder, 'history.jsonl'), lines.join(''));
    const found = row(rowsOf(await look(machine, 'preflight', `${VAULT}/n`, ...DNS), 1), 'limits');
    assert.equal(found.verdict, 'blocking');
    assert.match(
      found.message,
      /^5 certificates for exactly these names .+Let's Encrypt allows 5\./,
    );
  });

  it('says it to people in a table with remedies', async () => {
    const { code, stdout } = await world.runIn(
      world.envOf('zone-reader'),
      ...['preflight', `${VAULT}/p`, ...DNS, '--agree-terms'],
    );
    assert.equal(code, 1);
    assert.match(stdout, /^contoso-prod\/p: It cannot be issued\.\n\nVERDICT +CHECK +FOUND\n/);
    assert.match(stdout, /\nblocking +Rights on the zones +No role shows/);
    assert.match(
      stdout,
      /\nRights on the zones:\n {2}- Grant the role .+\n {6}az role assignment /,
    );
  });
});

describe('a certificate that is there', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
    issuedBy(
      await world.run(
        ...['create', `${VAULT}/held`, ...DNS, '--key', 'ec-p256', '--profile', 'tlsserver'],
        ...['--agree-terms', '--output', 'json'],
      ),
    );
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const run = (...args: readonly string[]) =>
    world.run(...args, '--agree-terms', '--output', 'json');

  it('is renewed in a dry run, which stops there', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      run('renew', `${VAULT}/held`, '--dry-run'),
    );
    assert.equal(result.code, 0, result.stdout);
    const { checks } = JSON.parse(result.stdout) as { readonly checks: readonly Row[] };
    const name = checks.find(({ check }) => check === 'name');
    assert.equal(name?.finding['kind'], 'new-version');
    assert.deepEqual(changes(log), []);
  });

  it('is in the way of a creation', async () => {
    const { code, stdout } = await run('create', `${VAULT}/held`, ...DNS, '--dry-run');
    assert.equal(code, 1);
    assert.match(stdout, /"CertificateExists"/);
  });

  it('is not replaced by one that nobody trusts, unless that is wanted', async () => {
    const staging = ['--ca', 'letsencrypt-staging', '--profile', 'tlsserver'] as const;
    const refused = await requestsDuring(world.control, () =>
      run('renew', `${VAULT}/held`, ...staging),
    );
    const { message } = refusalOf(refused.result, 2, 'StagingOverTrusted');
    assert.match(message, /is trusted by nobody, and "held" in the vault contoso-prod holds/);
    assert.deepEqual(changes(refused.log), []);
    const dry = await run('renew', `${VAULT}/held`, ...staging, '--dry-run');
    assert.equal(dry.code, 1);
    issuedBy(await run('renew', `${VAULT}/held`, ...staging, '--force-staging'));
    // From now on it holds one of staging, and nothing has to be forced.
    issuedBy(await run('renew', `${VAULT}/held`, ...staging));
  });
});

const GROUP = '9a0de000-0000-4000-8000-000000000001';

function withMore(world: World): World {
  const [vault] = world.vaults;
  const zone = world.zones.find(({ name }) => name === 'example.com');
  assert.ok(vault && zone);
  const everywhere = world.subscriptions
    .slice(0, 2)
    .map(({ id }) => at('Reader', `/subscriptions/${id}`));
  const issuer = [...everywhere, at('Key Vault Certificates Officer', vaultId(vault))];
  const onZone = at('DNS Zone Contributor', zoneId(zone));
  const operator = world.principals.find(({ name }) => name === 'operator');
  const more = (name: string, change: Partial<WorldVault>): WorldVault => ({
    ...vault,
    ...change,
    name,
  });
  return {
    ...world,
    vaults: [
      ...world.vaults,
      more('behind-firewall', { network: 'firewall' }),
      more('private-only', { network: 'private' }),
      more('by-policy', {
        accessPolicies: [
          {
            objectId: operator?.objectId ?? '',
            certificates: ['get', 'list', 'create', 'update'],
          },
        ],
      }),
    ],
    zones: world.zones.map((each) =>
      each === zone
        ? {
            ...zone,
            recordSets: [
              ...zone.recordSets,
              caa('theirs', '0 issue digicert.com'),
              caa('ours', '0 issue letsencrypt.org'),
            ],
          }
        : each,
    ),
    principals: [
      ...world.principals,
      person('through-group', '0021', [...issuer, { ...onZone, group: GROUP }]),
      person('to-activate', '0022', [...issuer, { ...onZone, isEligible: true }]),
      person('zone-reader', '0023', issuer),
      person('one-record', '0024', [
        ...issuer,
        at('DNS Zone Contributor', `${zoneId(zone)}/TXT/_acme-challenge.www`),
      ]),
      person('vault-reader', '0025', [
        ...everywhere,
        at('Key Vault Reader', vaultId(vault)),
        onZone,
      ]),
    ],
  };
}

function at(role: RoleAssignment['role'], scope: string): RoleAssignment {
  return { role, scope: scope.toLowerCase() };
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

function caa(name: string, ...texts: readonly string[]): InitialRecordSet {
  const records = texts.map((text) => {
    const [flags, tag = '', ...value] = text.split(' ');
    return { flags: Number(flags), tag, value: value.join(' ') };
  });
  return { name, type: 'CAA', ttl: 3600, records };
}
