/** How an operation of this window becomes what it is next. Pure: each returns what changes. */
import { isCertError, type CertError } from '../../domain/errors.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import { hasEnded, type BoardOperation, type OperationWork } from './board-operation.ts';
import type { Ending } from './carry-out.ts';

type Change = Partial<BoardOperation>;

/** @param now - milliseconds since the epoch */
export function wished(
  id: string,
  directoryKey: string,
  wish: IssuanceWish,
  now: number,
): BoardOperation {
  return {
    ...{ id, kind: wish.kind, target: wish.target, dnsNames: wish.dnsNames ?? [] },
    ...{ directoryKey, wish, work: 'obtain', takenUp: false, state: 'queued' },
    ...{ cancelling: false, needsSignIn: false, steps: [], notes: [] },
    ...{ begunAt: undefined, endedAt: undefined, error: undefined, issued: undefined },
    ...{ left: undefined, process: undefined, startedAt: now, changedAt: now },
  };
}

/** Waits for its turn, with nothing of an earlier attempt but what was issued. */
export function queued(before: BoardOperation, work: OperationWork): Change {
  return {
    ...{ work, state: 'queued', cancelling: false, needsSignIn: false },
    ...{ steps: [], notes: [], begunAt: undefined, endedAt: undefined, error: undefined },
    issued: before.left?.cleanUpOnly ? before.issued : undefined,
  };
}

/** @param before - what it was before it waited */
export function ended(ending: Ending, before: BoardOperation): Change {
  switch (ending.ended) {
    case 'issued': {
      const { vault, name, version, thumbprint, dnsNames, notAfter, leftovers } =
        ending.certificate;
      const issued = { vault, name, version, thumbprint, dnsNames, notAfter, leftovers };
      return { state: 'done', issued, dnsNames, left: undefined };
    }
    case 'cleaned-up':
      return { state: 'done', left: undefined };
    case 'undone':
      // Of what had failed, only leftovers were taken back: it has failed as before.
      return hasEnded(before)
        ? { state: before.state, error: before.error, left: undefined }
        : { state: 'cancelled', left: undefined };
  }
}

/** undefined: another process has it, or has ended it; that is no failure of an operation. */
export function failed(error: CertError, operation: BoardOperation): Change | undefined {
  const isTaken = isCertError(error, 'OperationRunning') || isCertError(error, 'OperationNotFound');
  if (operation.work !== 'obtain' && isTaken) return undefined;
  // The certificate is there, whatever is still to be cleaned up.
  if (operation.left?.cleanUpOnly) return { state: 'done', error };
  return { state: isCertError(error, 'Cancelled') ? 'cancelled' : 'failed', error };
}

/**
 * What it means to take up what is left of an operation: what was interrupted is completed, but what
 * a person has cancelled or was told to have failed is taken back. (Past the point of no return the
 * engine completes it in either case.)
 */
export function takeUpWork({ cancelling, left, state, work }: BoardOperation): 'resume' | 'undo' {
  if (left?.cleanUpOnly) return 'resume';
  if (cancelling || work === 'undo') return 'undo';
  return left?.undoable && (state === 'failed' || state === 'cancelled') ? 'undo' : 'resume';
}
