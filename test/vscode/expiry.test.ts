/**
 * The only certificate that is due lies in a vault that nobody has opened: the daily look finds it,
 * and it is told of in every way that there is.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ARCHIVED } from '../host/worlds.ts';
import { controlAt } from '../integration/product/control.ts';
import { person } from './person.ts';
import { OPERATOR, signIn } from './sign-in.ts';
import { sandbox } from './surroundings.ts';
import { pageTab } from './tabs.ts';
import { waitFor } from './wait-for.ts';

const NOTICE = `A certificate expires soon: ${ARCHIVED.vault}/${ARCHIVED.name}.`;
const DAY = 86_400_000;

describe('a certificate that is due', () => {
  const somebody = person();
  const control = controlAt(sandbox().control);
  let said: string;

  before(async function () {
    // The first look is taken some seconds after the start.
    this.timeout(60_000);
    await signIn(OPERATOR);
    said = await somebody.readNotification(NOTICE);
  });

  it('is found in a vault that was never opened', async () => {
    const archive = (await control.log()).filter(({ host }) => host.startsWith(ARCHIVED.vault));
    assert.ok(archive.length > 0);
    // No view of ours was visible, so nobody can have opened it there.
    assert.deepEqual(await somebody.treeItems(), ['notes.txt']);
  });

  it('is told of in one notification, with what can be done about it', async () => {
    for (const action of ['Renew…', 'Show', 'Snooze 7 Days', "Don't Show Again"]) {
      assert.ok(said.includes(action), said);
    }
    const all = (await somebody.notifications()).filter((each) => each.includes(ARCHIVED.name));
    assert.equal(all.length, 1, all.join('\n'));
  });

  it('is counted at the icon of the extension and in the status bar', async () => {
    assert.match(await somebody.activityBar(), /1 certificate is due/);
    const entries = await somebody.statusBar();
    assert.ok(
      entries.some((entry) => entry.includes('1 certificate is due')),
      entries.join('\n'),
    );
  });

  it('is shown in the view Expiring, with its date and vault and the reason', async () => {
    await vscode.commands.executeCommand('kvcert.expiring.focus');
    const item = await waitFor('the certificate', async () =>
      (await somebody.treeItems()).find((each) => each.startsWith(ARCHIVED.name)),
    );
    const day = new Date(Date.now() + 5.25 * DAY).toISOString().slice(0, 10);
    const [label, ...why] = item.split('. ');
    assert.equal(
      label,
      `${ARCHIVED.name}, expires very soon, expires in 5 d, issued through letsencrypt, ` +
        `on ${day}, vault ${ARCHIVED.vault}`,
    );
    assert.match(why.join(), /^Two thirds of its lifetime were over \d+ days ago\.$/);
  });

  it('is renewed from the notification: the form is filled in', async () => {
    await somebody.pressInNotification(NOTICE, 'Renew…');
    await waitFor('the form', () => pageTab(`Renew ${ARCHIVED.name}`));
    await somebody.readPage(ARCHIVED.dnsName);
  });
});
