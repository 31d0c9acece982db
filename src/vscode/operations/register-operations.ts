/** Everything about operations that the editor shows, registered once. */
import { TakeUp } from '../../app/operations/take-up.ts';
import type { AppContext } from '../app-context.ts';
import { keepPortfolio } from './keep-portfolio.ts';
import { logOperations } from './log-operations.ts';
import { isInBackground } from './operation-words.ts';
import { OperationBatches } from './operation-batches.ts';
import { OperationsTree } from './operations-tree.ts';
import { showProgress } from './progress-notice.ts';
import { showRunningInStatusBar } from './running-status-bar.ts';
import { showEnd } from './show-end.ts';
import { workplaceFor } from './workplace.ts';

/** Milliseconds after the start, when the editor has other things done. */
const TAKE_UP_AFTER = 3000;

/**
 * What this returns ends with the extension. Operations at work are not undone then: the editor
 * gives a few seconds at most, and half of an undo is worse than none. The journal says before each
 * side effect what is coming, so the next window, or one that is still open, takes them up.
 */
export function registerOperations(app: AppContext): { dispose(): unknown }[] {
  const { board, clock, errors, portfolio } = app;
  const ending = new AbortController();
  const { signal } = ending;
  const batches = new OperationBatches({
    ...{ board, clock, signal },
    began: (batch) => {
      // Nobody has asked for it: the status bar shows it, and its end is told.
      const isAsked = [...batch.ids].some((id) => !isInBackground(board.get(id)));
      if (!batch.takenUp && isAsked) showProgress(board, batch, signal);
    },
    ended: (operations) => {
      showEnd(errors, operations);
    },
  });
  const takeUp = new TakeUp(board, (operation) => workplaceFor(portfolio, operation));
  const start = setTimeout(() => void takeUp.begin(), TAKE_UP_AFTER);
  return [
    new OperationsTree(app),
    showRunningInStatusBar(app),
    logOperations(app),
    keepPortfolio(app),
    batches,
    takeUp,
    portfolio.onDidChange((change) => {
      if (change.kind === 'accounts' && !portfolio.isFirstLoad) void takeUp.again();
    }),
    {
      dispose: () => {
        clearTimeout(start);
        ending.abort();
      },
    },
  ];
}
