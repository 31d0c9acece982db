import type { Command } from 'commander';
import type { Listing } from '../../app/list-certificates.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { expiryInWords, expiryState } from '../../domain/expiry.ts';
import { english } from '../../domain/translate.ts';
import { repeated, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { errorDocument } from '../output.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

interface ListOptions extends CommonOptions {
  readonly vault?: readonly string[];
  readonly expiring?: number;
}

export function addListCommand(program: Command, run: RunCommand): void {
  withCommonOptions(program.command('list'))
    .summary('list certificates with their expiry')
    .description('Lists the certificates of all vaults, or of those named, with their expiry.')
    .option('--vault <name>', 'only this vault; may be repeated', repeated)
    .option('--expiring <days>', 'only what has ended or ends within so many days', parseDays)
    .action((options: ListOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const vaults = options.vault?.map(parseVaultName) ?? 'all';
        const expiring = options.expiring === undefined ? {} : { expiringDays: options.expiring };
        const listing = await engine.list({ vaults, ...expiring }, signal);
        const now = new Date();
        output.result(listingDocument(listing, now), () => listingTable(listing, now));
        if (!output.json) {
          for (const { error } of listing.failures) output.error(error);
        }
        return exitCode(listing);
      }),
    );
}

function listingDocument({ certificates, failures }: Listing, now: Date): object {
  return {
    certificates: certificates.map((certificate) => ({
      ...certificate,
      state: expiryState(certificate, now),
    })),
    failures: failures.map(({ vault, error }) => ({ vault, error: errorDocument(error) })),
  };
}

function listingTable({ certificates }: Listing, now: Date): string {
  if (certificates.length === 0) return 'No certificates.';
  return columns(
    ['VAULT', 'CERTIFICATE', 'STATE', 'EXPIRES', 'ON', 'THUMBPRINT'],
    certificates.map((certificate) => {
      const { vault, name, notAfter, thumbprint } = certificate;
      return [
        vault,
        name,
        expiryState(certificate, now),
        notAfter && thumbprint ? expiryInWords(notAfter, now, english) : '',
        notAfter && thumbprint ? notAfter.toISOString().slice(0, 10) : '',
        thumbprint ?? '',
      ];
    }),
  );
}

/** Some vaults could not be read: 3; none could: what the first one says. */
function exitCode({ vaults, failures }: Listing): number {
  const [first] = failures;
  if (!first) return EXIT.done;
  return failures.length < vaults ? EXIT.someFailed : exitCodeOf(first.error.code);
}

function parseDays(value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new CertError('InvalidOption', {
    option: '--expiring',
    value,
    expected: 'a number of days',
  });
}
