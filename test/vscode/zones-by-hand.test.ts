/** A person who may list no zone gives the one that he writes to in the settings. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../integration/product/control.ts';
import { CommandsRun } from './commands/commands-run.ts';
import { createQuickly, VAULT } from './commands/create-quickly.ts';
import { person } from './person.ts';
import { OPERATOR, signIn } from './sign-in.ts';
import { sandbox } from './surroundings.ts';

describe('a zone given in the settings', () => {
  const somebody = person();
  const control = controlAt(sandbox().control);
  const commands = new CommandsRun();
  const give = async (...zones: readonly string[]) => {
    const settings = vscode.workspace.getConfiguration('kvcert');
    await settings.update('dns.zones', zones, vscode.ConfigurationTarget.Global);
  };

  before(async () => {
    await signIn(OPERATOR);
    await somebody.alwaysAgreeToTerms();
    const message = `The client does not have authorization to perform action 'read' over scope '/subscriptions' or the scope is invalid.`;
    const body = { error: { code: 'AuthorizationFailed', message } };
    for (const path of ['Microsoft.ResourceGraph', 'Microsoft.Network/dnszones\\?']) {
      const match = { api: 'arm', path } as const;
      await control.fault({ kind: 'fail', status: 403, count: 999, body, match });
    }
  });
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));
  after(async () => {
    await give();
    await control.clearFaults();
  });

  it('is refused with its text where it is none', async () => {
    await give('example.com');
    await createQuickly(commands, 'mistyped');
    await somebody.readNotification('"example.com" is not the resource id of a DNS zone');
  });

  it('is what is missing where nobody lists one', async () => {
    await give();
    await createQuickly(commands, 'hidden');
    const said = await somebody.readNotification('can see no Azure DNS zone');
    assert.match(said, /_acme-challenge\.hidden\.example\.com/);
  });

  it('is where the proof goes', async () => {
    await give(sandbox().zones.find(({ name }) => name === 'example.com')?.id ?? '');
    await createQuickly(commands, 'shown');
    await somebody.readNotification('is created and expires');
    const { versions } = await control.certificate(VAULT, 'shown-example-com');
    assert.equal(versions.length, 1);
  });
});
