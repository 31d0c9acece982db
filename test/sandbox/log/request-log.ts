import type { ApiName } from '../server/hosts.ts';

/** One request as the control endpoint shows it. */
export interface LogEntry {
  /** From 1, in the order of arrival. */
  readonly seq: number;
  /** ISO 8601, by the machine's clock. */
  readonly time: string;
  /** Null where the request named a host that nobody stands for. */
  readonly api: ApiName | null;
  readonly method: string;
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  /** Name of the principal as the request states it, whether or not it was believed. */
  readonly caller: string | null;
  /** What the client calls itself in its proxy's URL; see tunnel-clients.ts. */
  readonly client: string | null;
  /** What faults did to it, in order. */
  faults: readonly AppliedFault[];
  /** The API saw it: whatever effect it has took place, answered or not. */
  handled: boolean;
  outcome: Outcome;
  status: number | null;
  responseHeaders: Readonly<Record<string, string>> | null;
  responseBody: unknown;
  /** Which of the bodies is only the beginning, as text: a test must not read it as a whole. */
  cut: readonly ('request' | 'response')[];
  durationMs: number | null;
  /** Stack of an exception that no API should have thrown. */
  error: string | null;
}

/** client-gone: the client closed its connection before it was answered. */
export type Outcome = 'pending' | 'answered' | 'dropped' | 'client-gone';

export interface AppliedFault {
  readonly id: string;
  readonly kind: string;
  readonly when: 'before' | 'after';
}

export type Arrival = Pick<
  LogEntry,
  | 'api'
  | 'method'
  | 'host'
  | 'path'
  | 'requestHeaders'
  | 'requestBody'
  | 'caller'
  | 'client'
  | 'cut'
>;

/** Every request since the start, in memory. An entry is there from its arrival and is filled in. */
export class RequestLog {
  #entries: LogEntry[] = [];

  open(arrival: Arrival): LogEntry {
    const entry: LogEntry = {
      seq: this.#entries.length + 1,
      time: new Date().toISOString(),
      ...arrival,
      faults: [],
      handled: false,
      outcome: 'pending',
      status: null,
      responseHeaders: null,
      responseBody: null,
      durationMs: null,
      error: null,
    };
    this.#entries.push(entry);
    return entry;
  }

  /** Entries whose number is greater than `since`. */
  list(since = 0): readonly LogEntry[] {
    return this.#entries.slice(since);
  }

  /** Forgets the requests that the sandbox made to itself while it started. */
  clear(): void {
    this.#entries = [];
  }
}
