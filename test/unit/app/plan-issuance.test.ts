import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CountedOrder } from '../../../src/app/issuance-allowance.ts';
import { planIssuance } from '../../../src/app/plan-issuance.ts';
import { resolveCa } from '../../../src/domain/certificate-authorities.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { Note } from '../../../src/domain/issuance-news.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';
import { CREATE, IssuanceWorld, RENEW } from './issuance-world.ts';

const { signal } = new AbortController();

async function plan(world: IssuanceWorld, wish: IssuanceWish) {
  const note = (told: Note): void => void world.notes.push(told);
  return planIssuance({ ...world.desk, note }, wish, signal);
}

/** A world with a certificate `www` that carries these tags. */
function worldWith(tags: Tags): IssuanceWorld {
  const world = new IssuanceWorld('no locks here');
  world.vault.put('www', acmePolicy(['example.com'], policyKeyOf('ec-p256')), tags);
  return world;
}

function manyTags(count: number): Tags {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));
}

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

describe('planning a creation', () => {
  it('decides everything before anything is touched', async () => {
    const world = new IssuanceWorld('no locks here');
    const planned = await plan(world, CREATE);
    const { vault, policy, places, ...rest } = planned;
    const since = Date.parse('2026-06-01T00:00:00Z') / 1000;
    assert.equal(vault.name, 'contoso');
    assert.deepEqual(policy, acmePolicy(CREATE.dnsNames ?? [], policyKeyOf('rsa-2048')));
    assert.deepEqual(rest, {
      id: '0000000000000001',
      kind: 'create',
      name: 'www',
      dnsNames: CREATE.dnsNames,
      tags: undefined,
      ca: CREATE.ca,
      profile: undefined,
      claim: {
        run: '0000000000000001',
        certificate: 'contoso/www',
        owner: 'anna@pc',
        since,
        until: since + 30 * 60,
      },
      abandonedRequest: undefined,
      previous: undefined,
    });
    assert.deepEqual(
      places.map(({ record, zoneName, name }) => [record, zoneName, name]),
      [
        ['_acme-challenge.example.com', 'example.com', '_acme-challenge'],
        ['_acme-challenge.api.dev.example.com', 'dev.example.com', '_acme-challenge.api'],
      ],
    );
    assert.deepEqual(world.contents, { vault: [], dns: {} });
    assert.deepEqual(world.journal.written, []);
  });

  it('makes a new version of what exists only when that is asked for', async () => {
    const world = worldWith({ team: 'web' });
    await assert.rejects(plan(world, CREATE), refusal('CertificateExists'));
    const planned = await plan(world, { ...CREATE, newVersion: true, keyType: 'rsa-4096' });
    assert.equal(planned.previous?.version, 'version-1');
    assert.deepEqual(planned.dnsNames, CREATE.dnsNames);
    assert.equal(planned.policy.key.size, 4096);
  });

  it('takes over what the wish says of content type, key and tags', async () => {
    const world = new IssuanceWorld('no locks here');
    const { policy, tags } = await plan(world, {
      ...CREATE,
      contentType: 'application/x-pem-file',
      exportable: false,
      reuseKey: true,
      tags: { team: 'web' },
    });
    assert.equal(policy.contentType, 'application/x-pem-file');
    assert.deepEqual(policy.key, { ...policyKeyOf('rsa-2048'), exportable: false, reuse: true });
    assert.deepEqual(tags, { team: 'web' });
  });

  it('asks nobody for terms that were agreed to with the wish', async () => {
    const world = new IssuanceWorld('no locks here');
    world.agrees = false;
    const agreedTerms = world.ca.offer.terms ?? '';
    const wish = { ...CREATE, agreedTerms: `${agreedTerms}-of-last-year` };
    await assert.rejects(plan(world, wish), refusal('TermsNotAgreed'));
    await plan(world, { ...CREATE, agreedTerms });
  });

  it('says when nobody could be asked whether a zone is delegated', async () => {
    const world = new IssuanceWorld('no locks here');
    const nameServers = {
      ...world.desk.nameServers,
      delegation: () => Promise.resolve(undefined),
    };
    const note = (told: Note): void => void world.notes.push(told);
    await planIssuance({ ...world.desk, nameServers, note }, CREATE, signal);
    assert.deepEqual(world.notes, [
      { kind: 'delegation-unknown', zone: 'example.com' },
      { kind: 'delegation-unknown', zone: 'dev.example.com' },
    ]);
  });

  const letsEncrypt = resolveCa('letsencrypt');
  const many = Array.from({ length: 26 }, (_, index) => `n${index}.example.com`);
  const refused: readonly [string, IssuanceWish, ErrorCode][] = [
    [
      'a vault that nobody sees',
      { ...CREATE, target: { vault: 'other', name: 'www' } },
      'VaultNotFound',
    ],
    ['a name without a zone', { ...CREATE, dnsNames: ['example.org'] }, 'ZoneNotFound'],
    ['tags of ours', { ...CREATE, tags: { 'kvcert-ca': 'x' } }, 'InvalidTag'],
    ['more tags than there is room for', { ...CREATE, tags: manyTags(14) }, 'TooManyTags'],
    ['a profile that is not offered', { ...CREATE, profile: 'fast' }, 'UnknownProfile'],
    [
      'too many names for a profile',
      { ...CREATE, ca: letsEncrypt, profile: 'tlsserver', dnsNames: many },
      'TooManyDnsNames',
    ],
  ];
  for (const [what, wish, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      const world = new IssuanceWorld('no locks here');
      await assert.rejects(plan(world, wish), refusal(code));
      assert.deepEqual(world.contents, { vault: [], dns: {} });
    });
  }
});

describe('planning a renewal', () => {
  it('takes names, key and policy from the certificate, CA and profile from its tag', async () => {
    const world = worldWith({ 'kvcert-ca': 'letsencrypt-staging profile=tlsserver', team: 'web' });
    const planned = await plan(world, RENEW);
    assert.deepEqual(planned.dnsNames, ['example.com']);
    assert.equal(planned.ca.id, 'letsencrypt-staging');
    assert.equal(planned.profile, 'tlsserver');
    assert.equal(planned.policy.key.curve, 'P-256');
    assert.equal(planned.previous?.version, 'version-1');
  });

  it('changes of the policy what the wish says, and nothing else', async () => {
    const world = new IssuanceWorld('no locks here');
    const key = { ...policyKeyOf('ec-p256'), kty: 'EC-HSM', exportable: false, reuse: true };
    const before = acmePolicy(['example.com'], key, 'application/x-pem-file');
    world.vault.put('www', before, { 'kvcert-ca': 'letsencrypt' });
    assert.deepEqual((await plan(world, RENEW)).policy, before);
    const { policy } = await plan(world, { ...RENEW, keyType: 'rsa-4096-hsm', reuseKey: false });
    assert.deepEqual(policy.key, {
      kty: 'RSA-HSM',
      size: 4096,
      curve: undefined,
      exportable: false,
      reuse: false,
    });
    assert.equal(policy.contentType, 'application/x-pem-file');
  });

  it('tells a CA with renewal information what is replaced, if the account is the same', async () => {
    const world = await new IssuanceWorld('no locks here').withCertificate();
    assert.equal((await plan(world, RENEW)).replaces, undefined);
    const start = new Date(world.clock.now());
    const end = new Date(start.getTime() + 1);
    world.ca.renewal = { start, end, explanationUrl: undefined, retryAfterMs: 60_000 };
    const bundle = await world.vault.get('www');
    const replaced = world.desk.pki.ariCertId(bundle?.der ?? new Uint8Array());
    assert.ok(replaced);
    assert.equal((await plan(world, RENEW)).replaces, replaced);
    const account = await world.accounts.load('https://ca.example/directory');
    const carry = (recipe: string): void => {
      world.vault.change('www', { tags: { 'kvcert-ca': recipe } });
    };
    carry(`https://ca.example/directory account=${account?.url ?? ''}`);
    assert.equal((await plan(world, RENEW)).replaces, replaced);
    carry('https://ca.example/directory account=https://ca.example/account/other');
    assert.equal((await plan(world, RENEW)).replaces, undefined);
    carry('letsencrypt');
    const ca = resolveCa('https://ca.example/directory');
    assert.equal((await plan(world, { ...RENEW, ca })).replaces, undefined);
  });

  it('can be put off where nobody has asked for it by name, and the CA is told of no other', async () => {
    const world = await new IssuanceWorld('no locks here').withCertificate();
    const bundle = await world.vault.get('www');
    assert.ok(bundle?.der);
    const { notAfter } = world.desk.pki.readCertificate(bundle.der);
    const counted: CountedOrder[] = [];
    const allowance = {
      count: (order: CountedOrder) => Promise.resolve(void counted.push(order)),
    };
    const planWith = (wish: IssuanceWish) =>
      planIssuance({ ...world.desk, allowance, note: () => undefined }, wish, signal);
    const due = { ...RENEW, occasion: { kind: 'due', reason: 'share' } } as const;
    const planned = await planWith(due);
    await planWith(RENEW);
    const now = new Date(world.clock.now());
    world.ca.renewal = { start: now, end: now, explanationUrl: undefined, retryAfterMs: 60_000 };
    assert.ok((await planWith(due)).replaces);
    assert.deepEqual(
      counted.map(({ canWaitUntil }) => canWaitUntil),
      [notAfter, undefined, undefined],
    );
    const { id, ca, dnsNames } = planned;
    assert.deepEqual(counted[0], {
      ...{ id, target: RENEW.target, ca, dnsNames, canWaitUntil: notAfter },
    });
  });

  it("goes back to the CA's own profile where an empty one is named", async () => {
    const world = worldWith({ 'kvcert-ca': 'letsencrypt profile=tlsserver' });
    assert.equal((await plan(world, { ...RENEW, profile: '' })).profile, undefined);
  });

  it('counts tags that the certificate has and the wish names once', async () => {
    const world = worldWith({ ...manyTags(13), 'kvcert-ca': 'letsencrypt' });
    assert.deepEqual((await plan(world, { ...RENEW, tags: { 'tag-1': 'y' } })).tags, {
      'tag-1': 'y',
    });
    const wish = { ...RENEW, tags: { team: 'web' } };
    await assert.rejects(plan(world, wish), refusal('TooManyTags'));
  });

  it('keeps lifetime and chain of the certificate, unless others or none are named', async () => {
    const kept = { validDays: 30, preferredChain: 'Old Root' };
    const tag = 'letsencrypt days=30 chain=Old%20Root';
    const rows: readonly [Partial<IssuanceWish>, object][] = [
      [{}, kept],
      [{ validDays: 10 }, { ...kept, validDays: 10 }],
      [{ validDays: 0, preferredChain: '' }, {}],
      [{ ca: resolveCa('letsencrypt-staging'), forceStaging: true }, {}],
    ];
    for (const [more, expected] of rows) {
      const { validDays, preferredChain } = await plan(worldWith({ 'kvcert-ca': tag }), {
        ...RENEW,
        ...more,
      });
      const found = {
        ...(validDays !== undefined && { validDays }),
        ...(preferredChain !== undefined && { preferredChain }),
      };
      assert.deepEqual(found, expected);
    }
  });

  it('takes another CA and another profile where they are named', async () => {
    const world = worldWith({ 'kvcert-ca': 'letsencrypt profile=tlsserver' });
    const ca = resolveCa('letsencrypt-staging');
    const wish = { ...RENEW, ca, profile: 'classic', forceStaging: true };
    const planned = await plan(world, wish);
    assert.deepEqual([planned.ca.id, planned.profile], ['letsencrypt-staging', 'classic']);
  });

  it('lets no staging CA replace what another has issued, unless that is wanted', async () => {
    const ca = resolveCa('letsencrypt-staging');
    const trusted = worldWith({ 'kvcert-ca': 'letsencrypt profile=tlsserver' });
    await assert.rejects(plan(trusted, { ...RENEW, ca }), refusal('StagingOverTrusted'));
    const untagged = worldWith({});
    await assert.rejects(plan(untagged, { ...RENEW, ca }), refusal('StagingOverTrusted'));
    const staged = worldWith({ 'kvcert-ca': 'google-test' });
    assert.equal((await plan(staged, { ...RENEW, ca })).ca.id, ca.id);
  });

  it('does not take the profile of one CA to another', async () => {
    const world = worldWith({ 'kvcert-ca': 'letsencrypt profile=tlsserver' });
    const planned = await plan(world, {
      ...RENEW,
      ca: resolveCa('letsencrypt-staging'),
      forceStaging: true,
    });
    assert.equal(planned.profile, undefined);
  });

  it('uses a CA by URL from the tag only where it was used here before', async () => {
    const world = await new IssuanceWorld('no locks here').withCertificate();
    assert.equal((await plan(world, RENEW)).ca.directoryUrl, world.ca.url);
    const stranger = worldWith({ 'kvcert-ca': world.ca.url });
    await assert.rejects(plan(stranger, RENEW), refusal('NotRenewable'));
    assert.equal(stranger.wire.calls.includes('ca.directory'), false);
  });

  const refused: readonly [string, Tags][] = [
    ['no tag', {}],
    ['a tag of somebody else', { 'kvcert-ca': 'ask Bob' }],
    ['a CA that nobody knows', { 'kvcert-ca': 'nocert' }],
  ];
  for (const [what, tags] of refused) {
    it(`says what is missing with ${what}`, async () => {
      const error: unknown = await plan(worldWith(tags), RENEW).catch((reason: unknown) => reason);
      assert.ok(isCertError(error));
      assert.equal(error.code, 'NotRenewable');
    });
  }

  it('asks nobody in the background', async () => {
    const world = worldWith({ 'kvcert-ca': 'letsencrypt' });
    const occasion = { kind: 'background', reason: 'window' } as const;
    await assert.rejects(plan(world, { ...RENEW, occasion }), refusal('TermsNotAgreed'));
    const planned = await plan(world, { ...RENEW, occasion: { ...occasion, kind: 'due' } });
    assert.equal(planned.occasion?.kind, 'due');
  });

  describe('of what another tool renews', () => {
    const tags = { Acmebot: '{"endpoint":"acme-staging-v02.api.letsencrypt.org"}', team: 'web' };

    it('is refused as long as nobody says that it is taken over', async () => {
      for (const wish of [RENEW, { ...RENEW, ca: resolveCa('letsencrypt') }]) {
        const world = worldWith(tags);
        const error: unknown = await plan(world, wish).catch((reason: unknown) => reason);
        assert.ok(isCertError(error, 'NotRenewable'));
        assert.deepEqual(error.facts.reason, { kind: 'other-tool', tool: 'Acmebot' });
        assert.deepEqual(world.notes, []);
      }
    });

    it('takes its names, its key and the CA that its tag names, and says what is to be done', async () => {
      const world = worldWith(tags);
      const planned = await plan(world, { ...RENEW, adopt: true });
      assert.equal(planned.ca.id, 'letsencrypt-staging');
      assert.deepEqual(planned.dnsNames, ['example.com']);
      assert.equal(planned.policy.key.curve, 'P-256');
      assert.deepEqual(world.notes, [{ kind: 'adopted', tool: 'Acmebot' }]);
    });

    it('needs a CA to be named where its tag names none that is known', async () => {
      const adopt = { ...RENEW, adopt: true };
      await assert.rejects(plan(worldWith({ Acmebot: '{}' }), adopt), refusal('NotRenewable'));
      const named = { ...adopt, ca: resolveCa('google') };
      assert.equal((await plan(worldWith({ Acmebot: '{}' }), named)).ca.id, 'google');
    });

    it('is one like any other once it was taken over', async () => {
      const world = worldWith({ ...tags, 'kvcert-ca': 'letsencrypt' });
      assert.equal((await plan(world, RENEW)).ca.id, 'letsencrypt');
      assert.deepEqual(world.notes, []);
    });
  });

  it('is refused for a certificate that is not there', async () => {
    const world = new IssuanceWorld('no locks here');
    await assert.rejects(plan(world, RENEW), refusal('CertificateNotFound'));
  });

  for (const [count, limit] of [
    [13, 'fits'],
    [14, 'TooManyTags'],
  ] as const) {
    it(`${limit === 'fits' ? 'fits' : 'is refused'} with ${count} tags beside its own two`, async () => {
      const world = worldWith({ ...manyTags(count), 'kvcert-ca': 'letsencrypt' });
      const facts = { vault: 'contoso', name: 'www', count: 14, limit: 15 };
      if (limit === 'fits') await plan(world, RENEW);
      else await assert.rejects(plan(world, RENEW), new CertError('TooManyTags', facts));
    });
  }

  it('is refused where the CA does not sign such a key', async () => {
    const world = new IssuanceWorld('no locks here');
    const key = { ...policyKeyOf('ec-p384'), curve: 'P-521' };
    world.vault.put('www', acmePolicy(['example.com'], key), { 'kvcert-ca': 'letsencrypt' });
    await assert.rejects(plan(world, RENEW), refusal('KeyTypeRefusedByCa'));
  });
});
