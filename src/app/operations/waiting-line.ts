import { isDeepStrictEqual } from 'node:util';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import { certificateKey } from '../../domain/ownership.ts';
import type { BoardOperation } from './board-operation.ts';

/** How many work side by side; the others wait. */
export const SIDE_BY_SIDE = 10;

/** The ids of those that may begin now: one at a time for each certificate, in their order. */
export function nextToBegin(
  waiting: readonly BoardOperation[],
  running: readonly BoardOperation[],
): readonly string[] {
  const busy = new Set(running.map(keyOf));
  const next: string[] = [];
  for (const operation of waiting) {
    if (busy.size >= SIDE_BY_SIDE) break;
    if (busy.has(keyOf(operation))) continue;
    busy.add(keyOf(operation));
    next.push(operation.id);
  }
  return next;
}

function keyOf({ target }: BoardOperation): string {
  return certificateKey(target.vault, target.name);
}

/** Whether both ask for the same, on whatever occasion. */
export function isSameWish(one: IssuanceWish | undefined, other: IssuanceWish): boolean {
  return one !== undefined && isDeepStrictEqual(withoutOccasion(one), withoutOccasion(other));
}

/** What a person asks for by name has none. */
export function withoutOccasion(wish: IssuanceWish): IssuanceWish {
  return { ...wish, occasion: undefined };
}
