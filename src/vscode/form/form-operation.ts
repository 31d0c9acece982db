/** From an operation of the board to what the form shows of it. */
import type { BoardOperation } from '../../app/operations/board-operation.ts';
import type { CertError } from '../../domain/errors.ts';
import { describeDetail } from '../../domain/messages/issuance-news.ts';
import { gridOf } from '../../domain/messages/propagation-grid.ts';
import { stepTitle } from '../../domain/messages/step-titles.ts';
import type { Translate } from '../../domain/translate.ts';
import type { FieldProblem, FormOperation } from '../../webview/form/state-protocol.ts';

type Shown = Pick<BoardOperation, 'cancelling' | 'error' | 'id' | 'state' | 'steps' | 'target'>;

/** @param problemOf - called once for an operation that has failed, with each change of it */
export function formOperation(
  { id, target, state, cancelling, steps, error }: Shown,
  problemOf: (error: CertError) => FieldProblem,
  t: Translate,
): FormOperation {
  return {
    id,
    target: { vault: target.vault, name: target.name },
    // Who works on it makes no difference to the person.
    state: state === 'elsewhere' ? 'running' : state,
    isCancelling: cancelling,
    steps: steps.map(({ name, ms, detail }) => {
      const title = stepTitle(name, t);
      if (ms !== undefined) return { title, ms: Math.round(ms) };
      const grid = gridOf(detail, t);
      return {
        title,
        ...(detail && { detail: describeDetail(detail, t) }),
        ...(grid && { grid }),
      };
    }),
    ...(state === 'failed' && error && { problem: problemOf(error) }),
  };
}
