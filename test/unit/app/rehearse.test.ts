import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { CREATE, IssuanceWorld, REHEARSED, withLockFolder } from './issuance-world.ts';
import { failAt, killAt, type Fate } from './wire.ts';

const FATES: readonly Fate[] = ['never-happens', 'answer-lost'];

interface Scene {
  readonly newWorld: () => IssuanceWorld;
  readonly before: IssuanceWorld['contents'];
  /** How many calls plan and rehearsal take, where nobody interrupts them. */
  readonly rehearsed: number;
  readonly calls: readonly string[];
}

async function sceneIn(folder: string): Promise<Scene> {
  const newWorld = (): IssuanceWorld => new IssuanceWorld(folder).withStranger();
  const world = newWorld();
  const before = world.contents;
  await world.obtain(REHEARSED);
  const { calls } = world.wire;
  return { newWorld, before, calls, rehearsed: calls.indexOf('journal.remove') + 1 };
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'issued',
    (error: unknown) => (isCertError(error) ? error.code : String(error)),
  );
}

describe('an issuance that is rehearsed', () => {
  it('has the other CA issue first, and touches the vault only afterwards', () =>
    withLockFolder(async (folder) => {
      const { calls, rehearsed } = await sceneIn(folder);
      const rehearsal = calls.slice(0, rehearsed);
      assert.ok(rehearsal.includes('ca.finalize'));
      const inVault = rehearsal.filter((call) => call.startsWith('vault.'));
      assert.deepEqual(inVault.toSorted(), ['vault.get', 'vault.isSoftDeleted']);
      assert.equal(calls.filter((call) => call === 'ca.finalize').length, 2);
    }));

  it('comes to what it comes to without', () =>
    withLockFolder(async (folder) => {
      const [plain, rehearsed] = [new IssuanceWorld(folder), new IssuanceWorld(folder)];
      await plain.obtain(CREATE);
      await rehearsed.obtain(REHEARSED);
      assert.deepEqual([rehearsed.staging.issued, rehearsed.ca.issued], [1, 1]);
      assert.deepEqual(rehearsed.contents.dns, plain.contents.dns);
      assert.equal(rehearsed.history.length, 1, 'a rehearsal is no entry of the history');
      assert.deepEqual(rehearsed.journal.ids, []);
    }));

  it('leaves the CA that is meant alone where the names cannot be proven', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const before = world.contents;
      world.stagingIsBlind = true;
      assert.equal(await codeOf(world.obtain(REHEARSED)), 'ChallengeFailed');
      assert.deepEqual([world.staging.issued, world.ca.issued], [0, 0]);
      assert.deepEqual(world.contents, before);
      assert.deepEqual(world.journal.ids, []);
      assert.ok(world.notes.some(({ kind }) => kind === 'rehearsal-failed'));
    }));

  it('is refused at the CA that is meant itself', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const wish = { ...REHEARSED, ...(CREATE.ca ? { rehearsalCa: CREATE.ca } : {}) };
      assert.equal(await codeOf(world.obtain(wish)), 'NoRehearsal');
      assert.deepEqual([world.staging.issued, world.ca.issued], [0, 0]);
    }));

  it('ends as cancelled, at whichever call of the rehearsal', () =>
    withLockFolder(async (folder) => {
      const { newWorld, before, calls, rehearsed } = await sceneIn(folder);
      for (const [index, call] of calls.slice(0, rehearsed).entries()) {
        if (index < calls.indexOf('journal.write')) continue;
        const world = newWorld();
        const controller = new AbortController();
        world.wire.fate = (n) => {
          if (n === index + 1) controller.abort();
          return 'happens';
        };
        const code = await codeOf(world.obtain(REHEARSED, controller.signal));
        assert.equal(code, 'Cancelled', `cancelled at ${call}, call ${index + 1}`);
        assert.equal(world.ca.issued, 0);
        assert.deepEqual(world.contents, before);
        assert.deepEqual(world.journal.ids, []);
      }
    }));

  for (const fate of FATES) {
    it(`leaves nothing where a call of the rehearsal ${fate}`, () =>
      withLockFolder(async (folder) => {
        const { newWorld, before, calls, rehearsed } = await sceneIn(folder);
        for (const [index, call] of calls.slice(0, rehearsed).entries()) {
          const world = newWorld();
          world.wire.fate = failAt(index + 1, fate);
          const code = await codeOf(world.obtain(REHEARSED));
          if (world.journal.ids.length > 0) {
            const outcomes = await world.end('resume');
            const endings = outcomes.map(({ ended }) => ended);
            assert.deepEqual(endings, ['undone'], `at ${call}, call ${index + 1}`);
          }
          assert.equal(world.ca.issued, code === 'issued' ? 1 : 0);
          if (code !== 'issued') assert.deepEqual(world.contents, before);
          assert.deepEqual(world.journal.ids, []);
        }
      }));

    it(`is undone by the next one where the process dies at a call that ${fate}`, () =>
      withLockFolder(async (folder) => {
        const { newWorld, calls, rehearsed } = await sceneIn(folder);
        for (const [index, call] of calls.slice(0, rehearsed).entries()) {
          const world = newWorld();
          world.wire.fate = killAt(index + 1, fate);
          await codeOf(world.obtain(REHEARSED));
          world.wire.fate = () => 'happens';
          assert.equal(await codeOf(world.obtain(CREATE)), 'issued', `${call}, call ${index + 1}`);
          assert.equal(world.ca.issued, 1);
          assert.deepEqual(world.journal.ids, []);
          const plain = newWorld();
          await plain.obtain(CREATE);
          assert.deepEqual(world.contents.dns, plain.contents.dns);
        }
      }));
  }
});
