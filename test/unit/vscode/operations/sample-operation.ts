import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import { leftOf } from '../../../../src/app/operations/board-operation.ts';
import { wished } from '../../../../src/app/operations/operation-transitions.ts';
import { BEGIN, DIRECTORY, entryOf, issuedFor, wishFor } from '../../app/operations/board-world.ts';

/** A creation of contoso/www that waits, with what a test changes. */
export function operation(change: Partial<BoardOperation> = {}): BoardOperation {
  return { ...wished('1', DIRECTORY, wishFor('www'), BEGIN), ...change };
}

export const LEFT = leftOf(entryOf('a', 'www'));

export function issued(leftovers: readonly string[] = []): BoardOperation['issued'] {
  const { vault, name, version, thumbprint, dnsNames, notAfter } = issuedFor('www');
  return { vault, name, version, thumbprint, dnsNames, notAfter, leftovers };
}
