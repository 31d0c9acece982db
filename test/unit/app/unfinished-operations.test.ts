import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockCertificate } from '../../../src/app/certificate-lock.ts';
import { obtainCertificate } from '../../../src/app/obtain-certificate.ts';
import { endUnfinished, listUnfinished } from '../../../src/app/unfinished-operations.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { Journal } from '../../../src/domain/issuance.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';
import { killAt } from './wire.ts';

const ID = '0000000000000001';
const { signal } = new AbortController();

/** A world in which a creation was killed when it set out to `call`. */
async function killedAt(call: string, folder: string, wish = CREATE): Promise<IssuanceWorld> {
  const world = new IssuanceWorld(folder).withStranger();
  if (wish === RENEW) await world.withCertificate();
  world.wire.fate = (n, name) => {
    if (name !== call) return 'happens';
    world.wire.fate = killAt(n, 'never-happens');
    return 'never-happens';
  };
  await assert.rejects(world.obtain(wish));
  world.wire.fate = () => 'happens';
  return world;
}

describe('what is unfinished', () => {
  it('is shown with its step, and whether it can be undone', () =>
    withLockFolder(async (folder) => {
      const early = await killedAt('names.lookTxt', folder);
      const { operations, failures } = await listUnfinished(early.desk);
      assert.deepEqual(failures, []);
      assert.deepEqual(operations, [
        {
          id: ID,
          kind: 'create',
          vault: 'contoso',
          name: 'www',
          dnsNames: CREATE.dnsNames,
          step: 'publish',
          rehearsal: false,
          since: '2026-06-01T00:00:00.000Z',
          pid: undefined,
          undoable: true,
        },
      ]);
      const late = await killedAt('ca.download', folder);
      const [operation] = (await listUnfinished(late.desk)).operations;
      assert.deepEqual([operation?.step, operation?.undoable], ['finalize', false]);
    }));

  it('names the process that is at work on it', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('names.lookTxt', folder);
      await lockCertificate(folder, 'contoso', 'www');
      assert.equal((await listUnfinished(world.desk)).operations[0]?.pid, process.pid);
      const named = await endUnfinished(world.desk, 'resume', [ID], () => world.reporter, signal);
      const error = new CertError('OperationRunning', { id: ID, pid: process.pid });
      assert.deepEqual(named, [{ id: ID, ended: 'failed', error }]);
    }));

  it('is not what a process is at work on: all that was interrupted goes without it', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('names.lookTxt', folder);
      await lockCertificate(folder, 'contoso', 'www');
      const before = world.contents;
      assert.deepEqual(await world.end('undo'), []);
      assert.deepEqual(world.contents, before);
    }));
});

describe('ending what is unfinished', () => {
  it('refuses an unknown id before anything is touched', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('names.lookTxt', folder);
      const before = world.contents;
      await assert.rejects(
        endUnfinished(world.desk, 'undo', [ID, 'unknown'], () => world.reporter, signal),
        new CertError('OperationNotFound', { id: 'unknown' }),
      );
      assert.deepEqual(world.contents, before);
      assert.deepEqual(world.journal.ids, [ID]);
    }));

  it('ends an operation once that is named twice', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('names.lookTxt', folder);
      const outcomes = await endUnfinished(
        world.desk,
        'undo',
        [ID, ID],
        () => world.reporter,
        signal,
      );
      assert.deepEqual(outcomes, [{ id: ID, ended: 'undone' }]);
    }));

  it('leaves alone what another process has ended since it was listed', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('names.lookTxt', folder);
      const listed = await world.journal.list();
      await world.end('undo');
      const before = world.contents;
      let lists = 0;
      const journal: Journal = {
        write: (entry) => world.journal.write(entry),
        remove: (id) => world.journal.remove(id),
        list: () => world.journal.list(),
        survey: async () =>
          (lists += 1) === 1 ? { entries: listed, unreadable: [] } : await world.journal.survey(),
      };
      const desk = { ...world.desk, journal };
      const outcomes = await endUnfinished(desk, 'resume', 'all', () => world.reporter, signal);
      const error = new CertError('OperationNotFound', { id: ID });
      assert.deepEqual(outcomes, [{ id: ID, ended: 'failed', error }]);
      assert.deepEqual(world.contents, before);
    }));

  describe('next to an entry that cannot be read', () => {
    const path = '/state/operations/damaged.json';
    const error = new CertError('StateUnreadable', { path, reason: 'it is damaged' });
    const damaged = { id: 'damaged', error };
    const besideDamaged = (world: IssuanceWorld) => {
      const { journal } = world;
      const survey = async () => ({ ...(await journal.survey()), unreadable: [damaged] });
      const beside: Journal = {
        write: (entry) => journal.write(entry),
        remove: (id) => journal.remove(id),
        list: () => Promise.reject(error),
        survey,
      };
      return { ...world.desk, journal: beside };
    };

    it('shows and ends the others, and says what is the matter with it', () =>
      withLockFolder(async (folder) => {
        const world = await killedAt('names.lookTxt', folder);
        const desk = besideDamaged(world);
        const { operations, failures } = await listUnfinished(desk);
        assert.deepEqual(
          [operations.map(({ id }) => id), failures],
          [[ID], [{ id: 'damaged', error }]],
        );
        assert.deepEqual(await endUnfinished(desk, 'undo', 'all', () => world.reporter, signal), [
          { id: ID, ended: 'undone' },
          { id: 'damaged', ended: 'failed', error },
        ]);
      }));

    it('ends what is named, unless it is that one', () =>
      withLockFolder(async (folder) => {
        const world = await killedAt('names.lookTxt', folder);
        const end = (...ids: readonly string[]) =>
          endUnfinished(besideDamaged(world), 'undo', ids, () => world.reporter, signal);
        await assert.rejects(end(ID, 'damaged'), error);
        assert.deepEqual(world.journal.ids, [ID]);
        assert.deepEqual(await end(ID), [{ id: ID, ended: 'undone' }]);
      }));

    it('begins nothing that it might be about', () =>
      withLockFolder(async (folder) => {
        const world = new IssuanceWorld(folder);
        const wish = obtainCertificate(besideDamaged(world), CREATE, world.reporter, signal);
        await assert.rejects(wish, error);
        assert.deepEqual(world.contents.vault, []);
      }));
  });

  it('keeps what could not be undone, and says so', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('ca.answer', folder);
      world.wire.fate = (_n, call) => (call === 'dns.put' ? 'never-happens' : 'happens');
      const [failed] = await world.end('undo');
      assert.equal(failed?.ended === 'failed' && failed.error.code, 'CleanupIncomplete');
      assert.deepEqual(world.journal.ids, [ID]);
      world.wire.fate = () => 'happens';
      assert.deepEqual(await world.end('undo'), [{ id: ID, ended: 'undone' }]);
      assert.deepEqual(world.journal.ids, []);
    }));
});

describe('completing a certificate that the CA has issued', () => {
  for (const wish of [CREATE, RENEW]) {
    it(`needs no CA once the chain is in the journal (${wish.kind})`, () =>
      withLockFolder(async (folder) => {
        const world = await killedAt('vault.merge', folder, wish);
        world.ca.forgetOrders();
        world.wire.fate = (_n, call) => (call.startsWith('ca.') ? 'never-happens' : 'happens');
        const [outcome] = await world.end('resume');
        assert.equal(outcome?.ended, 'issued');
        assert.deepEqual(world.journal.ids, []);
        assert.equal(world.contents.vault[0]?.versions.length, wish === CREATE ? 1 : 2);
      }));
  }

  it('is given up where the CA does not know the order any more', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('ca.download', folder);
      world.ca.forgetOrders();
      const [outcome] = await world.end('resume');
      assert.equal(outcome?.ended === 'failed' && outcome.error.code, 'OrderInvalid');
      assert.deepEqual(world.journal.ids, []);
      assert.deepEqual(world.contents.vault, []);
    }));

  it('is given up where somebody has deleted the operation in the vault', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('vault.merge', folder);
      await world.vault.deletePending('www');
      const [outcome] = await world.end('resume');
      assert.equal(outcome?.ended === 'failed' && outcome.error.code, 'KeyVaultRefused');
      assert.deepEqual(world.journal.ids, []);
    }));

  it('ends where somebody has made a newer version since', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('vault.replaceTags', folder);
      world.vault.supersede('www');
      const [outcome] = await world.end('resume');
      assert.equal(outcome?.ended === 'failed' && outcome.error.code, 'CertificateChanged');
      assert.deepEqual(world.journal.ids, []);
    }));

  it('ends where somebody has overtaken it while the chain was not there yet', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('ca.download', folder, RENEW);
      world.vault.supersede('www', { subject: 'CN=theirs.example' });
      const before = world.contents.vault[0];
      const [outcome] = await world.end('resume');
      assert.equal(outcome?.ended === 'failed' && outcome.error.code, 'CertificateChanged');
      assert.deepEqual(world.journal.ids, []);
      const after = world.contents.vault[0];
      assert.deepEqual(after?.policy, before?.policy);
      assert.deepEqual(after?.versions[0], before?.versions[0]);
    }));
});

describe('undoing what somebody has overtaken', () => {
  it('leaves their version and their policy alone', () =>
    withLockFolder(async (folder) => {
      const world = await killedAt('ca.finalize', folder, RENEW);
      // The point of no return was journalled and never reached: the order is ready still.
      world.vault.supersede('www', { subject: 'CN=theirs.example' });
      await world.end('undo');
      assert.deepEqual(world.journal.ids, []);
      const [after] = world.contents.vault;
      assert.equal(after?.policy.subject, 'CN=theirs.example');
      assert.deepEqual(after.versions[0]?.tags, {});
      assert.equal(after.versions[1]?.tags['kvcert-owner'], undefined);
    }));
});
