import type { ApiName } from '../server/hosts.ts';

/** What goes wrong, with which requests. As posted to the control endpoint. */
export interface Fault {
  readonly match: RequestPattern;
  /** Before the API sees the request, or after its effect but before the answer. */
  readonly when: 'before' | 'after';
  /** The first matching request that it applies to, counted from 1 since the fault was set. */
  readonly nth: number;
  /** How many matching requests it applies to from there on. */
  readonly count: number;
  readonly action: FaultAction;
}

/** Every member that is given must fit; none fits every request. */
export interface RequestPattern {
  readonly api?: ApiName;
  readonly method?: string;
  readonly host?: string;
  /** Tried on the path with its query; not anchored. */
  readonly path?: RegExp;
  /** The client's name; see tunnel-clients.ts. */
  readonly client?: string;
}

export type FaultAction =
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Ends the connection without an answer. */
  | { readonly kind: 'drop' }
  /**
   * Waits until it is released or its client has gone. Then a request that is held *before* it is
   * handled was lost on the way (`discard`), or reached the service whole and is handled although
   * nobody waits for the answer (`handle`).
   */
  | { readonly kind: 'hold'; readonly afterClientGone: 'discard' | 'handle' };

export interface MatchableRequest {
  readonly api: ApiName;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly client: string | null;
}

export function matches(pattern: RequestPattern, request: MatchableRequest): boolean {
  return (
    (pattern.api === undefined || pattern.api === request.api) &&
    (pattern.method === undefined || pattern.method === request.method) &&
    (pattern.host === undefined || pattern.host === request.host) &&
    (pattern.path === undefined || pattern.path.test(request.path)) &&
    (pattern.client === undefined || pattern.client === request.client)
  );
}
