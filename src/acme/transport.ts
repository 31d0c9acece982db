/** One HTTPS exchange on node:https: bounded in time and size, cancellable, without redirects. */
import type { Agent, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { CertError, isCertError } from '../domain/errors.ts';
import { networkFailure } from '../domain/network-failure.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import { cancelled, throwIfCancelled } from './cancellation.ts';
import type { Exchange, HttpAnswer, HttpRequest } from './http.ts';

export interface TransportOptions {
  /**
   * The agent for a URL; undefined leaves the choice to Node. An agent that goes through a proxy
   * rejects with `{ code: 'EPROXYREFUSED', proxy, proxyStatus }` when the CONNECT is refused.
   */
  readonly agentFor: (url: string) => Agent | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The product's version, for the User-Agent. */
  readonly version: string;
  /** Trusted at this host, and nowhere else, besides what is trusted anyhow. */
  readonly ownRoots?: { /** With its port. */ readonly host: string; readonly pem: string };
  /** From the start of the connection to the end of the answer; 30 s where absent. */
  readonly timeoutMs?: number;
  /** Bytes of an answer's body; 1 MiB where absent (a long certificate chain has 20 KiB). */
  readonly answerLimit?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_ANSWER_LIMIT = 1024 * 1024;

export function createTransport(options: TransportOptions): Exchange {
  const { ownRoots } = options;
  const secureContext = ownRoots && contextWith(ownRoots.pem);
  return async (request, signal) => {
    const started = options.clock.now();
    const { method, url } = request;
    try {
      const answer = await exchangeOnce(options, request, secureContext, signal);
      const ms = options.clock.now() - started;
      options.log.debug('ACME exchange', { method, url, status: answer.status, ms });
      return answer;
    } catch (error) {
      const ms = options.clock.now() - started;
      options.log.debug('ACME exchange failed', { method, url, error: String(error), ms });
      throw error;
    }
  };
}

async function exchangeOnce(
  options: TransportOptions,
  request: HttpRequest,
  secureContext: SecureContext | undefined,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const url = secureUrl(request.url);
  const during = `a request to ${url.host}`;
  throwIfCancelled(signal, during);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const seconds = Math.round(timeoutMs / 1000);
  const ended = new AbortController();
  const outcome = Promise.withResolvers<HttpAnswer>();
  const fail = (error: unknown): void => {
    outcome.reject(isCertError(error) ? error : networkFailure(asError(error), url.host, seconds));
  };

  const outgoing = httpsRequest(url, {
    method: request.method,
    agent: options.agentFor(request.url),
    headers: headersOf(request, options.version),
    ...(url.host === options.ownRoots?.host && { secureContext }),
  });
  outgoing.on('error', fail);
  outgoing.on('response', (incoming) => {
    readAnswer(incoming, request.url, options.answerLimit ?? DEFAULT_ANSWER_LIMIT).then(
      outcome.resolve,
      fail,
    );
  });
  // Both settle the outcome themselves: a request that its agent has not yet given a socket emits
  // nothing when it is destroyed.
  const onAbort = (): void => {
    if (signal) fail(cancelled(signal, during));
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  options.clock.sleep(timeoutMs, ended.signal).then(
    () => {
      fail(new CertError('HostTimeout', { host: url.host, seconds }));
    },
    () => undefined,
  );
  outgoing.end(request.body);

  try {
    return await outcome.promise;
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    ended.abort();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** A bare `ca` would replace what the machine trusts, and with it the roots of its proxy. */
function contextWith(pem: string): SecureContext {
  return createSecureContext({ ca: [...getCACertificates('default'), pem] });
}

/** HTTPS is required for everything but the challenges (RFC 8555 §6.1). */
function secureUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return url;
  const facts = { host: url?.host ?? '', status: 0, excerpt: `not an https URL: ${text}` };
  throw new CertError('UnexpectedAnswer', facts);
}

/** User-Agent is a must and Accept-Language a should of RFC 8555 §6.1. */
function headersOf(request: HttpRequest, version: string): Record<string, string | number> {
  const headers = {
    'user-agent': `kvcert/${version}`,
    'accept-language': 'en',
    accept: request.accept ?? 'application/json, application/problem+json',
  };
  if (request.body === undefined) return headers;
  return {
    ...headers,
    'content-type': 'application/jose+json',
    'content-length': Buffer.byteLength(request.body),
  };
}

async function readAnswer(
  incoming: IncomingMessage,
  url: string,
  limit: number,
): Promise<HttpAnswer> {
  const host = new URL(url).host;
  const status = incoming.statusCode ?? 0;
  // An answer that did not come through TLS is a proxy's, whatever its status says.
  if (!isEncrypted(incoming.socket)) {
    incoming.destroy();
    throw new CertError('ProxyRefused', { proxy: peerOf(incoming.socket), host, status });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) {
      const excerpt = `the answer is longer than ${limit} bytes`;
      throw new CertError('UnexpectedAnswer', { host, status, excerpt });
    }
    chunks.push(chunk);
  }
  return { url, status, headers: plainHeaders(incoming), body: Buffer.concat(chunks).toString() };
}

function isEncrypted(socket: object): boolean {
  return 'encrypted' in socket && socket.encrypted === true;
}

function peerOf(socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }) {
  return socket.remoteAddress ? `${socket.remoteAddress}:${socket.remotePort ?? 0}` : '';
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
