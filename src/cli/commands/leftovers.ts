import type { Command } from 'commander';
import type { LeftoverSurvey } from '../../app/leftovers/find-leftovers.ts';
import { CertError } from '../../domain/errors.ts';
import type { LeftoverValue } from '../../domain/leftover-records.ts';
import { repeated, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import {
  leftoverDocument,
  leftoverId,
  leftoverText,
  type LeftoverEnd,
} from '../leftover-report.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';

interface LeftoverOptions extends Omit<CommonOptions, 'zone'> {
  readonly zone?: readonly string[];
  readonly remove?: readonly string[];
  readonly dryRun?: true;
}

const OURS = 'ours';

export function addLeftoversCommand(program: Command, run: RunCommand): void {
  withCommonOptions(program.command('leftovers'))
    .summary('find challenge records that were left behind, and remove them')
    .description(
      'Lists the challenge values (_acme-challenge TXT) that nobody is at work with: our own with their age, those of others, whose age is unknown, and CNAMEs of challenge records that lead nowhere. Nothing is removed unless --remove says what.',
    )
    .option(
      '--zone <zone>',
      'only this zone, by name, or by resource id, listed or not; may be repeated',
      repeated,
    )
    .option(
      '--remove <what>',
      `${OURS}: what this product has left; or the ID of a value; may be repeated`,
      repeated,
    )
    .option('--dry-run', 'only say what would be removed')
    .addHelpText(
      'after',
      `
Examples:
  kvcert leftovers
  kvcert leftovers --zone example.com --remove ours
  kvcert leftovers --remove 4f0c1d2e3a --remove 9b8a7c6d5e --dry-run`,
    )
    .action(({ zone, ...options }: LeftoverOptions) =>
      run(options, undefined, (context) =>
        showLeftovers(context, { ...options, ...(zone && { zone }) }),
      ),
    );
}

async function showLeftovers(
  { engine, output, progress, signal }: CommandContext,
  options: LeftoverOptions,
): Promise<number> {
  const { zone = 'all', remove = [], dryRun } = options;
  const survey = await engine.leftovers.find(
    zone,
    (done, of) => {
      if (of > SEVERAL && done % SEVERAL === 0) progress.say(`${done} of ${of} zones looked at.`);
    },
    signal,
  );
  const picked = pickedFrom(survey, remove);
  const outcomes: readonly LeftoverEnd[] = dryRun
    ? picked.map((value) => ({ value, outcome: 'would be removed' }))
    : await engine.leftovers.remove(picked, signal);
  progress.stop();
  output.result(leftoverDocument(survey, outcomes), () =>
    leftoverText(survey, outcomes, new Date()),
  );
  const errors = failuresOf(survey, outcomes);
  if (!output.json) for (const error of errors) output.error(error);
  return exitCode(survey, errors);
}

/** Zones; so many take a while, and people want to see that it goes on. */
const SEVERAL = 25;

/** @throws CertError InvalidOption */
function pickedFrom(survey: LeftoverSurvey, wanted: readonly string[]): readonly LeftoverValue[] {
  const picked = wanted.flatMap((what) => {
    if (what === OURS) return survey.values.filter(({ claim }) => claim !== undefined);
    const found = survey.values.filter((value) => leftoverId(value) === what.toLowerCase());
    if (found.length > 0) return found;
    throw new CertError('InvalidOption', {
      option: '--remove',
      value: what,
      expected: `${OURS}, or an ID of those listed`,
    });
  });
  return [...new Set(picked)];
}

function failuresOf(
  { failures }: LeftoverSurvey,
  ends: readonly LeftoverEnd[],
): readonly CertError[] {
  return [...failures, ...ends].flatMap(({ error }) => (error ? [error] : []));
}

/** Some zones could not be read, or some values not removed: 3; no zone: what the first one says. */
function exitCode({ zones, failures }: LeftoverSurvey, errors: readonly CertError[]): number {
  const [first] = errors;
  if (!first) return EXIT.done;
  return failures.length < zones ? EXIT.someFailed : exitCodeOf(first.code);
}
