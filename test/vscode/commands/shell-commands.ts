import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { SEAM } from '../../host/in-host/seam.ts';
import { given } from '../companion/given.ts';
import { person } from '../person.ts';
import { ourExtension } from '../surroundings.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';

const DAY = 86_400_000;

/** What is beside certificates: expiry, log, settings. */
export function describeShellCommands(commands: CommandsRun): void {
  const somebody = person();

  describe('of the extension', () => {
    it('Show Expiring Certificates shows the view, the nearest end first', async () => {
      await commands.fromPalette('kvcert.showExpiring');
      const names = await waitFor('the view', async () => {
        const all = await somebody.treeItems();
        const items = all.filter((item) => /, on \d{4}-\d\d-\d\d, vault [\w-]+(\.|$)/.test(item));
        const at = (name: string) => items.findIndex((item) => item.startsWith(name));
        const [expired, urgent] = [
          at('legacy-example-com, expired'),
          at('checkout-example-com, expires very soon'),
        ];
        return expired >= 0 && urgent >= 0 ? { items, expired, urgent } : undefined;
      });
      assert.ok(names.expired < names.urgent, names.items.join('\n'));
    });

    it('Snooze Expiry Notifications keeps silent for seven days', async () => {
      await commands.run('kvcert.snoozeExpiry');
      const file = join(given(SEAM.globalStorage), 'kvcert.kvcert', 'expiry.json');
      const { snoozedUntil } = JSON.parse(await readFile(file, 'utf8')) as {
        readonly snoozedUntil: number;
      };
      const days = (snoozedUntil - Date.now()) / DAY;
      assert.ok(days > 6.99 && days <= 7, String(days));
    });

    it('Show Log shows the log of the extension', async () => {
      await commands.fromPalette('kvcert.showLog');
      await waitFor('the log', () =>
        vscode.window.visibleTextEditors.find(
          ({ document: { uri } }) =>
            uri.scheme === 'output' && uri.path.includes(ourExtension().id),
        ),
      );
    });

    it('Copy Diagnostics copies versions and counts, and no name', async () => {
      await commands.run('kvcert.copyDiagnostics');
      const text = await vscode.env.clipboard.readText();
      assert.match(text, /^Key Vault Certificates \d+\.\d+\.\d+\n/);
      assert.ok(text.includes(vscode.version), text);
      assert.match(text, /^Accounts [1-9]\d*, tenants [1-9]\d*, vaults shown [1-9]/m);
      assert.doesNotMatch(text, /contoso|fabrikam|operator|127\.0\.0\.1/i);
    });

    it('Open Settings shows the settings of the extension', async () => {
      await commands.fromPalette('kvcert.openSettings');
      await waitFor('the settings', () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(({ label, isActive }) => label === 'Settings' && isActive),
      );
    });
  });
}
