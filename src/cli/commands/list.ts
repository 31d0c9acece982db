import { type Command, Option } from 'commander';
import type { FoundInVaults } from '../../app/each-vault.ts';
import type { Listing } from '../../app/list-certificates.ts';
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { expiryInWords, expiryState } from '../../domain/expiry.ts';
import { english } from '../../domain/translate.ts';
import { repeated, withAzureOptions, type CommonOptions } from '../common-options.ts';
import { endOfLook } from '../end-of-look.ts';
import { errorDocument } from '../output.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

type Deleted = FoundInVaults<DeletedCertificate>;

interface ListOptions extends CommonOptions {
  readonly vault?: readonly string[];
  readonly expiring?: number;
  readonly deleted?: true;
}

export function addListCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('list'))
    .summary('list certificates with their expiry')
    .description('Lists the certificates of all vaults, or of those named, with their expiry.')
    .option('--vault <name>', 'only this vault; may be repeated', repeated)
    .option('--expiring <days>', 'only what has ended or ends within so many days', parseDays)
    .addOption(
      new Option('--deleted', 'what was deleted and can be recovered').conflicts('expiring'),
    )
    .action((options: ListOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const vaults = options.vault?.map(parseVaultName) ?? 'all';
        if (options.deleted) {
          const deleted = await engine.upkeep.listDeleted(vaults, signal);
          output.result(deletedDocument(deleted), () => deletedTable(deleted));
          return endOfLook(output, deleted);
        }
        const expiring = options.expiring === undefined ? {} : { expiringDays: options.expiring };
        const listing = await engine.list({ vaults, ...expiring }, signal);
        const now = new Date();
        output.result(listingDocument(listing, now), () => listingTable(listing, now));
        return endOfLook(output, listing);
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

function deletedDocument({ found, failures }: Deleted): object {
  return {
    deleted: found,
    failures: failures.map(({ vault, error }) => ({ vault, error: errorDocument(error) })),
  };
}

function deletedTable({ found }: Deleted): string {
  if (found.length === 0) return 'No deleted certificates.';
  return columns(
    ['VAULT', 'CERTIFICATE', 'DELETED ON', 'KEPT UNTIL', 'THUMBPRINT'],
    found.map(({ vault, name, deletedOn, purgedOn, thumbprint }) => [
      vault,
      name,
      deletedOn?.toISOString().slice(0, 10) ?? '',
      purgedOn?.toISOString().slice(0, 10) ?? '',
      thumbprint ?? '',
    ]),
  );
}

function parseDays(value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new CertError('InvalidOption', {
    option: '--expiring',
    value,
    expected: 'a number of days',
  });
}
