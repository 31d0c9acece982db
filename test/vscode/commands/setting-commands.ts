import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import type { CommandsRun } from './commands-run.ts';

const VAULT = 'contoso-dev';
/** Of the suite before: it has two versions. */
const NAME = 'imported-example-org';
const CERTIFICATE = `${VAULT}/${NAME}`;
const TARGET = { vault: VAULT, name: NAME };

/** What a vault has besides certificates, and what is written to files. */
export function describeSettingCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvcert-settings-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('of settings and files', () => {
    it('Manage Issuers makes one, changes it and deletes it', async () => {
      await commands.fromPalette('kvcert.manageIssuers');
      await somebody.pick(VAULT);
      await somebody.pick('New issuer');
      await somebody.pick('DigiCert');
      await somebody.answerQuickInput('as policies are to name it', 'digicert-test');
      await somebody.answerQuickInput("The account's id at the provider", '4711');
      await somebody.answerQuickInput('it goes to Key Vault, and is kept nowhere', 'api-key');
      await somebody.answerQuickInput("The organization's id", '');
      await somebody.readNotification(`${VAULT} has the issuer digicert-test.`);

      await commands.fromPalette('kvcert.manageIssuers');
      await somebody.pick(VAULT);
      await somebody.pick('digicert-test');
      await somebody.pick('Change Administrators');
      await somebody.answerQuickInput('Whom the provider reaches', 'Anna Ash <anna@b.example>');
      await somebody.readNotification(`The issuer digicert-test of ${VAULT} is changed.`);

      const showing = commands.run('kvcert.manageIssuers');
      await somebody.pick(VAULT);
      await somebody.pick('digicert-test');
      await somebody.pick('Show Details');
      await somebody.pick('Anna Ash');
      await showing;
      assert.equal(await vscode.env.clipboard.readText(), 'Anna Ash <anna@b.example>');

      const deleting = commands.run('kvcert.manageIssuers');
      await somebody.pick(VAULT);
      await somebody.pick('digicert-test');
      await somebody.pick('Delete');
      await somebody.pressInDialog('nothing is renewed by it any more', 'Delete');
      await deleting;
      await somebody.readNotification(`${VAULT} has no issuer digicert-test any more.`);
    });

    it('Manage Contacts adds one, and removes it', async () => {
      await commands.fromPalette('kvcert.manageContacts');
      await somebody.pick(VAULT);
      await somebody.pick('Add a contact');
      await somebody.answerQuickInput('E-mail address', 'anna@contoso.example');
      await somebody.answerQuickInput('Name; may be left empty', 'Anna');
      await somebody.readNotification(`Key Vault writes to anna@contoso.example about ${VAULT}.`);
      const removing = commands.run('kvcert.manageContacts');
      await somebody.pick(VAULT);
      await somebody.pick('anna@contoso.example');
      await somebody.pressInDialog('Remove anna@contoso.example', 'Remove');
      await removing;
      await somebody.readNotification('Key Vault no longer writes to anna@contoso.example');
    });

    it('Compare Versions shows where two differ', async () => {
      const comparing = commands.run('kvcert.compareVersions', TARGET);
      const [first = '', second = ''] = (await control.certificate(VAULT, NAME)).versions.map(
        ({ id }) => id,
      );
      await somebody.pick(first);
      await somebody.pick(second);
      await comparing;
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(text, /^Names\n- .*imported\.example\.org.*\n\+ .*other\.example\.org/m);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('Edit Policy opens it as JSON, and saving it changes it in the vault', async () => {
      await commands.run('kvcert.editPolicy', TARGET);
      const editor = vscode.window.activeTextEditor ?? assert.fail('no policy is open');
      const { document } = editor;
      assert.equal(document.uri.scheme, 'kvcert-policy');
      const policy = JSON.parse(document.getText()) as { x509_props: { validity_months: number } };
      const months = policy.x509_props.validity_months;
      const write = async (text: string): Promise<void> => {
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        await editor.edit((builder) => {
          builder.replace(all, text);
        });
      };
      policy.x509_props.validity_months = months + 7;
      await write(JSON.stringify(policy));
      const saving = document.save();
      await somebody.pressInDialog(`x509_props.validity_months: ${months} becomes`, 'Change');
      assert.equal(await saving, true);
      await somebody.readNotification(`The policy of ${CERTIFICATE} is changed`);
      const shown = await vscode.workspace.fs.readFile(document.uri);
      assert.match(Buffer.from(shown).toString(), new RegExp(`"validity_months": ${months + 7}`));
      await write('{ "x509_props": { "validity_months": 0 } }');
      assert.equal(await document.save(), false);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('Back Up writes a file for its owner alone, and Restore brings the certificate back', async () => {
      const file = join(folder, 'it.keyvault-backup');
      const backingUp = commands.run('kvcert.backUpCertificate', TARGET);
      await somebody.chooseFile(`Back up ${CERTIFICATE} with all its versions`, file);
      await backingUp;
      await somebody.readNotification(`${CERTIFICATE} is backed up in`);
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      const restoring = commands.run('kvcert.restoreCertificate');
      await somebody.pick(VAULT);
      await somebody.chooseFile(`Restore a certificate into ${VAULT}`, file);
      await restoring;
      await somebody.readNotification(`The vault ${VAULT} has a certificate of that name already`);
      const deleting = commands.run('kvcert.deleteCertificate', TARGET);
      await somebody.pressInDialog(`Delete ${CERTIFICATE}?`, 'Delete');
      await deleting;
      const purging = commands.run('kvcert.purgeCertificate', TARGET);
      await somebody.pressInDialog('It is gone for ever then', 'Purge');
      await purging;
      await commands.fromPalette('kvcert.restoreCertificate');
      await somebody.pick(VAULT);
      await somebody.chooseFile(`Restore a certificate into ${VAULT}`, file);
      await somebody.readNotification(`${CERTIFICATE} is there again.`);
      assert.equal((await control.certificate(VAULT, NAME)).versions.length, 2);
    });

    it('Export Inventory writes what is in all vaults', async () => {
      const file = join(folder, 'all.csv');
      await commands.fromPalette('kvcert.exportInventory');
      await somebody.chooseFile('Export the inventory', file);
      await somebody.readNotification(`certificates are in ${file}.`);
      const rows = (await readFile(file, 'utf8')).split('\r\n');
      assert.match(rows[0] ?? '', /^vault,name,version,state/);
      assert.ok(rows.some((row) => row.startsWith(`${VAULT},${NAME},`)));
    });
  });
}
