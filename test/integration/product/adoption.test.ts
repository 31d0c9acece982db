import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { World } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const VAULT = 'contoso-prod';
/** What Acmebot writes today, and what it wrote before. */
const TODAY = {
  Acmebot: '{"endpoint":"acme-v02.api.letsencrypt.org","dnsProvider":"Azure DNS"}',
  team: 'web',
};
const BEFORE = { Issuer: 'Acmebot', Endpoint: 'acme-v02.api.letsencrypt.org' };
const late = { from: -70, to: 20 };
const [bot, oldBot, untouched] = await Promise.all([
  seededCertificate('bot', late, TODAY, 'bot.example.com'),
  seededCertificate('old-bot', late, BEFORE, 'old-bot.example.com'),
  seededCertificate('untouched', late, TODAY, 'untouched.example.com'),
]);
/** Acmebot's own default. */
const policy = {
  key_props: { kty: 'EC', crv: 'P-256', exportable: true, reuse_key: true },
  secret_props: { contentType: 'application/x-pkcs12' },
};

describe('a certificate that Acmebot renews', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCertificates });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const renew = (...args: readonly string[]) =>
    world.run('renew', '--output', 'json', '--agree-terms', ...args);

  it('is left alone, also by who names it and a CA', async () => {
    for (const more of [[], ['--ca', 'letsencrypt']]) {
      const { result, log } = await requestsDuring(world.control, () =>
        renew(`${VAULT}/bot`, ...more),
      );
      const { message, remedies } = refusalOf(result, 1, 'NotRenewable');
      assert.match(
        message,
        /"bot" in the vault contoso-prod cannot be renewed: Acmebot renews it\./,
      );
      assert.equal(remedies[0]?.command, `kvcert renew ${VAULT}/bot --adopt`);
      assert.deepEqual(changes(log), []);
    }
    assert.equal((await renew('--due', '--vault', VAULT)).stdout, '[]\n');
  });

  for (const [name, tags] of [
    ['bot', TODAY],
    ['old-bot', BEFORE],
  ] as const) {
    it(`is taken over with names, key, CA and tags (${name})`, async () => {
      const old = await world.control.certificate(VAULT, name);
      const ended = await renew(`${VAULT}/${name}`, '--adopt');
      const { dnsNames, version } = issuedBy(ended);
      assert.deepEqual(dnsNames, [`${name}.example.com`]);
      assert.match(ended.stderr, /taken over from Acmebot, whose tag stays on it: take it off/);
      const now = await world.control.certificate(VAULT, name);
      const newest = now.versions.at(-1);
      assert.equal(newest?.id, version);
      const { 'kvcert-ca': ours, ...others } = newest.tags;
      assert.match(ours ?? '', /^letsencrypt account=https:/);
      assert.deepEqual(others, tags);
      assert.deepEqual(old.policy.key_props, now.policy.key_props);
    });
  }

  it('is renewed as any other from then on, and what was not taken over is not', async () => {
    const due = await renew('--due', '--vault', VAULT, '--within', '3650');
    const rows = JSON.parse(due.stdout) as readonly { name: string; outcome: string }[];
    assert.deepEqual(
      rows.map(({ name, outcome }) => [name, outcome]),
      [
        ['bot', 'renewed'],
        ['old-bot', 'renewed'],
      ],
    );
    assert.doesNotMatch(due.stderr, /Acmebot/);
  });
});

function withCertificates(world: World): World {
  const certificates = [bot, oldBot, untouched].map((each) => ({ ...each, policy }));
  return {
    ...world,
    vaults: world.vaults.map((vault) =>
      vault.name === VAULT ? { ...vault, certificates } : vault,
    ),
  };
}
