/** What was found before anybody was asked to issue, for people and for programs. */
import type { PreflightWish } from '../app/preflight/preflight.ts';
import { sideBySide } from '../app/await-all.ts';
import {
  checkTitle,
  describeCheck,
  describeOutcome,
  describeVerdict,
} from '../domain/messages/preflight.ts';
import { gravest, type CheckResult, type Preflight } from '../domain/preflight.ts';
import { plainLine } from '../domain/plain-text.ts';
import { english } from '../domain/translate.ts';
import type { CommonOptions } from './common-options.ts';
import { EXIT } from './exit-code.ts';
import type { CommandContext } from './session.ts';
import { columns } from './table.ts';

const WISHES_SIDE_BY_SIDE = 4;

/** Looks at all wishes; with several, programs get a list. Fails where one of them is blocked. */
export async function checkFirst(
  { engine, output, signal }: CommandContext,
  wishes: readonly PreflightWish[],
  { agreeTerms }: Pick<CommonOptions, 'agreeTerms'>,
): Promise<number> {
  const found = await sideBySide(wishes, WISHES_SIDE_BY_SIDE, (wish) =>
    engine.preflight({ ...wish, agreesToTerms: agreeTerms === true }, signal),
  );
  const documents = found.map(preflightDocument);
  output.result(documents.length === 1 ? documents[0] : documents, () =>
    found.map(preflightText).join('\n\n'),
  );
  const isBlocked = found.some(({ results }) => gravest(results) === 'blocking');
  return isBlocked ? EXIT.failed : EXIT.done;
}

/** `verdict` is the gravest of all; the members of `finding` depend on its `kind`. */
function preflightDocument({ target, results }: Preflight): object {
  return {
    ...target,
    verdict: gravest(results),
    checks: results.map((result) => {
      const { check, verdict, finding } = result;
      const { message, remedies } = describeCheck(result, english, 'command-line');
      return { check, verdict, message, finding, remedies };
    }),
  };
}

function preflightText({ target, results }: Preflight): string {
  const said = results.map((result) => ({
    result,
    ...describeCheck(result, english, 'command-line'),
  }));
  const table = columns(
    ['VERDICT', 'CHECK', 'FOUND'],
    said.map(({ result: { verdict, check }, message }) => [
      describeVerdict(verdict, english),
      checkTitle(check, english),
      message,
    ]),
  );
  const remedies = said
    .filter(({ remedies }) => remedies.length > 0)
    .map(({ result, remedies }) => remedyLines(result, remedies));
  return [
    `${target.vault}/${target.name}: ${describeOutcome(results, english)}`,
    table,
    ...remedies,
  ].join('\n\n');
}

function remedyLines(
  { check }: CheckResult,
  remedies: ReturnType<typeof describeCheck>['remedies'],
): string {
  const lines = remedies.flatMap(({ text, command }) => [
    `  - ${plainLine(text)}`,
    ...(command === undefined ? [] : [`      ${plainLine(command)}`]),
  ]);
  return [`${checkTitle(check, english)}:`, ...lines].join('\n');
}
