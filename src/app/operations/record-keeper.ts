import { isDeepStrictEqual } from 'node:util';
import type { Clock, Log } from '../../domain/runtime.ts';
import type { Holder } from '../certificate-lock.ts';
import type { BoardOperation } from './board-operation.ts';
import {
  KEPT_FOR,
  operationOfRecord,
  recordOfOperation,
  type OperationRecords,
} from './operation-records.ts';

export interface RecordServices {
  readonly records: OperationRecords;
  /** The process that writes. */
  readonly process: Holder;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads and writes the records that all windows share. Each write begins with what is there, so
 * that a window adds its own; of two accounts of one operation the newer stays.
 */
export class RecordKeeper {
  readonly #services: RecordServices;
  readonly #removed = new Set<string>();

  constructor(services: RecordServices) {
    this.#services = services;
  }

  load(): readonly BoardOperation[] {
    return this.#services.records
      .load()
      .map((record) => operationOfRecord(record))
      .filter((operation) => operation !== undefined)
      .filter(({ id }) => !this.#removed.has(id));
  }

  /** Takes a record away in all windows. */
  remove(id: string, own: readonly BoardOperation[]): void {
    this.#removed.add(id);
    this.save(own);
  }

  /** Takes back what this process has said of an operation that another one turned out to have. */
  retract(id: string, own: readonly BoardOperation[]): void {
    const isOurs = (operation: BoardOperation): boolean =>
      operation.id === id && isDeepStrictEqual(operation.process, this.#services.process);
    this.#write(
      this.load().filter((operation) => !isOurs(operation)),
      own,
    );
  }

  /** @param own - what this window has worked on or works on */
  save(own: readonly BoardOperation[]): void {
    this.#write(this.load(), own);
  }

  #write(there: readonly BoardOperation[], own: readonly BoardOperation[]): void {
    const { clock, log, records } = this.#services;
    const oldest = clock.now() - KEPT_FOR;
    const kept = new Map(there.map((operation) => [operation.id, operation]));
    for (const operation of own) {
      const other = kept.get(operation.id);
      if (other && other.changedAt > operation.changedAt) continue;
      kept.set(operation.id, operation);
    }
    const lines = [...kept.values()]
      .filter(({ endedAt, startedAt }) => (endedAt ?? startedAt) > oldest)
      .map((operation) => recordOfOperation(operation))
      .filter((record) => record !== undefined);
    records.save(lines).catch((error: unknown) => {
      log.warn('operations are not remembered', { error: String(error) });
    });
  }
}
