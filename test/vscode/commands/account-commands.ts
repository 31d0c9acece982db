import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';

const DIRECTORY = 'https://acme.scripted.test/directory';
const KEY_ID = 'kid-1';
/** base64url */
const HMAC_KEY = 'dGhlIGtleSB0aGF0IG5vYm9keSBrZWVwcw';

/** Accounts at CAs: one that is bound to an account on the CA's site, from its making to its end. */
export function describeAccountCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);
  const act = async (what: string, account = KEY_ID): Promise<void> => {
    await commands.fromPalette('kvcert.manageAccounts');
    await somebody.pick(account);
    await somebody.pick(what);
  };

  describe('of accounts', () => {
    before(() => control.caSettings({ externalAccounts: { [KEY_ID]: HMAC_KEY } }));
    after(() => control.caSettings({}));
    afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

    it('Manage CA Accounts… refuses a wrong HMAC key, and makes one with the right one', async () => {
      const make = async (hmacKey: string): Promise<void> => {
        await commands.fromPalette('kvcert.manageAccounts');
        await somebody.pick('Make an Account…');
        await somebody.pick('Another directory…');
        await somebody.answerQuickInput('URL of its ACME directory', DIRECTORY);
        await somebody.answerQuickInput('Key id, as the site', KEY_ID);
        await somebody.answerQuickInput('it is used once and not kept', hmacKey);
        await somebody.pick("In this editor's secret storage");
        await somebody.answerQuickInput('E-mail addresses for the CA', 'ada@example.com');
      };
      await make('no base64url!');
      const refused = await somebody.readNotification('is no base64url text');
      assert.ok(!refused.includes('no base64url!'), refused);
      await make(HMAC_KEY);
      await somebody.readNotification('The account at acme.scripted.test is made');
    });

    it('Manage CA Accounts… shows the account as the CA has it', async () => {
      await act('Show Details');
      await somebody.pick('valid');
      await waitFor('the clipboard', async () => {
        return (await vscode.env.clipboard.readText()) === 'valid' || undefined;
      });
    });

    it('Manage CA Accounts… changes the contact', async () => {
      await act('Change Contact…');
      await somebody.answerQuickInput('E-mail addresses for the CA', 'bob@example.com');
      await somebody.readNotification('has a new contact');
      await act('Show Details');
      await somebody.pick('bob@example.com');
    });

    it('Manage CA Accounts… exchanges the key', async () => {
      // The account with which certificates were created before.
      await act('Exchange Key…', "Let's Encrypt");
      await somebody.pressInDialog('Exchange the key of the account', 'Exchange Key');
      await somebody.readNotification("The account at Let's Encrypt has a new key.");
      await act('Show Details', "Let's Encrypt");
      await somebody.pick('valid');
    });

    it('Manage CA Accounts… says so where a CA exchanges no keys', async () => {
      await act('Exchange Key…');
      await somebody.pressInDialog('Exchange the key of the account', 'Exchange Key');
      await somebody.readNotification('does not let an account change its key');
    });

    it('Manage CA Accounts… deactivates it after a question that says what it means', async () => {
      await act('Deactivate…');
      await somebody.pressInDialog('with a key from its site', 'Deactivate');
      await somebody.readNotification('is deactivated');
    });
  });
}
