import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import { leftOf } from '../../../../src/app/operations/board-operation.ts';
import { wished } from '../../../../src/app/operations/operation-transitions.ts';
import type { Leftover } from '../../../../src/domain/error-reasons.ts';
import { BEGIN, DIRECTORY, entryOf, issuedFor, wishFor } from '../../app/operations/board-world.ts';

/** A creation of contoso/www that waits, with what a test changes. */
export function operation(change: Partial<BoardOperation> = {}): BoardOperation {
  return { ...wished('1', DIRECTORY, wishFor('www'), BEGIN), ...change };
}

export const LEFT = leftOf(entryOf('a', 'www'));

/** Is told as `TXT values at r (h did not answer within 30 seconds.)`. */
export const LEFTOVER: Leftover = {
  trace: { kind: 'txt-values', record: 'r' },
  error: { code: 'HostTimeout', facts: { host: 'h', seconds: 30 } },
};

export function issued(leftovers: readonly Leftover[] = []): BoardOperation['issued'] {
  const { vault, name, version, thumbprint, dnsNames, notAfter } = issuedFor('www');
  return { vault, name, version, thumbprint, dnsNames, notAfter, leftovers };
}
