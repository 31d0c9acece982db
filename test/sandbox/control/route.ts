import type { IncomingMessage } from 'node:http';

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

export interface Call {
  readonly incoming: IncomingMessage;
  readonly url: URL;
  /** The path's variable part. */
  readonly parameter: string;
}

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

export function route(method: string, path: RegExp, answer: Route['answer']): Route {
  return { method, path, answer };
}
