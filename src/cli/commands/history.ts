import type { Command } from 'commander';
import type { HistoryReading } from '../../app/history.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import type { HistoryFilter } from '../../domain/history.ts';
import { utc } from '../../domain/messages/explanation.ts';
import { describeDeed, describeOccasion } from '../../domain/messages/history.ts';
import { english } from '../../domain/translate.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

interface HistoryOptions extends CommonOptions {
  readonly vault?: string;
  readonly name?: string;
  readonly since?: number;
  readonly failed?: true;
}

const DAY = 86_400_000;

export function addHistoryCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('history'))
    .summary('what was issued from this machine, when, why and by whom')
    .description(
      'Shows what was done to certificates from this machine, the newest first: what came of it, with which CA and account, who asked for it and why. Needs no sign-in.',
    )
    .option('--vault <name>', 'only of this vault')
    .option('--name <name>', 'only of certificates of this name')
    .option('--since <days>', 'only of the last so many days', parseDays)
    .option('--failed', 'only what did not come to what was wanted')
    .action((options: HistoryOptions) =>
      run(options, 'all', async ({ engine, output }) => {
        const reading = await engine.history(filterOf(options, Date.now()));
        const { entries, damaged } = reading;
        output.result({ history: entries, damagedLines: damaged }, () => historyTable(reading));
        if (damaged > 0 && !output.json) {
          output.warn(
            damaged === 1
              ? 'One line of the history cannot be read and is left out.'
              : `${damaged} lines of the history cannot be read and are left out.`,
          );
        }
        return EXIT.done;
      }),
    );
}

function filterOf({ vault, name, since, failed }: HistoryOptions, now: number): HistoryFilter {
  return {
    ...(vault === undefined ? {} : { vault: parseVaultName(vault) }),
    ...(name === undefined ? {} : { name }),
    ...(since === undefined ? {} : { since: now - since * DAY }),
    ...(failed ? { failed } : {}),
  };
}

function historyTable({ entries }: HistoryReading): string {
  if (entries.length === 0) return 'Nothing.';
  return columns(
    ['WHEN', 'CERTIFICATE', 'OUTCOME', 'EXPIRES', 'CA', 'BY', 'WHY'],
    entries.map((entry) => [
      utc(entry.at),
      `${entry.vault}/${entry.name}`,
      describeDeed(entry, english),
      entry.notAfter?.slice(0, 10) ?? '',
      [entry.ca, entry.profile].filter((part) => part !== undefined).join(' '),
      entry.user ?? entry.by ?? '',
      describeOccasion(entry.occasion, english),
    ]),
  );
}

function parseDays(value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new CertError('InvalidOption', {
    option: '--since',
    value,
    expected: 'a number of days',
  });
}
