/** `kvcert export`: a certificate out of a vault, with its key where that may leave it. */
import { type Command, Option } from 'commander';
import {
  EXPORT_FORMATS,
  holdsKey,
  type ExportedFile,
  type ExportFormat,
} from '../../app/transfer/export-file.ts';
import { workTreeOf } from '../../app/transfer/work-tree.ts';
import { parseCertificateTarget, type CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { readPassword } from '../read-secret.ts';
import { reserveFile } from '../reserve-file.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';

interface ExportOptions extends CommonOptions {
  readonly format: ExportFormat;
  readonly version?: string;
  readonly to?: string;
  readonly force?: true;
  readonly passwordFile?: string;
  /** False: `--no-password`. */
  readonly password: boolean;
  readonly legacy?: true;
}

export function addExportCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('export'))
    .summary('write a certificate into a file, with its key where that is wanted')
    .description(
      'Writes a version of a certificate into a file: the certificate alone, with its chain, or with its private key where that may leave the vault. A file with a key is for its owner alone to read.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .addOption(
      new Option(
        '--format <format>',
        'cer (DER) or pem: the certificate; chain: with its issuers, PEM; pem-with-key or pfx: with its key, too',
      )
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .option('--version <id>', 'an older version (default: the newest)')
    .option('--to <file>', 'where it goes (pem and chain: default stdout)')
    .option('--force', 'overwrite the file')
    .addOption(
      new Option(
        '--password-file <file>',
        'a file that holds the password for what has a key, - for stdin (default: you are asked)',
      ).conflicts('password'),
    )
    .option('--no-password', 'the key is protected by nothing but the mode of the file')
    .option('--legacy', 'pfx: with 3DES and SHA-1, for Windows before Server 2019 and old Java')
    .addHelpText(
      'after',
      `
Examples:
  kvcert export contoso-prod/shop --format chain > shop-chain.pem
  kvcert export contoso-prod/shop --format cer --to shop.cer
  kvcert export contoso-prod/shop --format pfx --to shop.pfx --password-file secret.txt`,
    )
    .action((text: string, options: ExportOptions) => {
      const place = parseCertificateTarget(text);
      requireFitting(options);
      return run(options, undefined, async (context) => {
        const { to, force = false } = options;
        const reserved =
          to === undefined
            ? undefined
            : await reserveFile(to, { option: '--to', force, secret: holdsKey(options.format) });
        let exported: ExportedFile | undefined;
        const make = async (): Promise<Uint8Array> => {
          exported = await exportedBy(context, place, options);
          return exported.bytes;
        };
        const bytes = await (reserved ? reserved.fill(make) : make());
        if (exported) tell(context, text, options, exported, bytes);
        if (to !== undefined && holdsKey(options.format)) await warnOfWorkTree(context, to);
        return EXIT.done;
      });
    });
}

/** @throws CertError InvalidUsage */
function requireFitting({ format, to, passwordFile, password, legacy }: ExportOptions): void {
  const refuse = (message: string): never => {
    throw new CertError('InvalidUsage', { message });
  };
  const isPublic = !holdsKey(format);
  if (isPublic && (passwordFile !== undefined || !password)) {
    refuse(`There is no key in the format ${format}: leave the options about passwords out.`);
  }
  if (legacy && format !== 'pfx') refuse('--legacy is for the format pfx.');
  const isText = format === 'pem' || format === 'chain';
  if (to === undefined && !isText) {
    refuse(
      isPublic
        ? 'cer is no text: say where it goes with --to FILE.'
        : 'A private key goes into no terminal and no pipe: say where it goes with --to FILE.',
    );
  }
}

async function exportedBy(
  context: CommandContext,
  place: CertificateTarget,
  options: ExportOptions,
): Promise<ExportedFile> {
  const { engine, progress, signal } = context;
  const { format, version, legacy = false } = options;
  const password = holdsKey(format) ? await passwordFor(context, options) : '';
  const wish = { place, format, password, legacy, ...(version === undefined ? {} : { version }) };
  const label = `${place.vault}/${place.name}`;
  const exported = await engine.transfer.export(wish, progress.reporter(label), signal);
  progress.stop();
  return exported;
}

/** @throws CertError InvalidUsage: they differ, or there is none */
async function passwordFor(
  context: CommandContext,
  { password, passwordFile: file, to = '' }: ExportOptions,
): Promise<string> {
  if (!password) return '';
  const wanted = { what: `A password for ${to}`, option: '--password-file', file };
  const first = await readPassword(wanted, context);
  if (first === '') {
    const message = 'The password is empty: say so with --no-password, if none is wanted.';
    throw new CertError('InvalidUsage', { message });
  }
  if (file !== undefined) return first;
  const second = await readPassword({ ...wanted, what: 'The same again' }, context);
  if (first === second) return first;
  throw new CertError('InvalidUsage', { message: 'The two passwords are not the same.' });
}

function tell(
  { output }: CommandContext,
  label: string,
  { format, to }: ExportOptions,
  { vault, name, version, thumbprint, certificates }: ExportedFile,
  bytes: Uint8Array,
): void {
  const text = to === undefined ? Buffer.from(bytes).toString() : undefined;
  const document = { vault, name, version, thumbprint, format, certificates, file: to, text };
  output.result({ exported: document }, () => text?.trimEnd() ?? `Wrote ${label} to ${to ?? ''}.`);
}

async function warnOfWorkTree({ output }: CommandContext, file: string): Promise<void> {
  const folder = await workTreeOf(file);
  if (folder === undefined) return;
  output.warn(`${file} is in the git repository ${folder}: see that the key is not committed.`);
}
