/** `kvcert backup` and `kvcert restore`: a certificate as a file for Key Vault. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseCertificateTarget, parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import { reserveFile } from '../reserve-file.ts';

interface BackupOptions extends CommonOptions {
  readonly to: string;
  readonly force?: true;
}

/** The service's are some dozen KiB for each version. */
const LARGEST_BACKUP = 50 * 1024 * 1024;

export function addBackupCommands(program: Command, run: RunCommand): void {
  addBackup(program, run);
  addRestore(program, run);
}

function addBackup(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('backup'))
    .summary('write a certificate into a file that only Key Vault can read')
    .description(
      'Writes a certificate with all its versions and keys into a file that only Key Vault can read, and only for a vault of the same subscription and geography.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .requiredOption('--to <file>', 'where it goes; for its owner alone to read')
    .option('--force', 'overwrite the file')
    .action((text: string, options: BackupOptions) => {
      const place = parseCertificateTarget(text);
      return run(options, undefined, async ({ engine, output, signal }) => {
        const { to, force = false } = options;
        const file = await reserveFile(to, { option: '--to', force, secret: true });
        const backup = await file.fill(() => engine.upkeep.backUp(place, signal));
        output.result(
          { backedUp: { ...place, file: to, bytes: backup.length } },
          () => `Backed up ${text} to ${to}.`,
        );
        return EXIT.done;
      });
    });
}

function addRestore(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('restore'))
    .summary('restore a certificate from a backup')
    .description(
      'Restores a certificate, under the name that it had, from a file that kvcert backup (or az keyvault certificate backup) has written.',
    )
    .argument('<VAULT>', 'the vault')
    .argument('<FILE>', 'the backup')
    .action((vault: string, file: string, options: CommonOptions) => {
      const choice = parseVaultName(vault);
      return run(options, undefined, async ({ engine, output, progress, signal }) => {
        const backup = await readBackup(file);
        const restored = await engine.upkeep.restore(
          choice,
          backup,
          progress.reporter(vault),
          signal,
        );
        output.result({ restored }, () => `Restored ${restored.vault}/${restored.name}.`);
        return EXIT.done;
      });
    });
}

async function readBackup(file: string): Promise<Uint8Array> {
  const backup = await readFile(file).catch((cause: unknown) => {
    const expected = 'a file that can be read';
    throw new CertError('InvalidOption', { option: 'FILE', value: file, expected }, { cause });
  });
  if (backup.length > 0 && backup.length <= LARGEST_BACKUP) return backup;
  const expected = backup.length === 0 ? 'a file that is not empty' : 'a backup, of 50 MiB at most';
  throw new CertError('InvalidOption', { option: 'FILE', value: file, expected });
}
