import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';
import { createQuickly, VAULT } from './create-quickly.ts';

const HOUR = 3_600_000;

/** What is done with what runs, has failed or was interrupted. */
export function describeOperationCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);

  const txt = (name: string) => `/TXT/_acme-challenge\\.${name}(\\?|$)`;
  const certificates = async (name: string) => {
    const { vaults } = await control.state();
    const found = vaults.find(({ vault }) => vault === VAULT)?.certificates ?? [];
    return found.find((each) => each.name === `${name}-example-com`)?.versions.length ?? 0;
  };
  const values = async (name: string) => {
    const { zones } = await control.state();
    const sets = zones.flatMap(({ recordSets }) => recordSets);
    return sets.filter((set) => set.name === `_acme-challenge.${name}`).length;
  };
  const operationSays = (beginning: string) =>
    waitFor(`"${beginning}" among the operations`, async () =>
      (await somebody.treeItems()).find((item) => item.startsWith(beginning)),
    );

  /** Nothing that is changed in the DNS from now on is seen by anybody for so long. */
  const delayDns = async (visibleAfterMs: number): Promise<void> => {
    await control.nameServer('authoritative-1', { visibleAfterMs });
    await control.nameServer('authoritative-2', { visibleAfterMs });
  };

  /** Begins one and cancels it while it waits for the name servers. */
  const cancelled = async (name: string): Promise<void> => {
    await delayDns(HOUR);
    await createQuickly(commands, name);
    await waitFor('the value', async () => ((await values(name)) > 0 ? true : undefined));
    const running = commands.run('kvcert.cancelOperation');
    await somebody.pick(`Create ${VAULT}/${name}-example-com`);
    await running;
    await delayDns(0);
  };

  /** The same where what is published cannot be taken back. */
  const leftOver = async (name: string): Promise<void> => {
    for (const method of ['DELETE', 'PUT', 'PATCH']) {
      const match = { api: 'arm', method, path: txt(name) };
      const nth = method === 'PUT' ? 2 : 1;
      await control.fault({ kind: 'fail', status: 403, match, nth, count: 50 });
    }
    await cancelled(name);
    await somebody.readNotification('is cancelled, but not everything could be undone.');
    await control.clearFaults();
    assert.equal(await values(name), 1);
  };

  describe('of operations', () => {
    before(() => vscode.commands.executeCommand('kvcert.operations.focus'));
    afterEach(async () => {
      await control.clearFaults();
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('Cancel Operation takes back what was begun', async () => {
      await cancelled('cancelled');
      await somebody.readNotification('cancelled-example-com is cancelled: nothing of it is left.');
      assert.equal(await values('cancelled'), 0);
      assert.equal(await certificates('cancelled'), 0);
    });

    it('Retry Operation begins once more', async () => {
      await cancelled('retried');
      await somebody.readNotification('retried-example-com is cancelled');
      await commands.fromPalette('kvcert.retryOperation');
      await somebody.pick(`Create ${VAULT}/retried-example-com`);
      await somebody.readNotification('retried-example-com is created and expires');
      assert.equal(await certificates('retried'), 1);
    });

    it('Remove Operation from List takes it off the list', async () => {
      await cancelled('removed');
      await operationSays(`Create ${VAULT}/removed-example-com, Cancelled`);
      await commands.fromPalette('kvcert.removeOperation');
      await somebody.pick(`Create ${VAULT}/removed-example-com`);
      await waitFor('a list without it', async () =>
        (await somebody.treeItems()).some((item) => item.includes('removed-example-com'))
          ? undefined
          : true,
      );
    });

    it('Undo Operation takes back what an operation has left', async () => {
      await leftOver('undone');
      await commands.fromPalette('kvcert.undoOperation');
      await somebody.pick(`Create ${VAULT}/undone-example-com`);
      await somebody.readNotification('undone-example-com is cancelled: nothing of it is left.');
      assert.equal(await values('undone'), 0);
      assert.equal(await certificates('undone'), 0);
    });

    it('Resume Operation completes what an operation has left', async () => {
      await leftOver('resumed');
      await commands.fromPalette('kvcert.resumeOperation');
      await somebody.pick(`Create ${VAULT}/resumed-example-com`);
      await somebody.readNotification('resumed-example-com is created and expires');
      assert.equal(await values('resumed'), 0);
      assert.equal(await certificates('resumed'), 1);
    });
  });
}
