/** One DNS message and its answer over HTTPS (RFC 8484): bounded in time and size, cancellable. */
import type { Agent, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isCertError } from '../domain/errors.ts';
import { networkFailure } from '../domain/network-failure.ts';

export interface HttpsOptions {
  /** The agent for a URL; undefined leaves the choice to Node, which is right inside VS Code. */
  readonly agentFor: (url: string) => Agent | undefined;
  /** The product's version, for the User-Agent. */
  readonly version: string;
  /** Milliseconds, from the start of the connection to the end of the answer. */
  readonly timeoutMs: number;
}

/** Why there was no answer: a code of the product, of HTTP, or of what was sent in its place. */
export class NoAnswer extends Error {
  readonly code: string;

  constructor(code: string, options: { cause?: unknown } = {}) {
    super(code, options);
    this.code = code;
  }
}

const MEDIA_TYPE = 'application/dns-message';

/** No DNS message is longer (its length has two bytes over TCP). */
const LONGEST_ANSWER = 65_535;

/**
 * Posts `message` to `url`. Redirects are not followed: another host would see the names.
 * @throws NoAnswer, or the signal's reason when it is aborted
 */
export async function exchangeOverHttps(
  url: string,
  message: Uint8Array,
  options: HttpsOptions,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const late = AbortSignal.timeout(options.timeoutMs);
  const ended = signal ? AbortSignal.any([signal, late]) : late;
  const outcome = Promise.withResolvers<Uint8Array>();
  const fail = (error: unknown): void => {
    outcome.reject(error instanceof NoAnswer ? error : unanswered(error, url));
  };
  const outgoing = httpsRequest(url, {
    method: 'POST',
    agent: options.agentFor(url),
    headers: {
      accept: MEDIA_TYPE,
      'content-type': MEDIA_TYPE,
      'content-length': message.length,
      'user-agent': `kvcert/${options.version}`,
    },
  });
  outgoing.on('error', fail);
  outgoing.on('response', (incoming) => {
    readAnswer(incoming).then(outcome.resolve, fail);
  });
  // A request that its agent has not yet given a socket emits nothing when it is destroyed.
  const onEnd = (): void => {
    outcome.reject(signal?.aborted ? signal.reason : new NoAnswer('HostTimeout'));
  };
  ended.addEventListener('abort', onEnd, { once: true });
  outgoing.end(message);
  try {
    return await outcome.promise;
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    ended.removeEventListener('abort', onEnd);
  }
}

async function readAnswer(incoming: IncomingMessage): Promise<Uint8Array> {
  // An answer that did not come through TLS is a proxy's, whatever its status says.
  if (!('encrypted' in incoming.socket && incoming.socket.encrypted === true)) {
    throw refused(incoming, 'ProxyRefused');
  }
  const { statusCode = 0, headers } = incoming;
  if (statusCode !== 200) throw refused(incoming, `HTTP ${statusCode}`);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== MEDIA_TYPE) throw refused(incoming, 'EBADRESP');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw refused(incoming, 'EBADRESP');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Nobody reads the rest of it. */
function refused(incoming: IncomingMessage, code: string): NoAnswer {
  incoming.destroy();
  return new NoAnswer(code);
}

function unanswered(error: unknown, url: string): NoAnswer {
  const cause = error instanceof Error ? error : new Error(String(error));
  const failure = isCertError(cause) ? cause : networkFailure(cause, new URL(url).host, 0);
  return new NoAnswer(failure.code, { cause: failure });
}
