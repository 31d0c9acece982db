import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import type { IssuanceProgress } from '../../../src/domain/issuance.ts';
import type { Note } from '../../../src/domain/issuance-news.ts';
import { ownerTags } from '../../../src/domain/owner-tags.ts';
import { parseClaim } from '../../../src/domain/ownership.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';

/** Calls that change something somewhere, and the journal's own. */
const EFFECTS = new Set([
  'accounts.add',
  'accounts.update',
  'ca.registerAccount',
  'ca.newOrder',
  'ca.answer',
  'ca.finalize',
  'dns.put',
  'dns.delete',
  'vault.createPending',
  'vault.deletePending',
  'vault.merge',
  'vault.replaceTags',
  'vault.replacePolicy',
  'journal.write',
  'journal.remove',
]);

const ISSUE = [
  ...['ca.newOrder', 'journal.write', 'journal.write'],
  ...['dns.put', 'dns.put', 'ca.answer', 'ca.answer', 'ca.answer', 'dns.put', 'dns.delete'],
  ...['journal.write', 'vault.createPending', 'journal.write'],
  ...['journal.write', 'ca.finalize', 'journal.write'],
  ...['vault.merge', 'journal.write', 'vault.replaceTags'],
];

function effectsOf(world: IssuanceWorld): readonly string[] {
  return world.wire.calls.filter((call) => EFFECTS.has(call));
}

describe('the order of side effects', () => {
  it('of a creation: each is journalled before it happens', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder).withStranger();
      await world.obtain(CREATE);
      assert.deepEqual(effectsOf(world), [
        ...['accounts.add', 'ca.registerAccount', 'accounts.update', 'journal.write'],
        ...ISSUE,
        'journal.remove',
      ]);
    }));

  it('of a renewal: the claim on the previous version comes and goes as well', () =>
    withLockFolder(async (folder) => {
      const world = (await new IssuanceWorld(folder).withCertificate()).withStranger();
      world.wire.calls.length = 0;
      await world.obtain(RENEW);
      assert.deepEqual(effectsOf(world), [
        ...['journal.write', 'journal.write', 'vault.replaceTags'],
        ...ISSUE,
        ...['vault.replaceTags', 'journal.remove'],
      ]);
    }));

  /** What the journal has to say, at the latest, when a call sets out. */
  const beforehand: readonly [string, (progress: IssuanceProgress) => boolean][] = [
    ['ca.newOrder', ({ accountUrl }) => accountUrl !== undefined],
    ['dns.put', ({ values }) => Object.values(values).flat().length === 3],
    ['vault.createPending', ({ pending }) => pending !== undefined],
    ['ca.finalize', ({ finalizing, pending }) => finalizing && pending?.requestId !== undefined],
    ['vault.merge', ({ chain }) => chain !== undefined],
    ['vault.replaceTags', ({ claimed }) => claimed],
  ];
  for (const [call, isTold] of beforehand) {
    it(`${call} finds itself in the journal`, () =>
      withLockFolder(async (folder) => {
        const world = (await new IssuanceWorld(folder).withCertificate()).withStranger();
        const found: boolean[] = [];
        world.wire.fate = (_n, name) => {
          const newest = world.journal.written.at(-1);
          if (name === call) found.push(newest !== undefined && isTold(newest.progress));
          return 'happens';
        };
        await world.obtain(RENEW);
        assert.ok(found.length > 0);
        assert.deepEqual(new Set(found), new Set([true]));
      }));
  }
});

describe('an issuance that succeeds', () => {
  it('leaves the certificate, the tags of a renewal and what strangers have', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder).withStranger();
      const before = world.contents;
      const issued = await world.obtain(CREATE);
      assert.equal(issued.version, 'version-2');
      assert.deepEqual(issued.dnsNames, CREATE.dnsNames);
      assert.equal(issued.steps.length, 10);
      assert.deepEqual(world.contents.dns, before.dns);
      assert.deepEqual(
        world.contents.vault.map(({ name, versions, pending }) => ({
          name,
          tags: versions.map(({ tags }) => tags),
          pending,
        })),
        [
          {
            name: 'www',
            tags: [
              {
                'kvcert-ca':
                  'https://ca.example/directory account=https://ca.example/directory/account/1',
              },
            ],
            pending: undefined,
          },
        ],
      );
      assert.deepEqual(world.journal.ids, []);
      assert.deepEqual(world.history, ['0000000000000001 version-2']);
      assert.deepEqual(world.notes, []);
    }));

  it('sets the tags that were wished for, on top of those that are there', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const tagsOfNewest = () => ownerTags(world.contents.vault[0]?.versions[0]?.tags ?? {});
      await world.obtain({ ...CREATE, tags: { team: 'web', env: 'prod' } });
      assert.deepEqual(tagsOfNewest(), { team: 'web', env: 'prod' });
      const newest = await world.vault.get('www');
      world.vault.change('www', { tags: { ...newest?.tags, cost: '4711' } });
      await world.obtain({ ...RENEW, tags: { team: 'ops' } });
      assert.deepEqual(tagsOfNewest(), { team: 'ops', env: 'prod', cost: '4711' });
      await world.obtain(RENEW);
      assert.deepEqual(tagsOfNewest(), { team: 'ops', env: 'prod', cost: '4711' });
    }));

  it('takes tags that were wished for away with a creation that is undone', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => (call === 'ca.finalize' ? 'never-happens' : 'happens');
      await assert.rejects(world.obtain({ ...CREATE, tags: { team: 'web' } }));
      assert.deepEqual(world.contents, { vault: [], dns: {} });
    }));

  it("keeps the owner's tags, policy and profile when it renews", () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      const [before] = world.contents.vault;
      await world.obtain(RENEW);
      const [after] = world.contents.vault;
      const tags = { team: 'web', 'kvcert-ca': after?.versions[0]?.tags['kvcert-ca'] };
      assert.deepEqual(after?.versions[0]?.tags, tags);
      assert.match(tags['kvcert-ca'] ?? '', /^https:\/\/ca\.example\/directory profile=tlsserver /);
      assert.deepEqual(after.policy, before?.policy);
      assert.deepEqual(after.versions[1], before?.versions[0]);
    }));

  it('says while it runs who is at work, on the vault and on every record set', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      const claims: unknown[] = [];
      world.wire.fate = (_n, call) => {
        if (call === 'ca.answer') {
          const { vault, dns } = world.contents;
          const marks = Object.values(dns).flatMap(({ metadata }) => Object.values(metadata));
          claims.push(parseClaim(vault[0]?.versions[0]?.tags['kvcert-owner'])?.run);
          claims.push(...new Set(marks.map((mark) => parseClaim(mark)?.run ?? mark)));
        }
        return 'happens';
      };
      await world.obtain(RENEW);
      assert.deepEqual(new Set(claims), new Set(['0000000000000001']));
    }));

  it('registers an account again that the CA has forgotten, with the same key', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      world.ca.forgetAccounts();
      await world.obtain(RENEW);
      assert.equal(world.wire.calls.filter((call) => call === 'ca.newOrder').length, 2);
      assert.equal((await world.accounts.load(world.ca.url))?.key, 'key');
    }));
});

describe('a cancellation that comes too late', () => {
  /** Cancels when `call` sets out for the last time, and says what the person is told. */
  async function cancelledAt(call: string, folder: string): Promise<readonly Note[]> {
    const world = new IssuanceWorld(folder);
    const controller = new AbortController();
    world.wire.fate = (_n, name) => {
      if (name === call) controller.abort();
      return 'happens';
    };
    await world.obtain(CREATE, controller.signal);
    controller.abort();
    return world.notes;
  }

  for (const call of ['ca.finalize', 'ca.download', 'vault.merge']) {
    it(`is told that the certificate is completed, at ${call}`, () =>
      withLockFolder(async (folder) => {
        assert.deepEqual(await cancelledAt(call, folder), [{ kind: 'too-late-to-cancel' }]);
      }));
  }

  it('is told so too where an interrupted issuance is completed', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => (call === 'vault.merge' ? 'never-happens' : 'happens');
      await assert.rejects(world.obtain(CREATE));
      world.notes.length = 0;
      const controller = new AbortController();
      world.wire.fate = (_n, call) => {
        if (call === 'vault.merge') controller.abort();
        return 'happens';
      };
      await world.obtain(CREATE, controller.signal);
      assert.deepEqual(world.notes.at(-1), { kind: 'too-late-to-cancel' });
    }));

  it('is told nothing once the certificate is there', () =>
    withLockFolder(async (folder) => {
      assert.deepEqual(await cancelledAt('never', folder), []);
    }));
});

describe('an issuance that ends early', () => {
  it('says at which step it was cancelled', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const controller = new AbortController();
      world.wire.fate = (_n, call) => {
        if (call === 'names.lookTxt') controller.abort();
        return 'happens';
      };
      await assert.rejects(world.obtain(CREATE, controller.signal), (error) => {
        return isCertError(error, 'Cancelled') && error.facts.during === 'propagate';
      });
    }));

  it('gives authorizations back that nobody will use', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => (call === 'names.lookTxt' ? 'never-happens' : 'happens');
      await assert.rejects(world.obtain(CREATE));
      assert.deepEqual(world.ca.authorizations, ['deactivated', 'deactivated', 'deactivated']);
    }));
});
