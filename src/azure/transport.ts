/**
 * The HTTP client below every client of the Azure SDK, @azure/identity's included. The SDK's own
 * (@typespec/ts-http-runtime nodeHttpClient.js) has no time-out once headers are there, drops the
 * cause of a broken connection and cannot tell an answer of the proxy from one of the host.
 */
import https from 'node:https';
import { Agent, type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { CertError } from '../domain/errors.ts';
import { networkFailure } from '../domain/network-failure.ts';
import type { Clock } from '../domain/runtime.ts';
import { cancellation } from './cancellation.ts';

/**
 * The agent of the shell for a URL. `undefined` leaves the choice to what is below, which is right
 * inside VS Code: it patches node:https, and an explicit agent would bypass its proxy settings.
 */
export type AgentFor = (url: string) => Agent | undefined;

/** Headers and body together have to arrive within this time, in seconds. */
export const SECONDS_PER_TRY = 30;

/** A client that rejects with CertErrors (network codes, Cancelled) and never retries. */
export function createTransport(options: { agentFor: AgentFor; clock: Clock }): HttpClient {
  return {
    sendRequest: (request) =>
      exchange(request, chooseAgent(request, options.agentFor), options.clock),
  };
}

/** The SDK has set its own agent from HTTPS_PROXY (proxyPolicy.js) by now; the shell's wins. */
function chooseAgent(request: PipelineRequest, agentFor: AgentFor): Agent | undefined {
  return agentFor(request.url) ?? (request.agent instanceof Agent ? request.agent : undefined);
}

async function exchange(
  request: PipelineRequest,
  agent: Agent | undefined,
  clock: Clock,
): Promise<PipelineResponse> {
  const { createHttpHeaders } = await import('@azure/core-rest-pipeline');
  const { host } = new URL(request.url);
  const signal = request.abortSignal;
  const stop = new AbortController();
  const answered = new AbortController();
  const onAbort = () => {
    stop.abort();
  };
  const time = { isUp: false };
  clock.sleep(SECONDS_PER_TRY * 1000, answered.signal).then(
    () => {
      time.isUp = true;
      stop.abort();
    },
    () => undefined,
  );
  signal?.addEventListener('abort', onAbort);
  try {
    if (isAborted(signal)) stop.abort();
    const message = await send(request, agent, stop.signal);
    if (!(message.socket instanceof TLSSocket)) throw proxyRefused(message, agent, host);
    const bodyAsText = await textOf(message);
    const headers = createHttpHeaders();
    for (const [name, value] of Object.entries(message.headersDistinct)) {
      if (value !== undefined) headers.set(name, value.join(', '));
    }
    return { request, status: message.statusCode ?? 0, headers, bodyAsText };
  } catch (error) {
    if (error instanceof CertError) throw error;
    if (signal !== undefined && isAborted(signal)) throw cancellation(signal, `asking ${host}`);
    const failure = time.isUp ? { code: 'ETIMEDOUT', cause: error } : asObject(error);
    throw networkFailure(failure, host, SECONDS_PER_TRY);
  } finally {
    answered.abort();
    signal?.removeEventListener('abort', onAbort);
  }
}

function send(
  request: PipelineRequest,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { body } = request;
    const outgoing = https.request(request.url, {
      method: request.method,
      headers: request.headers.toJSON({ preserveCase: true }),
      signal,
      ...(agent === undefined ? {} : { agent }),
    });
    outgoing.once('response', resolve);
    // Stays attached: a connection that breaks after the headers is reported here as well.
    outgoing.on('error', reject);
    if (typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body);
    else if (body === undefined || body === null) outgoing.end();
    else outgoing.destroy(new TypeError('only texts and bytes are sent to Azure'));
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  switch (message.headers['content-encoding']) {
    case 'gzip':
      return gunzipSync(bytes).toString('utf8');
    case 'deflate':
      return inflateSync(bytes).toString('utf8');
    default:
      return bytes.toString('utf8');
  }
}

/**
 * An agent answers a refused CONNECT by handing the proxy's plain-text answer on as if it came from
 * the host: a 403 of the proxy would be taken for a missing permission in Azure.
 */
function proxyRefused(
  message: IncomingMessage,
  agent: (Agent & { proxy?: unknown }) | undefined,
  host: string,
): CertError {
  const proxy = agent?.proxy instanceof URL ? agent.proxy.host : '';
  message.destroy();
  return new CertError('ProxyRefused', { proxy, host, status: message.statusCode ?? 0 });
}

/** A function, so that the second look is not taken for the first. */
function isAborted(signal: { readonly aborted: boolean } | undefined): boolean {
  return signal?.aborted ?? false;
}

function asObject(error: unknown): object {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}
