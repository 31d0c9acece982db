/**
 * The board with the engine's own use cases: a window is killed at any call of an issuance, and what
 * the next window makes of it is looked at in the vault and the zones.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockHolder } from '../../../../src/app/certificate-lock.ts';
import { obtainCertificate } from '../../../../src/app/obtain-certificate.ts';
import { OperationBoard } from '../../../../src/app/operation-board.ts';
import { isLive } from '../../../../src/app/operations/board-operation.ts';
import type { OperationEngine } from '../../../../src/app/operations/carry-out.ts';
import { TakeUp } from '../../../../src/app/operations/take-up.ts';
import { endUnfinished } from '../../../../src/app/unfinished-operations.ts';
import { SILENT } from '../../acme/test-clock.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from '../issuance-world.ts';
import { killAt } from '../wire.ts';
import { DIRECTORY, FakeRecords, settled, SteppedClock } from './board-world.ts';

class Scene {
  readonly world: IssuanceWorld;
  readonly records = new FakeRecords();
  readonly #folder: string;
  #windows = 0;

  constructor(world: IssuanceWorld, folder: string) {
    this.world = world;
    this.#folder = folder;
  }

  get engine(): OperationEngine {
    const { desk } = this.world;
    return {
      obtain: (...given) => obtainCertificate(desk, ...given),
      endUnfinished: (...given) => endUnfinished(desk, ...given),
    };
  }

  newBoard(): OperationBoard {
    const { desk } = this.world;
    this.#windows += 1;
    return new OperationBoard({
      clock: new SteppedClock(),
      journal: {
        read: async () => {
          const { entries, unreadable } = await desk.journal.survey();
          const operations = entries.map(async (entry) => ({
            entry,
            pid: await lockHolder(this.#folder, entry.plan.vault.name, entry.plan.name),
          }));
          return { operations: await Promise.all(operations), unreadable };
        },
        watch: () => Promise.resolve(() => undefined),
      },
      records: this.records,
      process: { pid: this.#windows, started: 'once' },
      isAlive: () => Promise.resolve(false),
      newId: () => 'operation',
      log: SILENT,
    });
  }
}

async function untilQuiet(board: OperationBoard): Promise<void> {
  while (board.operations.some(isLive)) await settled();
}

for (const wish of [CREATE, RENEW]) {
  describe(`a window that is killed at any call of an issuance (${wish.kind})`, () => {
    it('leaves what the next window completes, or nothing at all', () =>
      withLockFolder(async (folder) => {
        const newScene = async (): Promise<Scene> => {
          const world = new IssuanceWorld(folder).withStranger();
          if (wish === RENEW) await world.withCertificate();
          world.wire.calls.length = 0;
          return new Scene(world, folder);
        };
        const { world: whole } = await newScene();
        const before = whole.contents;
        await whole.obtain(wish);
        const after = whole.contents;
        for (const [index, call] of whole.wire.calls.entries()) {
          const scene = await newScene();
          const { world, engine, records } = scene;
          world.wire.fate = killAt(index + 1, 'never-happens');
          const first = scene.newBoard();
          first.start(engine, DIRECTORY, wish);
          // A killed window says nothing more.
          const { text } = records;
          first.dispose();
          await untilQuiet(first);
          records.text = text;
          world.wire.fate = () => 'happens';
          const hasEntry = world.journal.ids.length > 0;
          const second = scene.newBoard();
          const workplace = { engine, directoryKey: DIRECTORY };
          await new TakeUp(second, () => Promise.resolve(workplace)).begin();
          await untilQuiet(second);
          const [operation, ...more] = second.operations;
          assert.deepEqual(
            [operation?.state, operation?.id, more.length],
            [hasEntry ? 'done' : 'interrupted', 'operation', 0],
            call,
          );
          assert.deepEqual(world.journal.ids, [], call);
          const isThere = hasEntry || world.ca.issued > 0;
          assert.deepEqual(world.contents, isThere ? after : before, call);
          assert.ok(world.ca.issued <= 1, call);
        }
      }));
  });
}
