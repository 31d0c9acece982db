import { isDeepStrictEqual } from 'node:util';
import type { Clock, Log } from '../../domain/runtime.ts';
import type { Holder } from '../process-lock.ts';
import type { BoardOperation } from './board-operation.ts';
import {
  isOperationRecord,
  KEPT_FOR,
  operationOfRecord,
  recordOfOperation,
  type OperationRecord,
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
    return this.#stored()
      .map((record) => operationOfRecord(record))
      .filter((operation) => operation !== undefined);
  }

  /** Takes a record away in all windows. */
  remove(id: string, own: readonly BoardOperation[]): void {
    this.#removed.add(id);
    this.save(own);
  }

  /** Takes back what this process has said of an operation that another one turned out to have. */
  retract(id: string, own: readonly BoardOperation[]): void {
    const isOurs = (record: OperationRecord): boolean =>
      record.id === id && isDeepStrictEqual(record.process, this.#services.process);
    this.#write(
      this.#stored().filter((record) => !isOurs(record)),
      own,
    );
  }

  /** @param own - what this window has worked on or works on */
  save(own: readonly BoardOperation[]): void {
    this.#write(this.#stored(), own);
  }

  #stored(): readonly OperationRecord[] {
    return this.#services.records
      .load()
      .filter(isOperationRecord)
      .filter(({ id }) => !this.#removed.has(id));
  }

  /** What other windows have stored is stored again as it is. */
  #write(there: readonly OperationRecord[], own: readonly BoardOperation[]): void {
    const { clock, log, records } = this.#services;
    const oldest = clock.now() - KEPT_FOR;
    const kept = new Map(there.map((record) => [record.id, record]));
    for (const operation of own) {
      const record = recordOfOperation(operation);
      const other = kept.get(operation.id);
      if (record && !(other && other.changedAt > record.changedAt)) kept.set(record.id, record);
    }
    const recent = [...kept.values()].filter(
      ({ endedAt, startedAt }) => (endedAt ?? startedAt) > oldest,
    );
    records.save(recent).catch((error: unknown) => {
      log.warn('operations are not remembered', { error: String(error) });
    });
  }
}
