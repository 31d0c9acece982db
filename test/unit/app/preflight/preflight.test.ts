import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmePolicy } from '../../../../src/domain/acme-policy.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { resolveCa } from '../../../../src/domain/certificate-authorities.ts';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import { policyKeyOf } from '../../../../src/domain/key-type.ts';
import { inOrder, PREFLIGHT_CHECKS } from '../../../../src/domain/preflight.ts';
import type { PreflightCheck } from '../../../../src/domain/preflight.ts';
import { briefly, PreflightWorld } from './preflight-world.ts';

type Arrange = (world: PreflightWorld) => void;

const TENANT = 'another tenant';
const REFUSED = new CertError('VaultForbidden', {
  vault: 'contoso',
  gate: 'rbac',
  message: 'Caller is not authorized',
});
const FIREWALL = new CertError('VaultForbidden', {
  vault: 'contoso',
  gate: 'firewall',
  message: 'Client address is not authorized',
});
const OFFLINE = new CertError('HostUnreachable', { host: 'arm.example', reason: 'ENOTFOUND' });
const READER = {
  actions: ['*/read'],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  isConditional: false,
};
const ADMIN_IF = { ...READER, dataActions: ['*'], isConditional: true };
const LOCK = { scope: '/zones/example.com', name: 'keep', level: 'ReadOnly' } as const;

const put: Arrange = ({ issuance }) => {
  issuance.vault.put('www', acmePolicy(['example.com'], policyKeyOf('ec-p256')), {});
};
const vaultFails =
  (error: CertError): Arrange =>
  ({ issuance }) => {
    issuance.vault.get = () => Promise.reject(error);
  };
const access =
  (methods: Partial<PreflightWorld['access']>): Arrange =>
  (world) => {
    world.access = { ...world.access, ...methods };
  };
const wish =
  (members: Partial<PreflightWorld['wish']>): Arrange =>
  (world) => {
    world.wish = { ...world.wish, ...members };
  };
const servers =
  (methods: Partial<PreflightWorld['nameServers']>): Arrange =>
  (world) => {
    world.nameServers = { ...world.nameServers, ...methods };
  };
const policies = (objectId: string): Arrange =>
  access({ accessPolicies: () => Promise.resolve([{ objectId, certificates: ['All'] }]) });
const offers =
  (members: Partial<PreflightWorld['issuance']['ca']['offer']>): Arrange =>
  ({ issuance }) => {
    issuance.ca.offer = { ...issuance.ca.offer, ...members };
  };
const issued =
  (times: number, ca = 'letsencrypt'): Arrange =>
  (world) => {
    const at = new Date(world.issuance.clock.now() - 1000).toISOString();
    const entry: HistoryEntry = {
      at,
      id: '0'.repeat(16),
      kind: 'create',
      outcome: 'done',
      vault: 'other',
      name: 'www',
      dnsNames: world.wish.dnsNames ?? [],
      version: undefined,
      thumbprint: undefined,
      notAfter: undefined,
      ca,
      profile: undefined,
      account: undefined,
      by: undefined,
      user: undefined,
      occasion: undefined,
      errorCode: undefined,
    };
    world.history = Array.from({ length: times }, () => entry);
  };
const namesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `n${String(n)}.example.com`);
const nothing: Arrange = () => undefined;

describe('a check of the preflight says', () => {
  const table: readonly [PreflightCheck, string, string, Arrange][] = [
    ['sign-in', 'ok: signed-in', 'the tenant of the vault', nothing],
    [
      'sign-in',
      'warning: other-tenant',
      'another tenant',
      access({ caller: () => Promise.resolve({ tenantId: TENANT, objectId: 'anna' }) }),
    ],
    [
      'sign-in',
      'blocking: NotSignedIn',
      'nobody is signed in',
      access({ caller: () => Promise.reject(new CertError('NotSignedIn', { tried: [] })) }),
    ],
    ['vault', 'ok: vault-answers', 'the vault answers', nothing],
    ['vault', 'ok: vault-answers', 'it refuses for want of rights', vaultFails(REFUSED)],
    ['vault', 'blocking: VaultForbidden', 'its firewall refuses', vaultFails(FIREWALL)],
    ['vault-rights', 'ok: rights-shown', 'roles that give everything', nothing],
    [
      'vault-rights',
      'blocking: rights-missing',
      'roles that give too little',
      access({ permissions: () => Promise.resolve([READER]) }),
    ],
    [
      'vault-rights',
      'unknown: rights-missing',
      'groups may give more',
      access({
        permissions: () => Promise.resolve([READER]),
        hiddenGrants: () => Promise.resolve(['group']),
      }),
    ],
    [
      'vault-rights',
      'unknown: rights-missing',
      'rights that depend on a condition',
      access({ permissions: () => Promise.resolve([ADMIN_IF]) }),
    ],
    ['vault-rights', 'ok: rights-shown', 'a policy of our own', policies('ANNA')],
    ['vault-rights', 'unknown: rights-missing', "a policy of somebody else's", policies('group')],
    [
      'vault-rights',
      'blocking: rights-missing',
      'no policy',
      access({ accessPolicies: () => Promise.resolve([]) }),
    ],
    ['vault-rights', 'blocking: VaultForbidden', 'a refusal as proof', vaultFails(REFUSED)],
    ['vault-rights', 'unknown: see vault', 'a vault out of reach', vaultFails(FIREWALL)],
    ['name', 'ok: name-free', 'nothing is there', nothing],
    ['name', 'blocking: CertificateExists', 'a certificate is there', put],
    [
      'name',
      'blocking: NameSoftDeleted',
      'a deleted certificate is kept',
      ({ issuance }) => {
        issuance.vault.softDelete('www');
      },
    ],
    ['name', 'unknown: see vault-rights', 'it may not be read', vaultFails(REFUSED)],
    ['key', 'ok: key-accepted', 'a CA whose keys are known', nothing],
    [
      'key',
      'unknown: key-unheard-of',
      'a CA by its URL',
      wish({ ca: resolveCa('https://ca.example/directory') }),
    ],
    ['key', 'blocking: TooManyDnsNames', 'a name too many', wish({ dnsNames: namesOf(101) })],
    ['key', 'ok: key-accepted', 'as many names as it takes', wish({ dnsNames: namesOf(100) })],
    ['zones', 'ok: zones-found', 'zones that are delegated', nothing],
    [
      'zones',
      'unknown: delegation-unknown',
      'nobody can be asked',
      servers({ delegation: () => Promise.resolve(undefined) }),
    ],
    ['zones', 'blocking: ZoneNotFound', 'no zone', wish({ dnsNames: ['www.example.org'] })],
    ['zone-rights', 'ok: rights-shown,ok: rights-shown', 'each zone', nothing],
    [
      'zone-rights',
      'ok: rights-shown,ok: rights-shown',
      'a role on the record sets alone',
      (world) => {
        const given = world.access;
        world.access = {
          ...given,
          permissions: (scope) =>
            scope.includes('/TXT/') ? given.permissions(scope) : Promise.resolve([READER]),
        };
      },
    ],
    [
      'zone-rights',
      'unknown: see zones',
      'no zone to look at',
      wish({ dnsNames: ['www.example.org'] }),
    ],
    ['locks', 'ok: no-lock', 'no lock', nothing],
    [
      'locks',
      'blocking: locked',
      'a read-only lock',
      access({ locks: (zone) => Promise.resolve(zone === LOCK.scope ? [LOCK] : []) }),
    ],
    [
      'locks',
      'warning: locked',
      'a lock against deletion',
      access({
        locks: (zone) =>
          Promise.resolve(zone === LOCK.scope ? [{ ...LOCK, level: 'CanNotDelete' }] : []),
      }),
    ],
    [
      'locks',
      'ok: no-lock',
      'a lock of another record set',
      access({ locks: () => Promise.resolve([{ ...LOCK, scope: `${LOCK.scope}/TXT/www` }]) }),
    ],
    ['ca', 'ok: ca-ready', 'a person who agrees', nothing],
    ['ca', 'blocking: TermsNotAgreed', 'nobody agrees', wish({ agreesToTerms: false })],
    [
      'ca',
      'blocking: ExternalAccountRequired',
      'an account by contract',
      offers({ externalAccountRequired: true }),
    ],
    ['ca', 'blocking: UnknownProfile', 'a profile it lacks', wish({ profile: 'gold' })],
    ['caa', 'ok: caa-allows', 'no record', nothing],
    [
      'caa',
      'unknown: caa-unknown',
      'a CA without a name',
      (world) => {
        world.caaIdentities = [];
      },
    ],
    [
      'caa',
      'blocking: CaaForbids',
      'a record for another CA',
      servers({
        caa: (owner) =>
          Promise.resolve({
            kind: 'found',
            owner,
            records: [{ flags: 0, tag: 'issue', value: 'other.example' }],
          }),
      }),
    ],
    ['limits', 'ok: limits-kept', 'four of five', issued(4)],
    ['limits', 'blocking: limit-spent', 'five of five, in whatever vault', issued(5)],
    ['limits', 'ok: limits-kept', 'five of another CA', issued(5, 'zerossl')],
    [
      'limits',
      'warning: limit-spent',
      'a renewal',
      (world) => {
        put(world);
        issued(5)(world);
        world.wish = { ...world.wish, kind: 'renew' };
      },
    ],
    [
      'limits',
      'unknown: limits-kept',
      'a CA of unknown limits',
      wish({ ca: resolveCa('https://ca.example/directory') }),
    ],
  ];
  for (const [check, said, where, arrange] of table) {
    it(`${check} – ${said}: ${where}`, async () => {
      const world = new PreflightWorld();
      arrange(world);
      assert.equal((await world.said(check)).join(), said);
    });
  }
});

describe('a preflight', () => {
  it('is content with everything, and has each check once but the zones', async () => {
    const world = new PreflightWorld();
    const { results, target } = await world.run();
    assert.deepEqual(target, world.wish.target);
    assert.deepEqual([...new Set(results.map(({ check }) => check))], PREFLIGHT_CHECKS);
    assert.deepEqual(new Set(results.map(({ verdict }) => verdict)), new Set(['ok']));
  });

  it('tells of each result as it ends, and of all of them', async () => {
    const world = new PreflightWorld();
    const { promise, resolve } = Promise.withResolvers<readonly []>();
    access({ locks: () => promise })(world);
    const running = world.run();
    await new Promise(setImmediate);
    const early = new Set(world.told.map(({ check }) => check));
    assert.deepEqual(
      PREFLIGHT_CHECKS.filter((check) => !early.has(check)),
      ['locks'],
    );
    resolve([]);
    const { results } = await running;
    assert.deepEqual(inOrder(world.told), results);
  });

  it('changes nothing', async () => {
    const world = new PreflightWorld();
    put(world);
    const before = world.issuance.contents;
    await world.run();
    assert.deepEqual(world.issuance.contents, before);
    assert.deepEqual(world.issuance.ca.registrations, []);
    assert.deepEqual(world.issuance.ca.ordered, []);
    assert.deepEqual(world.issuance.journal.written, []);
  });

  const broken: readonly [PreflightCheck, Arrange][] = [
    ['vault-rights', access({ accessPolicies: () => Promise.reject(OFFLINE) })],
    ['locks', access({ locks: () => Promise.reject(new TypeError('a bug')) })],
    ['caa', servers({ caa: () => Promise.reject(OFFLINE) })],
  ];
  for (const [check, arrange] of broken) {
    it(`keeps all other checks where ${check} throws`, async () => {
      const world = new PreflightWorld();
      arrange(world);
      const { results } = await world.run();
      const failed = results.filter(({ finding }) => finding.kind === 'error');
      assert.deepEqual(
        failed.map((result) => result.check),
        [check],
        failed.map(briefly).join(),
      );
      assert.deepEqual([...new Set(results.map((result) => result.check))], PREFLIGHT_CHECKS);
    });
  }

  it('ends with the reason of its cancellation, and tells of nothing afterwards', async () => {
    const world = new PreflightWorld();
    const controller = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    access({ locks: () => promise })(world);
    const running = world.run(controller.signal);
    await new Promise(setImmediate);
    const heard = world.told.length;
    const reason = new Error('the person has thought better of it');
    controller.abort(reason);
    reject(reason);
    await assert.rejects(running, reason);
    assert.ok(heard > 0);
    assert.equal(world.told.length, heard);
  });
});
