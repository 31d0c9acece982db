import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type Api, type ApiRequest, type ApiResponse } from '../api.ts';
import type { DueFault, FaultBook } from '../faults/fault-book.ts';
import type { MatchableRequest } from '../faults/fault.ts';
import type { LogEntry } from '../log/request-log.ts';

/** How a request ended: with an answer, without one on purpose, or without anybody to answer. */
export type Ending =
  | { readonly kind: 'answer'; readonly response: ApiResponse }
  | { readonly kind: 'dropped' | 'gone' };

export interface ExchangeOptions {
  readonly api: Api;
  readonly faults: FaultBook;
  /** Aborted when the client has closed its connection or the sandbox ends. */
  readonly gone: AbortSignal;
}

/**
 * Takes a request through the faults that are due and the API. A request whose client goes away
 * while a fault keeps it *before* the API is not handled, as if it had not arrived; a *hold* may
 * say that it had (fault.ts).
 */
export async function exchange(
  request: ApiRequest,
  entry: LogEntry,
  subject: MatchableRequest,
  options: ExchangeOptions,
): Promise<Ending> {
  const due = options.faults.take(subject);
  try {
    const early = await suffer(due, 'before', entry, options.gone);
    if (early !== undefined) return early;
    const response = await callApi(options.api, request, entry);
    const late = await suffer(due, 'after', entry, options.gone);
    return late ?? { kind: 'answer', response };
  } finally {
    for (const each of due) each.finish();
  }
}

/** Applies the faults of one phase; resolves with an ending if one of them ends the request. */
async function suffer(
  due: readonly DueFault[],
  when: 'before' | 'after',
  entry: LogEntry,
  gone: AbortSignal,
): Promise<Ending | undefined> {
  for (const each of due.filter((one) => one.fault.when === when)) {
    const { action } = each.fault;
    entry.faults = [...entry.faults, { id: each.id, kind: action.kind, when }];
    switch (action.kind) {
      case 'fail':
        return { kind: 'answer', response: action };
      case 'drop':
        return { kind: 'dropped' };
      case 'delay':
        await sleep(action.ms, undefined, { signal: gone }).catch(() => undefined);
        break;
      case 'hold':
        await each.hold(gone);
        if (gone.aborted && action.afterClientGone === 'handle') continue;
        break;
    }
    if (gone.aborted) return { kind: 'gone' };
  }
  return undefined;
}

async function callApi(api: Api, request: ApiRequest, entry: LogEntry): Promise<ApiResponse> {
  entry.handled = true;
  try {
    return await api(request);
  } catch (error) {
    if (error instanceof ApiError) return error.response;
    entry.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { error: { code: 'SandboxDefect', message: entry.error } } };
  }
}
