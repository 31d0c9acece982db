/**
 * An issuance that is interrupted anywhere: whichever of its calls fails, is cancelled or is the last
 * one before the process dies, in the end everything is as it was or the certificate is there, once.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';
import { failAt, killAt, type Fate, type Wire } from './wire.ts';

type Contents = IssuanceWorld['contents'];

interface Scene {
  readonly wish: IssuanceWish;
  readonly newWorld: () => Promise<IssuanceWorld>;
  readonly before: Contents;
  readonly after: Contents;
  /** The calls of an issuance that nobody interrupts. */
  readonly calls: readonly string[];
  /** The number of the call by which the journal learns that the CA is told to issue. */
  readonly pointOfNoReturn: number;
}

async function sceneOf(kind: 'create' | 'renew', folder: string): Promise<Scene> {
  const wish = kind === 'create' ? CREATE : RENEW;
  const newWorld = async (): Promise<IssuanceWorld> => {
    const world = new IssuanceWorld(folder).withStranger();
    if (kind === 'renew') await world.withCertificate();
    world.wire.calls.length = 0;
    return world;
  };
  const world = await newWorld();
  const before = world.contents;
  await world.obtain(wish);
  const { calls } = world.wire;
  const pointOfNoReturn = calls.lastIndexOf('journal.write', calls.indexOf('ca.finalize')) + 1;
  return { wish, newWorld, before, after: world.contents, calls, pointOfNoReturn };
}

/** Tries `work` with an issuance interrupted at each of its calls. */
async function everywhere(
  kind: 'create' | 'renew',
  work: (scene: Scene, world: IssuanceWorld, n: number) => Promise<void>,
): Promise<void> {
  await withLockFolder(async (folder) => {
    const scene = await sceneOf(kind, folder);
    for (const [index, call] of scene.calls.entries()) {
      const world = await scene.newWorld();
      try {
        await work(scene, world, index + 1);
      } catch (cause) {
        throw new Error(`interrupted at ${call}, call ${index + 1}`, { cause });
      }
    }
  });
}

function ended(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'issued',
    (error: unknown) => (isCertError(error) ? error.code : String(error)),
  );
}

/** True if the certificate is there; false if everything is as it was. */
function isIssued({ before, after }: Scene, world: IssuanceWorld): boolean {
  assert.ok(world.ca.issued <= 1, 'the CA has issued twice');
  const issued = world.ca.issued === 1;
  assert.deepEqual(world.contents, issued ? after : before);
  return issued;
}

/** During its n-th call the machine falls asleep for an hour. */
function sleepAt(n: number, world: IssuanceWorld): Wire['fate'] {
  return (at) => {
    if (at === n) world.clock.closeLid();
    return 'happens';
  };
}

const KINDS = ['create', 'renew'] as const;
const FATES: readonly Fate[] = ['never-happens', 'answer-lost'];

for (const kind of KINDS) {
  describe(`${kind}, on a machine that falls asleep for an hour`, () => {
    it('goes on when it is awake, whatever it was about', () =>
      everywhere(kind, async (scene, world, n) => {
        world.wire.fate = sleepAt(n, world);
        assert.equal(await ended(world.obtain(scene.wish)), 'issued');
        assert.equal(isIssued(scene, world), true);
        assert.deepEqual(world.journal.ids, []);
      }));
  });

  for (const fate of FATES) {
    describe(`${kind}, interrupted at any call that ${fate}`, () => {
      it('completes or undoes everything where the call fails', () =>
        everywhere(kind, async (scene, world, n) => {
          world.wire.fate = failAt(n, fate);
          const succeeded = (await ended(world.obtain(scene.wish))) === 'issued';
          if (world.journal.ids.length > 0) {
            assert.ok(succeeded || n >= scene.pointOfNoReturn, 'it could have been undone');
            const outcomes = await world.end('resume');
            assert.deepEqual(
              outcomes.map(({ ended }) => ended),
              [succeeded ? 'cleaned-up' : 'issued'],
            );
            assert.equal(isIssued(scene, world), true);
          } else {
            assert.equal(isIssued(scene, world), succeeded);
          }
          assert.deepEqual(world.journal.ids, []);
        }));

      it('is resumed where the process dies', () =>
        everywhere(kind, async (scene, world, n) => {
          world.wire.fate = killAt(n, fate);
          await ended(world.obtain(scene.wish));
          world.wire.fate = () => 'happens';
          const unfinished = world.journal.ids.length > 0;
          const outcomes = await world.end('resume');
          assert.deepEqual(
            outcomes.map(({ ended }) => ended),
            unfinished ? ['issued'] : [],
          );
          assert.equal(isIssued(scene, world) || !unfinished, true);
          assert.deepEqual(world.journal.ids, []);
        }));

      it('is undone where the process dies, or completed past the point of no return', () =>
        everywhere(kind, async (scene, world, n) => {
          world.wire.fate = killAt(n, fate);
          await ended(world.obtain(scene.wish));
          world.wire.fate = () => 'happens';
          const newest = world.journal.written.at(-1);
          await world.end('undo');
          assert.equal(isIssued(scene, world), newest?.progress.finalizing ?? false);
          assert.deepEqual(world.journal.ids, []);
        }));

      it('is taken up by the next run that wants the same', () =>
        everywhere(kind, async (scene, world, n) => {
          world.wire.fate = killAt(n, fate);
          await ended(world.obtain(scene.wish));
          world.wire.fate = () => 'happens';
          const isOver = world.ca.issued === 1 && world.journal.ids.length === 0;
          if (!isOver) await world.obtain(scene.wish);
          assert.equal(isIssued(scene, world), true);
          assert.deepEqual(world.journal.ids, []);
        }));
    });
  }

  describe(`${kind}, cancelled during any call`, () => {
    for (const fate of ['happens', 'answered-late'] as const) {
      it(`is undone, or completed past the point of no return, where that call ${fate}`, () =>
        everywhere(kind, async (scene, world, n) => {
          const controller = new AbortController();
          world.wire.fate = (at) => {
            if (at !== n) return 'happens';
            controller.abort(new CertError('Cancelled', { during: '' }));
            return fate;
          };
          const how = await ended(world.obtain(scene.wish, controller.signal));
          assert.equal(how, n >= scene.pointOfNoReturn ? 'issued' : 'Cancelled');
          assert.equal(isIssued(scene, world), how === 'issued');
          assert.deepEqual(world.journal.ids, []);
        }));
    }
  });
}
