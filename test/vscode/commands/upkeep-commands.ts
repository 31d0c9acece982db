import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import { pageTab } from '../tabs.ts';
import { waitFor } from '../wait-for.ts';
import type { CommandsRun } from './commands-run.ts';

const VAULT = 'contoso-dev';
const NAME = 'dev-example-org';
const CERTIFICATE = `${VAULT}/${NAME}`;
/** Its first version waits for a certificate. */
const PENDING = 'handmade-example-org';

/** What is deleted, recovered, purged and given up. */
export function describeUpkeepCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);

  const contents = async () => {
    const { vaults } = await control.state();
    const found = vaults.find(({ vault }) => vault === VAULT);
    const names = found?.certificates.map(({ name }) => name) ?? [];
    return { names, deleted: found?.deleted ?? [] };
  };
  const pickCertificate = async (name: string) => {
    await somebody.pick(VAULT);
    await somebody.pick(name);
  };

  describe('of what is there, and was', () => {
    it('Find Certificate looks through all vaults, and shows what is picked', async () => {
      const finding = commands.run('kvcert.findCertificate');
      await somebody.answerQuickInput('Part of a name, a SAN', 'checkout.example.com');
      await somebody.pick('contoso-prod/checkout-example-com');
      await finding;
      await waitFor('the tab', () => pageTab('contoso-prod/checkout-example-com'));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('Disable Version says what it means, and Enable Version takes it back', async () => {
      const isEnabled = async () => (await control.certificate(VAULT, NAME)).versions[0]?.enabled;
      await commands.fromPalette('kvcert.disableVersion');
      await pickCertificate(NAME);
      await somebody.pressInDialog('whoever asks for no version is refused then', 'Disable');
      await somebody.readNotification(`of ${CERTIFICATE} is disabled.`);
      assert.equal(await isEnabled(), false);
      await commands.run('kvcert.enableVersion', { vault: VAULT, name: NAME });
      await somebody.readNotification(`of ${CERTIFICATE} is enabled.`);
      assert.equal(await isEnabled(), true);
    });

    it('Edit Tags adds a tag, and removes it, and leaves the others', async () => {
      const tags = async () => (await control.certificate(VAULT, NAME)).versions[0]?.tags;
      const before = await tags();
      const edit = commands.run('kvcert.editTags', { vault: VAULT, name: NAME });
      await somebody.pick('Add a tag');
      await somebody.answerQuickInput('their case means nothing to Azure', 'team');
      await somebody.answerQuickInput('At most 256 characters', 'web');
      await edit;
      assert.deepEqual(await tags(), { ...before, team: 'web' });
      const remove = commands.run('kvcert.editTags', { vault: VAULT, name: NAME });
      await somebody.pick('team');
      await somebody.answerQuickInput('Empty: the tag is removed', '');
      await remove;
      assert.deepEqual(await tags(), before);
    });

    it('Delete Certificate says what goes with it, and deletes only when it is meant', async () => {
      const asked = commands.run('kvcert.deleteCertificate');
      await pickCertificate(NAME);
      await somebody.pressInDialog(`Delete ${CERTIFICATE}?`, 'Cancel');
      await asked;
      assert.ok((await contents()).names.includes(NAME));
      await commands.fromPalette('kvcert.deleteCertificate');
      await pickCertificate(NAME);
      await somebody.pressInDialog('It can be recovered for 90 days', 'Delete');
      const told = await somebody.readNotification('it can be recovered until');
      assert.match(told, /contoso-dev\/dev-example-org is deleted/);
      assert.deepEqual((await contents()).deleted, [NAME]);
    });

    it('Recover Deleted Certificate brings it back with its versions', async () => {
      await commands.fromPalette('kvcert.recoverCertificate');
      await somebody.pick(VAULT);
      await somebody.pick(NAME);
      await somebody.readNotification(`${CERTIFICATE} is there again.`);
      const { names, deleted } = await contents();
      assert.ok(names.includes(NAME));
      assert.deepEqual(deleted, []);
    });

    it('Purge Deleted Certificate asks first, and frees the name', async () => {
      const deleting = commands.run('kvcert.deleteCertificate', { vault: VAULT, name: NAME });
      await somebody.pressInDialog(`Delete ${CERTIFICATE}?`, 'Delete');
      await deleting;
      const purging = commands.run('kvcert.purgeCertificate', { vault: VAULT, name: NAME });
      await somebody.pressInDialog('It is gone for ever then', 'Purge');
      await purging;
      await somebody.readNotification('its name is free');
      const { names, deleted } = await contents();
      assert.equal(names.includes(NAME) || deleted.includes(NAME), false);
    });

    it('Pending Operation shows its CSR, copies it, and deletes the operation', async () => {
      const target = { vault: VAULT, name: PENDING };
      const showing = commands.run('kvcert.dealWithPending', target);
      await somebody.pick('Show');
      await showing;
      const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(shown, /^Status: Waits for the certificate that a CA makes of its CSR$/m);
      assert.match(shown, /^Names: dns:handmade\.example\.org$/m);
      const csr = /-----BEGIN CERTIFICATE REQUEST-----[^]*-----END CERTIFICATE REQUEST-----/.exec(
        shown,
      );
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      const copying = commands.run('kvcert.dealWithPending', target);
      await somebody.pick('Copy CSR');
      await copying;
      assert.equal((await vscode.env.clipboard.readText()).trimEnd(), csr?.[0]);
      await commands.fromPalette('kvcert.dealWithPending');
      await pickCertificate(PENDING);
      await somebody.pick('Delete Operation');
      await somebody.pressInDialog(`Delete the operation of ${VAULT}/${PENDING}?`, 'Delete');
      await somebody.readNotification('is deleted.');
      const pending = await waitFor('the operation to go', async () => {
        const certificate = await control.certificate(VAULT, PENDING);
        return certificate.pending === null ? certificate : undefined;
      });
      assert.equal(pending.versions.length, 0);
      await commands.run('kvcert.dealWithPending', target);
      await somebody.readNotification(`Nothing is pending for "${PENDING}"`);
    });
  });
}
