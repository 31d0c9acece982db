import { isDeepStrictEqual } from 'node:util';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { CertError } from '../../domain/errors.ts';
import type { Holder } from '../process-lock.ts';
import type { BoardOperation } from './board-operation.ts';
import type { JournalPicture, JournalView } from './journal-view.ts';

export interface PictureServices {
  readonly journal: Pick<JournalView, 'read'>;
  readonly process: Holder;
  /** Whether another process is still there. */
  readonly isAlive: (process: Holder) => Promise<boolean>;
}

/** The journal, or why it cannot be read. */
export async function readJournal({
  journal,
}: PictureServices): Promise<{ picture: JournalPicture } | { failure: CertError }> {
  try {
    return { picture: await journal.read() };
  } catch (error) {
    return { failure: asCertError(error) };
  }
}

/** The other processes that are at work, or about to be, on what records say is under way. */
export async function othersAlive(
  { isAlive, process }: PictureServices,
  records: readonly BoardOperation[],
): Promise<readonly Holder[]> {
  const named = records.flatMap((record) =>
    record.state === 'elsewhere' && record.process ? [record.process] : [],
  );
  const others = named.filter((holder) => !isDeepStrictEqual(holder, process));
  const alive = await Promise.all(others.map((holder) => isAlive(holder)));
  return others.filter((_holder, index) => alive[index]);
}
