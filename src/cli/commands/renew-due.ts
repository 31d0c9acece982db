/** `kvcert renew --due`: finds what is due, and renews it. */
import type { Command } from 'commander';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { explain } from '../../domain/error-catalogue.ts';
import { repeated } from '../common-options.ts';
import { giveReport, reportExitCode, surveyed, unseen, type Renewed } from '../renewal-report.ts';
import type { CommandContext } from '../session.ts';

export interface DueOptions {
  readonly due?: true;
  readonly vault?: readonly string[];
  readonly subscription?: readonly string[];
  readonly within?: number;
  readonly dryRun?: true;
  readonly all?: true;
}

export function addDueOptions(command: Command): void {
  command
    .option('--vault <name>', 'with --due: only this vault; may be repeated', repeated)
    .option(
      '--subscription <subscription>',
      'with --due: the vaults of this subscription, by name or id; may be repeated',
      repeated,
    )
    .option(
      '--within <days>',
      'with --due: also what expires within so many days, whatever its CA advises',
      parseWithin,
    )
    .option(
      '--dry-run',
      'renew nothing: with --due say what would be renewed, else check what can be known beforehand',
    )
    .option('--all', 'with --due --dry-run: also what is not due, and why');
}

export async function renewDue(context: CommandContext, options: DueOptions): Promise<number> {
  const { engine, output, progress, signal } = context;
  if (options.all && !options.dryRun) {
    const message = '--all lists what is not due, which needs --dry-run.';
    throw new CertError('InvalidUsage', { message });
  }
  const { within, all } = options;
  const survey = await engine.survey(
    {
      vaults: (options.vault ?? []).map(parseVaultName),
      subscriptions: options.subscription ?? [],
    },
    { ...(within === undefined ? {} : { within }), ...(all ? { all } : {}) },
    signal,
  );
  const listed = survey.certificates.map(surveyed);
  const failed = survey.failures.flatMap(unseen);
  const elsewhere = survey.failures.filter(({ name }) => name === undefined);
  for (const { error } of elsewhere) output.warn(explain(error).message);
  const ended = options.dryRun ? listed : await renewListed(context, listed);
  progress.stop();
  const report = [...ended, ...failed];
  giveReport(output, report, new Date());
  return reportExitCode(
    report,
    elsewhere.map(({ error }) => error),
  );
}

/** What waits after a failure stays in the report. */
async function renewListed(
  { engine, progress, signal }: CommandContext,
  listed: readonly Renewed[],
): Promise<readonly Renewed[]> {
  const due = listed.filter(({ decision }) => decision?.kind === 'now');
  const ended = await engine.renewSeveral(
    due,
    ({ vault, name }) => progress.reporter(`${vault.name}/${name}`),
    signal,
  );
  const outcomes = new Map(ended.map(({ renewal, outcome }) => [renewal, outcome]));
  return listed.map((one) => ({ ...one, outcome: outcomes.get(one) }));
}

function parseWithin(value: string): number {
  const days = /^\d{1,5}$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isNaN(days)) return days;
  throw new CertError('InvalidOption', {
    option: '--within',
    value,
    expected: 'a whole number of days',
  });
}
