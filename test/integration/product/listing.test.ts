import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { vaultId, type World, type WorldVault } from '../../sandbox/world.ts';
import { refusalOf, type Refusal } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, describeRequest, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const MANY = 2000;
/** Key Vault's pages hold 25 at most. */
const PAGES = MANY / 25;

/** Everything by which text can take hold of a terminal: C0, DEL, C1, overrides, line separators. */
const HOSTILE = 'a\u001b[2J\u001b]0;owned\u0007\u007f\u009b31m\u202egnp\u2066\u200b\u2028z';
const CONTROLS = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u;

const [many, fresh, due, over, marked] = await Promise.all([
  seededCertificate('many', { from: -10, to: 80 }),
  seededCertificate('fresh', { from: -1, to: 89 }),
  seededCertificate('due', { from: -80, to: 10.5 }),
  seededCertificate('over', { from: -90, to: -2.5 }),
  seededCertificate('marked', { from: -85, to: 5.5 }, { note: HOSTILE, 'kvcert-ca': HOSTILE }),
]);

describe('looking at what there is', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCertificates });
  });
  after(() => world.close());
  afterEach(async () => {
    await assertNothingLeft(world, { foreignOperations: ['half'] });
    assert.deepEqual(
      changes(await world.control.log()).filter((each) => !each.includes('/half/')),
      [],
    );
  });

  describe('kvcert vaults', () => {
    it('lists all vaults of all subscriptions', async () => {
      const { code, stdout } = await world.run('vaults', '--output', 'json');
      assert.equal(code, 0);
      const { vaults } = JSON.parse(stdout) as { vaults: readonly { name: string; uri: string }[] };
      assert.deepEqual(
        vaults.map(({ name }) => name),
        ['contoso-bulk', 'contoso-dev', 'contoso-prod', 'fabrikam-locked'],
      );
      assert.equal(vaults[1]?.uri, 'https://contoso-dev.vault.azure.net');
    });

    it('lists them as a table', async () => {
      const { code, stdout } = await world.run('vaults');
      assert.equal(code, 0);
      assert.match(
        stdout,
        /^VAULT +TIER +LOCATION +RESOURCE GROUP +SUBSCRIPTION +URI\ncontoso-bulk +premium +west.*\ncontoso-dev +standard /,
      );
    });

    it('says so where there is none', async () => {
      const { code, stdout } = await world.runIn(world.envOf('nobody'), 'vaults');
      assert.equal(code, 0);
      assert.equal(stdout, 'The signed-in account sees no vault.\n');
    });
  });

  describe('kvcert list', () => {
    it('tells state and expiry of what was issued or begun, sorted by name', async () => {
      const listing = listed(await world.run('list', '--vault', 'contoso-dev', '--output', 'json'));
      assert.deepEqual(
        listing.certificates.map(({ name, state }) => [name, state]),
        [
          ['due', 'soon'],
          ['fresh', 'fine'],
          ['half', 'pending'],
          ['marked', 'urgent'],
          ['over', 'expired'],
        ],
      );
      assert.match(listing.certificates[0]?.thumbprint ?? '', /^[0-9a-f]{40}$/);
      assert.deepEqual(listing.failures, []);
    });

    it('prints a table', async () => {
      const { code, stdout } = await world.run('list', '--vault', 'contoso-dev');
      assert.equal(code, 0);
      const [head, first, , pending, , expired] = stdout.split('\n');
      assert.match(head ?? '', /^VAULT +CERTIFICATE +STATE +EXPIRES +ON +THUMBPRINT$/);
      assert.match(
        first ?? '',
        /^contoso-dev +due +soon +in 10 days +\d{4}-\d\d-\d\d +[0-9a-f]{40}$/,
      );
      assert.match(pending ?? '', /^contoso-dev +half +pending *$/);
      assert.match(expired ?? '', /^contoso-dev +over +expired +2 days ago /);
    });

    for (const [days, expected] of [
      ['0', ['over']],
      ['6', ['marked', 'over']],
      ['30', ['due', 'marked', 'over']],
    ] as const) {
      it(`tells what ends within ${days} days with --expiring`, async () => {
        const args = ['list', '--vault', 'contoso-dev', '--expiring', days, '--output', 'json'];
        const { certificates } = listed(await world.run(...args));
        assert.deepEqual(
          certificates.map(({ name }) => name),
          expected,
        );
      });
    }

    it(`reads ${String(MANY)} certificates with ${String(PAGES)} pages and one challenge`, async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        world.run('list', '--vault', 'contoso-bulk', '--output', 'json'),
      );
      assert.equal(listed(result).certificates.length, MANY);
      const count = (api: string, status: number) =>
        log.filter((entry) => entry.api === api && entry.status === status).length;
      assert.deepEqual(
        [count('keyvault', 401), count('keyvault', 200), count('arm', 200), count('login', 200)],
        [1, PAGES, 1, 2],
        log.map(describeRequest).join('\n'),
      );
    });

    it('reads all vaults, names the one that cannot be read, and ends with 3', async () => {
      const ended = await world.run('list', '--output', 'json');
      const { certificates, failures } = listed(ended, 3);
      assert.equal(certificates.length, MANY + 5);
      assert.deepEqual(
        failures.map(({ vault, error }) => [vault, error.code]),
        [['fabrikam-locked', 'VaultForbidden']],
      );
    });

    it('tells people about the vault that cannot be read, with the remedy', async () => {
      const { code, stdout, stderr } = await world.run(
        ...['list', '--vault', 'contoso-dev', '--vault', 'fabrikam-locked'],
      );
      assert.equal(code, 3);
      assert.match(stdout, /contoso-dev +due/);
      assert.match(
        stderr,
        /^kvcert: The signed-in account has no role in the vault fabrikam-locked/,
      );
      assert.match(stderr, /az role assignment create/);
    });

    it('ends with 1 where no vault can be read', async () => {
      const ended = await world.run('list', '--vault', 'fabrikam-locked', '--output', 'json');
      assert.equal(listed(ended, 1).failures.length, 1);
    });

    it('goes on where Resource Graph does not', async () => {
      const fault = { kind: 'fail', match: { path: '/Microsoft.ResourceGraph/' }, status: 403 };
      await world.control.fault({
        ...fault,
        headers: { 'Content-Type': 'application/json' },
        body: { error: { code: 'AuthorizationFailed', message: 'No graph for you.' } },
      });
      const ended = await world.run('list', '--vault', 'contoso-dev', '--output', 'json');
      assert.equal(listed(ended).certificates.length, 5);
    });
  });

  describe('kvcert show', () => {
    it('tells everything about one certificate', async () => {
      const { code, stdout } = await world.run('show', 'contoso-dev/fresh', '--output', 'json');
      assert.equal(code, 0);
      const shown = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
      assert.deepEqual(
        [shown['name'], shown['state'], shown['dnsNames'], shown['key'], shown['subject']],
        ['fresh', 'fine', ['*.example.com'], 'EC P-256', 'CN=*.example.com'],
      );
    });

    it('tells of an operation that is pending', async () => {
      const { code, stdout } = await world.run('show', 'contoso-dev/half');
      assert.equal(code, 0);
      assert.match(stdout, /^State +pending$/m);
      assert.match(stdout, /^Pending operation +[0-9a-f]{32} \(issuer Unknown\)$/m);
    });

    it('makes tags with terminal escapes harmless', async () => {
      const { code, stdout } = await world.run('show', 'contoso-dev/marked');
      assert.equal(code, 0);
      assert.match(stdout, /note=a\\u\{1b\}\[2J/);
      assert.doesNotMatch(stdout, CONTROLS);
    });

    for (const args of [
      ['show', 'contoso-dev/marked'],
      ['list', '--vault', 'contoso-dev'],
    ]) {
      it(`makes them harmless in the JSON of ${args[0] ?? ''}, which says the same`, async () => {
        const { stdout } = await world.run(...args, '--output', 'json');
        assert.doesNotMatch(stdout, CONTROLS);
        assert.ok(JSON.stringify(JSON.parse(stdout)).includes(JSON.stringify(HOSTILE)));
      });
    }

    it('refuses what is not there', async () => {
      const ended = await world.run('show', 'contoso-dev/nothing', '--output', 'json');
      refusalOf(ended, 2, 'CertificateNotFound');
    });
  });

  before(async () => {
    const url = vaultUrl('contoso-dev', '/certificates/half/create');
    await azureCaller(world.ready, 'stranger').ask('POST', url, {
      policy: {
        issuer: { name: 'Unknown' },
        key_props: { kty: 'EC', crv: 'P-256', key_size: 256 },
        x509_props: { subject: 'CN=half' },
      },
    });
  });
});

/** A vault with very many certificates, and one with some in every state. */
function withCertificates(world: World): World {
  const [prod, dev, ...others] = world.vaults;
  assert.ok(prod && dev);
  const bulk: WorldVault = {
    ...prod,
    name: 'contoso-bulk',
    certificates: Array.from({ length: MANY }, (_, index) => ({
      ...many,
      name: `many-${String(index).padStart(4, '0')}`,
    })),
  };
  const officer = { role: 'Key Vault Certificates Officer', scope: vaultId(bulk).toLowerCase() };
  return {
    ...world,
    vaults: [prod, { ...dev, certificates: [over, marked, fresh, due] }, ...others, bulk],
    principals: world.principals.map((principal) =>
      principal.name === 'operator'
        ? { ...principal, roles: [...principal.roles, officer as (typeof principal.roles)[number]] }
        : principal,
    ),
  };
}

interface Listing {
  readonly certificates: readonly {
    readonly name: string;
    readonly state: string;
    readonly thumbprint?: string;
  }[];
  readonly failures: readonly { readonly vault: string; readonly error: Refusal }[];
}

function listed({ code, stdout, stderr }: Ended, exitCode = 0): Listing {
  assert.equal(code, exitCode, stderr);
  return JSON.parse(stdout) as Listing;
}
