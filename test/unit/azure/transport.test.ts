import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { createTransport, type AgentFor } from '../../../src/azure/transport.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { Clock } from '../../../src/domain/runtime.ts';
import { loopbackCertificate } from './loopback-certificate.ts';

/** Waits for ever, unless told that time is up. */
function clockThat(timeIsUp = false): Clock {
  return {
    now: () => 0,
    sleep: () => (timeIsUp ? Promise.resolve() : new Promise(() => undefined)),
  };
}

describe('createTransport', () => {
  let ca = '';
  let url = '';
  let server: https.Server;
  let respond: http.RequestListener;

  before(async () => {
    const certificate = await loopbackCertificate();
    ca = certificate.cert;
    server = https.createServer(certificate, (request, response) => {
      respond(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/path?x=1`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const trusting: AgentFor = () => new https.Agent({ ca });

  function send(
    agentFor: AgentFor,
    request: Partial<Parameters<typeof createPipelineRequest>[0]> = {},
    clock = clockThat(),
  ) {
    return createTransport({ agentFor, clock }).sendRequest(
      createPipelineRequest({ url, ...request }),
    );
  }

  it('sends method, headers and body, and reads them back', async () => {
    respond = (request, response) => {
      response.setHeader('x-seen', [request.method, request.url, request.headers['x-a']].join(' '));
      request.pipe(response);
    };
    const headers = createHttpHeaders({ 'X-A': 'b' });
    const answer = await send(trusting, { method: 'POST', headers, body: 'text' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('x-seen'), 'POST /path?x=1 b');
    assert.equal(answer.bodyAsText, 'text');
  });

  it('unpacks a compressed answer', async () => {
    respond = (_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}'));
    };
    assert.equal((await send(trusting)).bodyAsText, '{"a":1}');
  });

  it('says whom it does not trust', async () => {
    respond = (_, response) => response.end();
    await assert.rejects(
      send(() => undefined),
      { code: 'TlsUntrusted' },
    );
  });

  it('says when nobody listens', async () => {
    const closed = http.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    await assert.rejects(send(trusting, { url: `https://127.0.0.1:${port}/` }), {
      code: 'HostUnreachable',
    });
  });

  it('says when the answer breaks off', async () => {
    respond = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    await assert.rejects(send(trusting), { code: 'HostUnreachable' });
  });

  it('does not wait for ever for the rest of an answer', async () => {
    respond = (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('x');
    await assert.rejects(send(trusting, {}, clockThat(true)), { code: 'HostTimeout' });
  });

  it('stops when aborted while waiting, with the reason given', async () => {
    const abort = new AbortController();
    const reason = new CertError('Cancelled', { during: 'a test' });
    respond = () => {
      abort.abort(reason);
    };
    await assert.rejects(send(trusting, { abortSignal: abort.signal }), reason);
  });

  it('sends nothing when aborted before', async () => {
    respond = () => assert.fail('asked');
    await assert.rejects(send(trusting, { abortSignal: AbortSignal.abort() }), {
      code: 'Cancelled',
    });
  });

  it("takes a proxy's refusal for what it is", async () => {
    const proxy = http.createServer().on('connect', (_, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const agent = new HttpsProxyAgent(`http://127.0.0.1:${port}`);
    try {
      await assert.rejects(
        send(() => agent),
        (error) => {
          assert.ok(isCertError(error, 'ProxyRefused'), String(error));
          const { host } = new URL(url);
          assert.deepEqual(error.facts, { proxy: `127.0.0.1:${port}`, host, status: 403 });
          return true;
        },
      );
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});
