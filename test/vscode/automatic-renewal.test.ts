/**
 * A certificate that is due, in a vault that the person lets renew by itself: it is renewed without a
 * question, and the person is told afterwards.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { SEAM } from '../host/in-host/seam.ts';
import { ARCHIVED } from '../host/worlds.ts';
import { controlAt } from '../integration/product/control.ts';
import { CommandsRun } from './commands/commands-run.ts';
import { createQuickly } from './commands/create-quickly.ts';
import { given } from './companion/given.ts';
import { person } from './person.ts';
import { OPERATOR, signIn } from './sign-in.ts';
import { sandbox } from './surroundings.ts';

describe('a vault that renews by itself', () => {
  const somebody = person();
  const control = controlAt(sandbox().control);
  const commands = new CommandsRun();
  const versions = async () =>
    (await control.certificate(ARCHIVED.vault, ARCHIVED.name)).versions.length;

  before(async () => {
    await signIn(OPERATOR);
    await somebody.alwaysAgreeToTerms();
    // Nobody is asked in the background: the terms were agreed to with this one.
    await createQuickly(commands, 'agreed');
    await somebody.readNotification('is created and expires');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('does nothing before the person has chosen it', async () => {
    assert.equal(await versions(), 1);
  });

  it('renews what is due once it is chosen, and tells it in one notification', async () => {
    await commands.fromPalette('kvcert.chooseAutomaticRenewal');
    await somebody.pickOnly([ARCHIVED.vault]);
    const said = await somebody.readNotification('in the background');
    const { vault, name } = ARCHIVED;
    assert.match(
      said,
      new RegExp(`${vault}/${name} is renewed in the background and expires \\d{4}-\\d\\d-\\d\\d`),
    );
    assert.equal(await versions(), 2);
    const told = (await somebody.notifications()).filter((each) => each.includes('is renewed'));
    assert.equal(told.length, 1, told.join('\n'));
  });

  it('is told of in the history, with the reason', async () => {
    const file = join(given(SEAM.globalStorage), 'kvcert.kvcert', 'history.jsonl');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const { name, occasion, user } = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
    assert.deepEqual([name, user], [ARCHIVED.name, OPERATOR]);
    assert.deepEqual(occasion, { kind: 'background', reason: 'share' });
  });
});
