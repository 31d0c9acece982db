import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readCalls } from '../host/sign-in-calls.ts';
import { until } from '../host/until.ts';
import { controlAt } from '../integration/product/control.ts';
import { given } from './companion/given.ts';
import { person } from './person.ts';
import { ourExtension, sandbox } from './surroundings.ts';

/** Longer than what is unfinished waits to be taken up. */
const QUIET_MS = 5000;

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('registers every command of the manifest', async () => {
    const extension = ourExtension();
    await extension.activate();
    const { contributes } = extension.packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command);
    assert.ok(declared.length > 0);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('asks nobody, tells nothing and calls nothing while nobody is signed in', async () => {
    const control = controlAt(sandbox().control);
    const happened = async () => [
      ...(await control.log()),
      ...(await control.refused()),
      ...(await control.dnsQueries()),
      ...(await person().notifications()),
      // (VS Code itself asks every provider, silently, who is there.)
      ...(await readCalls(given('KVCERT_STAND_IN_LOG'))).filter(
        ({ silent, asked }) => silent !== true || asked !== false,
      ),
    ];
    await ourExtension().activate();
    await until(async () => (await happened()).length > 0, QUIET_MS);
    assert.deepEqual(await happened(), []);
  });
});
