import type { Command } from 'commander';
import type { OperationOutcome, Unfinished } from '../../app/unfinished-operations.ts';
import { CertError } from '../../domain/errors.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { issuedDocument, warnOfLeftovers } from '../issued-text.ts';
import { errorDocument, type Output } from '../output.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

interface EndOptions extends CommonOptions {
  readonly all?: true;
}

export function addOperationsCommand(program: Command, run: RunCommand): void {
  const operations = program
    .command('operations')
    .summary('see, finish or undo what was interrupted')
    .description('Shows what was interrupted on this machine, and finishes or undoes it.');
  withCommonOptions(operations.command('list', { isDefault: true }))
    .description('Lists what is unfinished on this machine.')
    .action((options: CommonOptions) =>
      run(options, 'all', async ({ engine, output }) => {
        const unfinished = await engine.unfinished();
        const { operations, failures } = unfinished;
        output.result(unfinishedDocument(unfinished), () => operationsTable(unfinished));
        if (!output.json) for (const { error } of failures) output.error(error);
        const [first] = failures;
        if (!first) return EXIT.done;
        return operations.length > 0 ? EXIT.someFailed : exitCodeOf(first.error.code);
      }),
    );
  addEnding(operations, run, 'resume', 'Takes interrupted operations up again and finishes them.');
  addEnding(
    operations,
    run,
    'undo',
    'Undoes interrupted operations. What the CA has been told to issue already is completed instead.',
  );
}

function addEnding(
  operations: Command,
  run: RunCommand,
  how: 'resume' | 'undo',
  description: string,
): void {
  withCommonOptions(operations.command(how))
    .description(description)
    .argument('[ID...]', 'the operations, as listed')
    .option('--all', 'all that are unfinished')
    .action((ids: readonly string[], options: EndOptions) => {
      if ((options.all === true) === ids.length > 0) {
        const message = `Name the operations to ${how}, or all of them with --all.`;
        throw new CertError('InvalidUsage', { message });
      }
      return run(options, 'all', async ({ engine, output, progress, signal }) => {
        const outcomes = await engine.endUnfinished(
          how,
          options.all ? 'all' : ids,
          ({ plan }) => progress.reporter(`${plan.vault.name}/${plan.name}`),
          signal,
        );
        progress.stop();
        output.result({ operations: outcomes.map(outcomeDocument) }, () => outcomesText(outcomes));
        for (const outcome of outcomes) {
          if (outcome.ended === 'issued') warnOfLeftovers(output, outcome.certificate);
        }
        return tellFailures(outcomes, output);
      });
    });
}

function unfinishedDocument({ operations, failures }: Unfinished): object {
  return {
    operations,
    failures: failures.map(({ id, error }) => ({ id, error: errorDocument(error) })),
  };
}

function operationsTable({ operations, failures }: Unfinished): string {
  if (operations.length === 0) {
    return failures.length === 0 ? 'Nothing is unfinished.' : 'Nothing that can be read.';
  }
  return columns(
    ['ID', 'OPERATION', 'CERTIFICATE', 'SINCE', 'AT', 'STATE'],
    operations.map(({ id, kind, rehearsal, vault, name, since, step, pid, undoable }) => [
      id,
      rehearsal ? 'rehearsal' : kind,
      `${vault}/${name}`,
      since,
      step,
      pid === undefined
        ? `interrupted${undoable ? '' : ', can only be completed'}`
        : `at work (process ${String(pid)})`,
    ]),
  );
}

function outcomeDocument(outcome: OperationOutcome): object {
  const { id, ended } = outcome;
  if (ended === 'failed') return { id, ended, error: errorDocument(outcome.error) };
  if (ended !== 'issued') return outcome;
  return { id, ended, certificate: issuedDocument(outcome.certificate) };
}

function outcomesText(outcomes: readonly OperationOutcome[]): string {
  if (outcomes.length === 0) return 'Nothing was interrupted.';
  return columns(
    ['ID', 'ENDED', 'VERSION'],
    outcomes.map((outcome) => [
      outcome.id,
      outcome.ended,
      outcome.ended === 'issued' ? outcome.certificate.version : '',
    ]),
  );
}

function tellFailures(outcomes: readonly OperationOutcome[], output: Output): number {
  const failures = outcomes.filter((outcome) => outcome.ended === 'failed');
  const [first] = failures;
  if (!first) return EXIT.done;
  if (!output.json) for (const { error } of failures) output.error(error);
  return failures.length < outcomes.length ? EXIT.someFailed : exitCodeOf(first.error.code);
}
