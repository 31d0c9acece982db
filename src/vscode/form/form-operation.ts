/** From an operation of the board to what the form shows of it. */
import type { BoardOperation } from '../../app/operations/board-operation.ts';
import type { CertError } from '../../domain/errors.ts';
import { describeDetail } from '../../domain/messages/issuance-news.ts';
import { stepTitle } from '../../domain/messages/step-titles.ts';
import type { Translate } from '../../domain/translate.ts';
import type { FieldProblem, FormOperation } from '../../webview/form/state-protocol.ts';

/** @param problemOf - called once for an operation that has failed, with each change of it */
export function formOperation(
  { id, target, state, cancelling, steps, error }: BoardOperation,
  problemOf: (error: CertError) => FieldProblem,
  t: Translate,
): FormOperation {
  return {
    id,
    target: { vault: target.vault, name: target.name },
    // Who works on it makes no difference to the person.
    state: state === 'elsewhere' ? 'running' : state,
    isCancelling: cancelling,
    steps: steps.map(({ name, ms, detail }) => ({
      title: stepTitle(name, t),
      ...(ms !== undefined && { ms: Math.round(ms) }),
      ...(detail && ms === undefined && { detail: describeDetail(detail, t) }),
    })),
    ...(state === 'failed' && error && { problem: problemOf(error) }),
  };
}
