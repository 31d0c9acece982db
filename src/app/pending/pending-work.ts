/** Pending operations and what a person can do with them; the engine hands it out as one. */
import type { PendingOperation } from '../../domain/key-vault.ts';
import type { Tell } from '../upkeep/remembered.ts';
import { cancelPending, deletePending } from './end-pending.ts';
import type { PendingServices, PendingWish } from './found-operation.ts';
import { prepareMerge, type ChainFile, type Merging } from './merge-file.ts';
import { requestOf, showPending, type PendingDetails } from './show-pending.ts';

export interface PendingWork {
  show(wish: PendingWish, signal: AbortSignal): Promise<PendingDetails>;
  /** The CSR (PEM). */
  request(wish: PendingWish, signal: AbortSignal): Promise<string>;
  /** What merging a file would do, and how it is done. */
  merging(wish: PendingWish, file: ChainFile, signal: AbortSignal): Promise<Merging>;
  /** Resolves to the operation as it is after some time. */
  cancel(wish: PendingWish, reporter: Tell, signal: AbortSignal): Promise<PendingOperation>;
  /** Resolves to the operation as it was. */
  delete(wish: PendingWish, signal: AbortSignal): Promise<PendingOperation>;
}

export function openPendingWork(services: PendingServices): PendingWork {
  return {
    show: (wish, signal) => showPending(services, wish, signal),
    request: (wish, signal) => requestOf(services, wish, signal),
    merging: (wish, file, signal) => prepareMerge(services, wish, file, signal),
    cancel: (wish, reporter, signal) => cancelPending(services, wish, reporter, signal),
    delete: (wish, signal) => deletePending(services, wish, signal),
  };
}
