import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockCertificate } from '../../../src/app/certificate-lock.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';

/** A world in which a creation could not undo what it had published when it failed. */
async function interrupted(folder: string): Promise<IssuanceWorld> {
  const world = new IssuanceWorld(folder);
  world.wire.fate = (_n, call) =>
    call.startsWith('names.look') || call === 'dns.delete' ? 'never-happens' : 'happens';
  await assert.rejects(world.obtain(CREATE));
  assert.equal(world.journal.ids.length, 1);
  world.wire.fate = () => 'happens';
  world.notes.length = 0;
  return world;
}

describe('obtaining a certificate', () => {
  it('is refused while another process is at work on it', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      await lockCertificate(folder, 'contoso', 'www');
      await assert.rejects(
        world.obtain(CREATE),
        new CertError('OperationRunning', { id: 'contoso/www', pid: process.pid }),
      );
      assert.deepEqual(world.wire.calls, []);
    }));

  it('is remembered however it ends: with whom, on what occasion, and why not', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const occasion = { kind: 'due', reason: 'window' } as const;
      world.agrees = false;
      await assert.rejects(world.obtain({ ...CREATE, occasion }));
      world.agrees = true;
      await world.obtain({ ...CREATE, occasion });
      await world.obtain(RENEW);
      const [failed, created, renewed] = world.endings;
      assert.deepEqual(
        [failed?.kind, failed?.outcome, failed?.errorCode, failed?.dnsNames],
        ['create', 'failed', 'TermsNotAgreed', CREATE.dnsNames],
      );
      const { vault, name, outcome, by, user, account } = created ?? {};
      assert.deepEqual([vault, name, outcome], ['contoso', 'www', 'done']);
      assert.deepEqual([by, user], ['anna@pc', 'anna@contoso.com']);
      assert.match(account ?? '', /^https:/);
      assert.deepEqual(
        world.endings.map((ending) => ending.occasion),
        [occasion, occasion, undefined],
      );
      assert.equal(renewed?.thumbprint, world.endings.at(-1)?.thumbprint);
      assert.deepEqual(world.endings.length, 3);
    }));

  it('is remembered as undone where another wish takes its place', () =>
    withLockFolder(async (folder) => {
      const world = await interrupted(folder);
      await world.obtain({ ...CREATE, dnsNames: ['example.com'] });
      assert.deepEqual(
        world.endings.map(({ id, outcome }) => [id, outcome]),
        [
          ['0000000000000001', 'failed'],
          ['0000000000000001', 'undone'],
          ['0000000000000002', 'done'],
        ],
      );
    }));

  it('ends as it does, whatever the history says', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const error = new CertError('StateUnwritable', { path: 'history.jsonl', reason: 'ENOSPC' });
      Object.assign(world.desk.history, { append: () => Promise.reject(error) });
      const issued = await world.obtain(CREATE);
      assert.equal(issued.version, world.contents.vault[0]?.versions[0]?.version);
      const note = world.notes.at(-1);
      assert.equal(note?.kind === 'failure' && note.error.code, 'StateUnwritable');
    }));

  it('lets go of the certificate however it ends', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.agrees = false;
      await assert.rejects(world.obtain(CREATE), (error) => isCertError(error, 'TermsNotAgreed'));
      assert.deepEqual(world.contents, { vault: [], dns: {} });
      world.agrees = true;
      await world.obtain(CREATE);
      await world.obtain(RENEW);
      assert.equal(world.ca.issued, 2);
    }));

  const same: readonly [string, IssuanceWish][] = [
    ['the same', CREATE],
    [
      'the same names in another order',
      { ...CREATE, dnsNames: [...(CREATE.dnsNames ?? [])].reverse() },
    ],
    ['the key that is the default', { ...CREATE, keyType: 'rsa-2048' }],
    ["the CA's own profile", { ...CREATE, profile: '' }],
    ['the content type that is the default', { ...CREATE, contentType: 'application/x-pkcs12' }],
    ['no tags of its own', { ...CREATE, tags: {} }],
    ['what is the default anyway', { ...CREATE, exportable: true, reuseKey: false }],
  ];
  for (const [what, wish] of same) {
    it(`takes up what was interrupted where it wants ${what}`, () =>
      withLockFolder(async (folder) => {
        const world = await interrupted(folder);
        await world.obtain(wish);
        assert.deepEqual(world.history, ['0000000000000001 version-2']);
        const taken = { kind: 'taken-up', id: '0000000000000001', step: 'publish' };
        assert.deepEqual(world.notes, [taken]);
        assert.deepEqual(world.contents.dns, {});
        assert.deepEqual(world.journal.ids, []);
      }));
  }

  const other: readonly [string, IssuanceWish][] = [
    ['other names', { ...CREATE, dnsNames: ['example.com'] }],
    ['another profile', { ...CREATE, profile: 'tlsserver' }],
    ['another kind of key', { ...CREATE, keyType: 'ec-p256' }],
    ['the same kind of key in an HSM', { ...CREATE, keyType: 'rsa-2048-hsm' }],
    ['another content type', { ...CREATE, contentType: 'application/x-pem-file' }],
    ['a key that stays', { ...CREATE, exportable: false }],
    ['to keep its key', { ...CREATE, reuseKey: true }],
    ['other tags', { ...CREATE, tags: { team: 'web' } }],
  ];
  for (const [what, wish] of other) {
    it(`undoes what was interrupted where it wants ${what}, and begins anew`, () =>
      withLockFolder(async (folder) => {
        const world = await interrupted(folder);
        await world.obtain(wish);
        assert.deepEqual(world.history, ['0000000000000002 version-2']);
        assert.deepEqual(world.notes, [{ kind: 'other-undone', id: '0000000000000001' }]);
        assert.deepEqual(world.contents.dns, {});
        assert.deepEqual(world.journal.ids, []);
      }));
  }

  it('completes what the CA was told to issue before it does what is wanted now', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => (call === 'ca.download' ? 'never-happens' : 'happens');
      await assert.rejects(world.obtain(CREATE));
      assert.deepEqual(world.notes.at(-1), { kind: 'left-to-complete' });
      world.wire.fate = () => 'happens';
      const other = { ...CREATE, keyType: 'ec-p256' } as const;
      await assert.rejects(world.obtain(other), (error) => isCertError(error, 'CertificateExists'));
      assert.deepEqual(world.history, ['0000000000000001 version-2']);
      const issued = await world.obtain({ ...other, newVersion: true });
      assert.equal(issued.version, world.contents.vault[0]?.versions[0]?.version);
    }));

  it('deletes an operation that another machine has left behind, when its time is over', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => {
        return ['vault.merge', 'journal.remove'].includes(call) ? 'never-happens' : 'happens';
      };
      await assert.rejects(world.obtain(CREATE));
      for (const id of world.journal.ids) {
        world.wire.fate = () => 'happens';
        await world.journal.remove(id);
      }
      await assert.rejects(world.obtain(CREATE), (error) => isCertError(error, 'WorkInProgress'));
      await world.clock.sleep(31 * 60_000);
      const issued = await world.obtain(CREATE);
      assert.deepEqual(world.contents.vault[0]?.pending, undefined);
      assert.deepEqual(
        world.contents.vault[0]?.versions.map(({ version }) => version),
        [issued.version],
      );
    }));
});
