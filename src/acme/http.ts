/** HTTP as this layer sees it; transport.ts makes the exchanges, tests script them. */

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  /** Media types that are wanted; JSON and problem documents where absent. */
  readonly accept?: string;
  /** A flattened JWS in JSON (RFC 8555 §6.2); with POST only. */
  readonly body?: string;
}

export interface HttpAnswer {
  /** What was asked for: redirects are never followed. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; repeated fields joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One request and its whole answer, whatever its status. Rejects with a CertError: HostUnreachable,
 * HostTimeout, TlsUntrusted, ProxyRefused, UnexpectedAnswer or Cancelled (the signal's reason where
 * that is a CertError itself).
 */
export type Exchange = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpAnswer>;

/** Host with port, for people. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
