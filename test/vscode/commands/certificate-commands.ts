import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import { pageTab } from '../tabs.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';

const VAULT = 'contoso-prod';
/** It has three versions. */
const NAME = 'payments-example-com';
const URI = `https://${VAULT}.vault.azure.net`;

/** What is done with one certificate, which the person picks. */
export function describeCertificateCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);

  const pickCertificate = async () => {
    await somebody.pick(VAULT);
    await somebody.pick(NAME);
  };
  const clipboard = () => vscode.env.clipboard.readText();

  describe('of a certificate', () => {
    it('Copy Identifier copies the one that is always the newest', async () => {
      const running = commands.run('kvcert.copyIdentifier');
      await pickCertificate();
      await running;
      assert.equal(await clipboard(), `${URI}/certificates/${NAME}`);
    });

    it('Copy Secret Identifier copies the one that is always the newest', async () => {
      const running = commands.run('kvcert.copySecretIdentifier');
      await pickCertificate();
      await running;
      assert.equal(await clipboard(), `${URI}/secrets/${NAME}`);
    });

    it('Copy Thumbprint copies that of the newest version', async () => {
      const running = commands.run('kvcert.copyThumbprint');
      await pickCertificate();
      await running;
      const { versions } = await control.certificate(VAULT, NAME);
      assert.equal(versions.length, 3);
      const copied = await clipboard();
      assert.match(copied, /^[0-9A-F]{40}$/);
      assert.equal(copied, versions.at(-1)?.thumbprint.toUpperCase());
    });

    it('Open in Portal leads to the page of its vault', async () => {
      await commands.fromPalette('kvcert.openInPortal');
      await pickCertificate();
      await somebody.pressInDialog('https://portal.azure.com/', 'Copy');
      const url = await waitFor('the address', async () => {
        const copied = await clipboard();
        return copied.startsWith('https://portal.azure.com/') ? copied : undefined;
      });
      assert.match(url, /#@contoso\.onmicrosoft\.com\/resource\/subscriptions\/[\w-]{36}\//);
      assert.match(url, /\/vaults\/contoso-prod\/certificates$/);
    });

    it('Show Certificate shows what the X.509 says', async () => {
      await commands.fromPalette('kvcert.showCertificate');
      await pickCertificate();
      await waitFor('the tab', () => pageTab(`${VAULT}/${NAME}`));
      const page = await somebody.readPage('payments.example.com');
      const newest = (await control.certificate(VAULT, NAME)).versions.at(-1);
      assert.ok(newest && page.includes(`Current version ${newest.id}`), page);
      const thumbprint = newest.thumbprint.toUpperCase().match(/../g)?.join(':') ?? '';
      assert.ok(page.includes(thumbprint), page);
    });
  });
}
