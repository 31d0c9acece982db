import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Agent as AnyAgent, RequestListener } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { Agent, createServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import * as packet from 'dns-packet';
import { askOverHttps } from '../../../src/dns/ask-over-https.ts';
import type { Question } from '../../../src/dns/question.ts';
import { selfSigned } from '../acme/self-signed.ts';

const TXT: Question = { type: 'TXT', name: 'a.example' };
const TYPE = { 'content-type': 'application/dns-message' };

const identity = await selfSigned('localhost');
const trusting = new Agent({ ca: identity.cert, keepAlive: true });
let behave: RequestListener = (_, response) => response.end();
const server = createServer(identity, (request, response) => {
  behave(request, response);
});
let url = '';

before(async () => {
  url = `https://localhost:${await portOf(server)}/dns-query`;
});

after(() => {
  trusting.destroy();
  server.closeAllConnections();
  server.close();
});

async function portOf(listening: Server): Promise<number> {
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return (listening.address() as AddressInfo).port;
}

interface How {
  readonly agent?: AnyAgent;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly question?: Question;
  readonly at?: string;
}

/** The answer, and what the log was told. */
async function ask({ agent = trusting, timeoutMs = 5000, signal, question = TXT, at }: How = {}) {
  const warnings: unknown[] = [];
  const log = {
    debug: () => undefined,
    warn: (_: string, facts?: unknown) => void warnings.push(facts),
  };
  const asked = askOverHttps({ agentFor: () => agent, version: '1.2.3', timeoutMs, log });
  return { answer: await asked(question, at ?? url, signal), warnings };
}

const failed = (failure: string) => ({ records: [], failure });

/** The answer `one` to whatever is asked, as bytes. */
function answerTo(message: Buffer, change: Partial<packet.Packet> = {}): Buffer {
  const { id, questions = [] } = packet.decode(message);
  const answers: packet.Answer[] = [{ type: 'TXT', name: 'a.example', ttl: 1, data: ['one'] }];
  return packet.encode({ type: 'response', id, flags: 0, questions, answers, ...change });
}

/** Collects the question first. */
function answering(change: Partial<packet.Packet> = {}): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, TYPE).end(answerTo(Buffer.concat(chunks), change));
    });
  };
}

describe('askOverHttps', () => {
  it('posts the message with its type, and reads the answer', async () => {
    let seen: unknown;
    behave = (request, response) => {
      const { accept, 'content-type': type, 'user-agent': agent } = request.headers;
      seen = { method: request.method, path: request.url, accept, type, agent };
      answering()(request, response);
    };
    const { answer } = await ask();
    assert.deepEqual(answer, { records: ['one'], failure: undefined });
    assert.deepEqual(seen, {
      method: 'POST',
      path: '/dns-query',
      accept: 'application/dns-message',
      type: 'application/dns-message',
      agent: 'kvcert/1.2.3',
    });
  });

  it('takes the type of the answer in any case and with parameters', async () => {
    behave = (request, response) => {
      response.setHeader('x', 'y');
      request.on('data', (chunk: Buffer) => {
        response.writeHead(200, { 'content-type': 'Application/DNS-message; a=b' });
        response.end(answerTo(chunk));
      });
    };
    assert.deepEqual((await ask()).answer.records, ['one']);
  });

  for (const [what, listener, failure] of [
    ['an answer to another id', answering({ id: 7 }), 'EBADRESP'],
    [
      'an answer to another question',
      answering({ questions: [{ type: 'TXT', name: 'b.example' }] }),
      'EBADRESP',
    ],
    ['an answer of another kind', answering({ type: 'query' }), 'EBADRESP'],
    ['SERVFAIL', answering({ flags: 2 }), 'ESERVFAIL'],
    [
      'a page',
      (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
      'EBADRESP',
    ],
    [
      'a page that says it is a message',
      (_, response) => response.writeHead(200, TYPE).end('<html>sign in</html>'),
      'EBADRESP',
    ],
    ['nothing', (_, response) => response.writeHead(200, TYPE).end(), 'EBADRESP'],
    ['a 503', (_, response) => response.writeHead(503, TYPE).end('<html>'), 'HTTP 503'],
    [
      'a redirect, which is not followed',
      (_, response) => response.writeHead(302, { location: url }).end(),
      'HTTP 302',
    ],
    [
      'more bytes than a message can have',
      (request, response) =>
        void request.on('data', (chunk: Buffer) => {
          response.writeHead(200, TYPE).end(Buffer.concat([answerTo(chunk), Buffer.alloc(65_536)]));
        }),
      'EBADRESP',
    ],
    [
      'half of an answer',
      (_, response) => {
        response.writeHead(200, { ...TYPE, 'content-length': 100 });
        response.write('x', () => response.destroy());
      },
      'HostUnreachable',
    ],
  ] as readonly (readonly [string, RequestListener, string])[]) {
    it(`tells ${failure} for ${what}`, async () => {
      behave = listener;
      const { answer, warnings } = await ask();
      assert.deepEqual(answer, failed(failure));
      assert.ok(warnings.length > 0 || failure.startsWith('E'));
    });
  }

  it('asks once more when a kept connection was closed', async () => {
    behave = answering();
    await ask();
    let requests = 0;
    behave = (request, response) => {
      requests += 1;
      if (requests === 1) request.socket.destroy();
      else answering()(request, response);
    };
    assert.deepEqual((await ask()).answer.records, ['one']);
    requests = 0;
    behave = (request) => {
      requests += 1;
      request.socket.destroy();
    };
    assert.deepEqual((await ask()).answer, failed('HostUnreachable'));
    assert.equal(requests, 2);
  });

  it('waits no longer than it may, for the head and for the end of an answer', async () => {
    behave = () => undefined;
    const { answer, warnings } = await ask({ timeoutMs: 100 });
    assert.deepEqual(answer, failed('HostTimeout'));
    assert.equal(warnings.length, 1, 'a server that hangs is not asked twice');
    behave = (_, response) => void response.writeHead(200, TYPE).write('x');
    assert.deepEqual((await ask({ timeoutMs: 100 })).answer, failed('HostTimeout'));
  });

  it('rejects with the reason as soon as it is aborted', { timeout: 10_000 }, async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    behave = () => {
      controller.abort(reason);
    };
    const { signal } = controller;
    await assert.rejects(ask({ signal, timeoutMs: 60_000 }), reason);
    await assert.rejects(ask({ signal, timeoutMs: 60_000 }), reason);
  });

  it('does not trust a certificate that nobody vouches for', async () => {
    const agent = new Agent();
    assert.deepEqual((await ask({ agent })).answer, failed('TlsUntrusted'));
    agent.destroy();
  });

  it('does not take an answer that came without TLS, as from a proxy', async () => {
    const plain = createPlainServer((_, response) => response.writeHead(200, TYPE).end('x'));
    const port = await portOf(plain);
    const agent = new Agent();
    agent.createConnection = () => connect(port, '127.0.0.1');
    assert.deepEqual((await ask({ agent })).answer, failed('ProxyRefused'));
    agent.destroy();
    plain.close();
  });

  it('refuses to ask for what is no name, and of nobody', async () => {
    const question: Question = { type: 'TXT', name: `${'x'.repeat(64)}.example` };
    assert.deepEqual((await ask({ question })).answer, failed('EBADNAME'));
    const log = { debug: () => undefined, warn: () => undefined };
    const asked = askOverHttps({ agentFor: () => trusting, version: '1', timeoutMs: 1, log });
    assert.deepEqual(await asked(TXT, undefined, undefined), failed('ENOSERVER'));
  });
});
