/** The nodes of the view **Operations**. Ids are made of operations, so that nothing collapses. */
import type { OperationBoard } from '../../app/operation-board.ts';
import type { BoardOperation, OperationStep } from '../../app/operations/board-operation.ts';
import type { Leftover } from '../../domain/error-reasons.ts';
import type { CertError } from '../../domain/errors.ts';
import type { Note } from '../../domain/issuance-news.ts';
import type { NamedCertificate } from '../certificate-ref.ts';

export type OperationNode =
  | {
      readonly kind: 'operation';
      readonly id: string;
      readonly operationId: string;
      readonly operation: BoardOperation;
      /** What commands about certificates look for in a node. */
      readonly ref: NamedCertificate;
    }
  | { readonly kind: 'step'; readonly id: string; readonly step: OperationStep }
  | { readonly kind: 'note'; readonly id: string; readonly note: Note }
  | { readonly kind: 'error'; readonly id: string; readonly error: CertError }
  /** Something of an issued certificate that could not be cleaned up. */
  | { readonly kind: 'leftover'; readonly id: string; readonly leftover: Leftover }
  /** A file of the journal, or the journal as a whole, that cannot be read. */
  | { readonly kind: 'unreadable'; readonly id: string; readonly error: CertError };

type Board = Pick<OperationBoard, 'operations' | 'unreadable' | 'journalFailure'>;

export function rootNodes({ operations, unreadable, journalFailure }: Board): OperationNode[] {
  const failures = [...(journalFailure ? [{ id: '', error: journalFailure }] : []), ...unreadable];
  return [
    ...failures.map(({ id, error }) => ({
      kind: 'unreadable' as const,
      id: `unreadable:${id}`,
      error,
    })),
    ...operations.map((operation) => operationNode(operation)),
  ];
}

export function operationNode(operation: BoardOperation): OperationNode {
  return {
    kind: 'operation',
    id: `operation:${operation.id}`,
    operationId: operation.id,
    operation,
    ref: namedCertificate(operation),
  };
}

/** The certificate, and through which directory it was worked on. */
export function namedCertificate({
  target,
  directoryKey,
}: Pick<BoardOperation, 'target' | 'directoryKey'>): NamedCertificate {
  return { ...target, ...(directoryKey !== undefined && { directory: directoryKey }) };
}

/** Steps in their order, then what a person should know. */
export function childNodes(operation: BoardOperation): OperationNode[] {
  const id = (kind: string, index: number): string =>
    `operation:${operation.id}#${kind}${String(index)}`;
  const { error, issued, notes, steps } = operation;
  return [
    ...steps.map((step, n) => ({ kind: 'step' as const, id: id('step', n), step })),
    ...notes.map((note, n) => ({ kind: 'note' as const, id: id('note', n), note })),
    ...(issued?.leftovers ?? []).map((leftover, n) => ({
      kind: 'leftover' as const,
      id: id('leftover', n),
      leftover,
    })),
    ...(error ? [{ kind: 'error' as const, id: id('error', 0), error }] : []),
  ];
}
