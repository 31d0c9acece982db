/**
 * The shape of every stand-in: a function from a request to an answer. Sockets, TLS, the log and
 * the faults are the server's business (server.ts), so that an API file reads like its document.
 */

export interface ApiRequest {
  readonly method: string;
  /** Absolute, with the production host name. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came; empty without a body. */
  readonly body: Buffer;
  /** The client's name; see tunnel-clients.ts. */
  readonly client?: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a string or Buffer as it is; nothing without it. */
  readonly body?: unknown;
}

export type Api = (request: ApiRequest) => Promise<ApiResponse>;

/** Thrown by a stand-in to answer with an error; `body` is the service's own error document. */
export class ApiError extends Error {
  readonly response: ApiResponse;

  constructor(response: ApiResponse) {
    super(`answered ${String(response.status)}`);
    this.response = response;
  }
}

/** Milliseconds since the epoch; the control endpoint can move it. */
export type Now = () => number;
