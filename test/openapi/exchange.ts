/** A request with its answer, as the oracle judges it. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  /** Parsed JSON; undefined or null where there was none. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

/** What an entry of the sandbox's request log has of it. */
export interface LoggedExchange {
  readonly method: string;
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly requestBody: unknown;
  readonly status: number | null;
  readonly responseBody: unknown;
}

/** undefined for a request that was never answered. */
export function exchangeOf(entry: LoggedExchange): Exchange | undefined {
  const { method, host, path, requestBody, status, responseBody } = entry;
  if (status === null) return undefined;
  return { method, url: new URL(`https://${host}${path}`), requestBody, status, responseBody };
}
