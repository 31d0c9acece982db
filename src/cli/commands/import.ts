/** `kvcert import`: a certificate with its key, from a file into a vault. */
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { ImportFile, Importing } from '../../app/transfer/import-file.ts';
import { CONTENT_TYPES } from '../../domain/certificate-form.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { describeImportNote, describeImportWarning } from '../../domain/messages/import-file.ts';
import { parseTags, type Tag } from '../../domain/owner-tags.ts';
import { policyDocument } from '../../domain/policy-json.ts';
import { english } from '../../domain/translate.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import { examinationText } from '../import-text.ts';
import { readInputFile } from '../input-file.ts';
import { tagsOf } from '../issuance-options.ts';
import { readPassword } from '../read-secret.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';

interface ImportOptions extends CommonOptions {
  readonly passwordFile?: string;
  readonly thumbprint?: string;
  readonly newVersion?: true;
  readonly pem?: true;
  readonly pkcs12?: true;
  readonly export?: boolean;
  readonly hsm?: true;
  readonly tag?: readonly Tag[];
  readonly disabled?: true;
  readonly checkOnly?: true;
  readonly yes?: true;
}

const MOST_TRIES = 3;

export function addImportCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('import'))
    .summary('import a certificate with its key from a file')
    .description(
      'Imports a certificate with its private key from a PFX or PEM file. The file is looked through on this machine before anything is sent: whether it can be opened, whether key and certificate belong together, whether its chain is in order, and whether Key Vault would take it.',
    )
    .argument('<VAULT/NAME>', 'where the certificate goes')
    .argument('<FILE>', 'PFX, or PEM with key and certificates, in any order; - for stdin')
    .option(
      '--password-file <file>',
      "a file that holds the file's password, - for stdin (default: you are asked)",
    )
    .option('--thumbprint <sha1>', 'which certificate is meant, where the file has several')
    .option('--check-only', 'only look through the file; nobody is asked, nothing is sent')
    .option('--new-version', 'import a new version if the certificate exists')
    .addOption(
      new Option(
        '--pem',
        'have its secret read as PEM (default: as before, or as the file)',
      ).conflicts('pkcs12'),
    )
    .option('--pkcs12', 'have its secret read as PFX')
    .option('--export', 'the key may leave the vault (default: as before, or it may)')
    .option('--no-export', 'the key may never leave the vault again')
    .option('--hsm', "into the vault's HSM, which the key never leaves")
    .option(
      '--tag <name=value>',
      'a tag of the certificate, added to those it has; may be repeated',
      tagsOf('--tag'),
    )
    .option('--disabled', 'the version cannot be used before it is enabled')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      `
Examples:
  kvcert import contoso-prod/shop shop.pfx --password-file secret.txt
  kvcert import contoso-prod/shop shop.pem --new-version
  cat key.pem chain.pem | kvcert import contoso-prod/shop - --no-export
  kvcert import contoso-prod/shop shop.pfx --check-only

Who renews it is the policy's matter: kvcert policy set contoso-prod/shop --issuer NAME --auto-renew 80%`,
    )
    .action((text: string, path: string, options: ImportOptions) => {
      const target = parseCertificateTarget(text);
      if (options.hsm && options.export === true) {
        const message = 'A key in an HSM never leaves it: leave --hsm or --export out.';
        throw new CertError('InvalidUsage', { message });
      }
      return run(options, options.checkOnly ? undefined : target, async (context) => {
        const file = await openedFile(context, path, options);
        if (options.checkOnly) return check(context, file);
        const { engine, output, progress, signal } = context;
        const importing = await engine.transfer.importing(
          { target, file, ...wishedBy(options) },
          signal,
        );
        const doubts = doubtsOf(importing);
        if (doubts.length > 0) {
          await confirm(context, `${text}: ${doubts.join(' ')}`, options.yes === true);
        }
        const imported = await importing.carryOut(progress.reporter(text), signal);
        progress.stop();
        tellOf(context, importing);
        const { key, contentType, examination } = importing;
        output.result(
          {
            imported: {
              ...{ ...imported, contentType },
              key: policyDocument({ ...NO_POLICY, key, contentType }).key_props,
              ...{ certificates: examination.certificates, warnings: examination.warnings },
              notes: examination.notes,
            },
          },
          () =>
            `Imported ${file.name} into ${text}: version ${imported.version}, for ${namesOf(importing)}, valid until ${imported.notAfter.slice(0, 10)}.`,
        );
        return EXIT.done;
      });
    });
}

const NO_POLICY = { issuer: '', subject: '', dnsNames: [], validityMonths: undefined };

/**
 * The file, and its password where it has one.
 * @throws CertError InvalidOption, InvalidUsage
 */
async function openedFile(
  context: CommandContext,
  path: string,
  { passwordFile, thumbprint }: ImportOptions,
): Promise<ImportFile> {
  if (path === '-' && passwordFile === '-') {
    const message = 'FILE and --password-file cannot both be stdin.';
    throw new CertError('InvalidUsage', { message });
  }
  const wanted = { option: 'FILE', expected: 'a file with a certificate and its key' };
  const bytes = await readInputFile(path, wanted);
  const name = path === '-' ? 'stdin' : basename(path);
  const file = { name, bytes, thumbprint };
  const what = `The password of ${name}`;
  const secret = { what, option: '--password-file', file: passwordFile };
  if (passwordFile !== undefined) {
    return { ...file, password: await readPassword(secret, context) };
  }
  const isProblem = (kind: string, password?: string): boolean =>
    context.engine.transfer.examine({ ...file, password }).problems[0]?.kind === kind;
  if (!context.terminal || !isProblem('password-needed')) return file;
  for (let tries = 1; ; tries++) {
    const password = await readPassword(secret, context);
    if (tries === MOST_TRIES || !isProblem('password-wrong', password)) {
      return { ...file, password };
    }
    context.output.warn('That is not its password.');
  }
}

function check({ engine, output }: CommandContext, file: ImportFile): number {
  const examination = engine.transfer.examine(file);
  output.result({ examination: { file: file.name, ...examination } }, () =>
    examinationText(file.name, examination),
  );
  return examination.verdict === 'blocking' ? EXIT.usage : EXIT.done;
}

function wishedBy({ newVersion, pem, pkcs12, hsm, tag, disabled, ...more }: ImportOptions) {
  return {
    ...{ newVersion: newVersion === true, disabled: disabled === true },
    ...(pem ? { contentType: CONTENT_TYPES.pem } : {}),
    ...(pkcs12 ? { contentType: CONTENT_TYPES.pkcs12 } : {}),
    ...(more.export === undefined ? {} : { exportable: more.export }),
    ...(hsm ? { hsm } : {}),
    ...(tag ? { tags: parseTags(tag) } : {}),
  };
}

/** What a person has to say yes to. */
function doubtsOf({ isThereAlready, lost, examination }: Importing): readonly string[] {
  return [
    ...(isThereAlready ? ['The newest version is this very certificate.'] : []),
    ...(lost.length > 0
      ? [
          `Unlike the newest version it is not for ${lost.join(', ')}; whoever asks for no version gets this one.`,
        ]
      : []),
    ...examination.warnings
      .filter(({ kind }) => kind === 'not-yet-valid')
      .map((warning) => describeImportWarning(warning, english)),
  ];
}

function tellOf({ output }: CommandContext, { examination }: Importing): void {
  const { warnings, notes } = examination;
  for (const warning of warnings) {
    if (warning.kind !== 'not-yet-valid') output.warn(describeImportWarning(warning, english));
  }
  if (output.json) return;
  for (const note of notes) output.warn(describeImportNote(note, english));
}

function namesOf({ certificate: { dnsNames, subject } }: Importing): string {
  return dnsNames.length > 0 ? dnsNames.join(', ') : subject;
}
