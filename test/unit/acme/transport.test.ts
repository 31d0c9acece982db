import assert from 'node:assert/strict';
import { type RequestListener, createServer as createPlainServer } from 'node:http';
import { Agent, createServer } from 'node:https';
import { type AddressInfo, type Server, connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { HttpRequest } from '../../../src/acme/http.ts';
import { createTransport } from '../../../src/acme/transport.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { selfSigned } from './self-signed.ts';
import { SILENT, StandingClock } from './test-clock.ts';

type Behaviour = RequestListener;

const identity = await selfSigned('localhost');
let behave: Behaviour = (_, response) => response.end();
const server = createServer(identity, (request, response) => {
  behave(request, response);
});
const trusting = new Agent({ ca: identity.cert, keepAlive: true });
let base = '';
let host = '';

before(async () => {
  host = `localhost:${await portOf(server)}`;
  base = `https://${host}`;
});

after(() => {
  trusting.destroy();
  server.closeAllConnections();
  server.close();
});

async function portOf(listening: Server): Promise<number> {
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port;
}

interface Ask extends Partial<HttpRequest> {
  readonly agent?: Agent | undefined;
  readonly signal?: AbortSignal;
  readonly answerLimit?: number;
  readonly clock?: StandingClock;
  readonly ownRoots?: { readonly host: string; readonly pem: string };
}

function ask({ agent = trusting, signal, answerLimit, clock, ownRoots, ...request }: Ask = {}) {
  const exchange = createTransport({
    agentFor: () => agent,
    clock: clock ?? new StandingClock(),
    log: SILENT,
    version: '1.2.3',
    timeoutMs: 30_000,
    ...(answerLimit !== undefined && { answerLimit }),
    ...(ownRoots && { ownRoots }),
  });
  return exchange({ method: 'GET', url: `${base}/x`, ...request }, signal);
}

describe('the transport', () => {
  it('sends what RFC 8555 §6 asks for, and returns the whole answer', async () => {
    let seen: unknown;
    behave = (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { 'user-agent': agent, 'content-type': type, accept } = request.headers;
        seen = { method: request.method, path: request.url, agent, type, accept, body };
        response.writeHead(201, { 'replay-nonce': 'n', link: ['<a>;rel="x"', '<b>;rel="y"'] });
        response.end('{"ä":1}');
      });
    };
    const answer = await ask({ method: 'POST', body: '{"ü":2}', accept: 'text/x' });
    assert.deepEqual(seen, {
      method: 'POST',
      path: '/x',
      agent: 'kvcert/1.2.3',
      type: 'application/jose+json',
      accept: 'text/x',
      body: '{"ü":2}',
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.body, '{"ä":1}');
    assert.equal(answer.headers['replay-nonce'], 'n');
    assert.equal(answer.headers['link'], '<a>;rel="x", <b>;rel="y"');
  });

  it('leaves no timer behind', async () => {
    behave = (_, response) => response.end();
    const clock = new StandingClock();
    await ask({ clock });
    assert.equal(clock.sleeping, 0);
  });

  it('does not follow redirects', async () => {
    behave = (_, response) => response.writeHead(302, { location: `${base}/elsewhere` }).end();
    assert.equal((await ask()).status, 302);
  });

  it('asks nobody without TLS', async () => {
    await assert.rejects(ask({ url: 'http://127.0.0.1:1/dir' }), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
  });

  it('gives up on a server that does not answer', async () => {
    const clock = new StandingClock();
    behave = () => {
      clock.ring();
    };
    await assert.rejects(
      ask({ clock }),
      (error) =>
        isCertError(error, 'HostTimeout') &&
        error.facts.host === host &&
        error.facts.seconds === 30,
    );
  });

  it('gives up on an answer that does not end', async () => {
    const clock = new StandingClock();
    behave = (_, response) => {
      response.write('{', () => {
        clock.ring();
      });
    };
    await assert.rejects(ask({ clock }), (error) => isCertError(error, 'HostTimeout'));
  });

  it('does not read more than it needs', async () => {
    behave = (_, response) => response.end('x'.repeat(1001));
    await assert.rejects(
      ask({ answerLimit: 1000 }),
      (error) =>
        isCertError(error, 'UnexpectedAnswer') && error.facts.excerpt.includes('longer than 1000'),
    );
    behave = (_, response) => response.end('x'.repeat(1000));
    assert.equal((await ask({ answerLimit: 1000 })).body.length, 1000);
  });

  it('tells of a connection that breaks off', async () => {
    behave = (request) => request.socket.destroy();
    await assert.rejects(ask(), (error) => isCertError(error, 'HostUnreachable'));
    behave = (request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half of it', () => request.socket.destroy());
    };
    await assert.rejects(ask(), (error) => isCertError(error, 'HostUnreachable'));
  });

  it('tells of a host that is not there', async () => {
    const gone = createPlainServer();
    const port = await portOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    await assert.rejects(
      ask({ url: `https://localhost:${port}/` }),
      (error) => isCertError(error, 'HostUnreachable') && error.facts.host === `localhost:${port}`,
    );
  });

  it('tells of a certificate that is not trusted', async () => {
    await assert.rejects(
      ask({ agent: new Agent() }),
      (error) => isCertError(error, 'TlsUntrusted') && error.facts.reason.includes('self-signed'),
    );
    await assert.rejects(ask({ url: base.replace('localhost', '127.0.0.1') }), (error) =>
      isCertError(error, 'TlsUntrusted'),
    );
  });
});

describe('the roots of a private CA', () => {
  it('are trusted at its host, and at no other', async () => {
    const pem = identity.cert;
    const agent = new Agent();
    behave = (_, response) => response.end('hello');
    assert.equal((await ask({ agent, ownRoots: { host, pem } })).body, 'hello');
    const elsewhere = { host: 'localhost:1', pem };
    await assert.rejects(ask({ agent: new Agent(), ownRoots: elsewhere }), (error) =>
      isCertError(error, 'TlsUntrusted'),
    );
  });

  it('are trusted besides what is trusted anyhow', async () => {
    const before = getCACertificates('default');
    const { cert: pem } = await selfSigned('localhost');
    behave = (_, response) => response.end('hello');
    const agent = new Agent();
    try {
      setDefaultCACertificates([...before, identity.cert]);
      assert.equal((await ask({ agent, ownRoots: { host, pem } })).body, 'hello');
    } finally {
      setDefaultCACertificates(before);
    }
  });
});

describe('a cancellation', () => {
  it('ends a request under way, with its own reason', async () => {
    const controller = new AbortController();
    const reason = new CertError('Cancelled', { during: 'a test' });
    behave = () => {
      controller.abort(reason);
    };
    await assert.rejects(ask({ signal: controller.signal }), reason);
  });

  it('becomes Cancelled where it has another reason', async () => {
    const controller = new AbortController();
    behave = (_, response) => {
      response.write('{', () => {
        controller.abort();
      });
    };
    await assert.rejects(ask({ signal: controller.signal }), (error) =>
      isCertError(error, 'Cancelled'),
    );
  });

  it('ends a request that its agent has given no connection', async () => {
    const controller = new AbortController();
    const agent = new Agent();
    agent.createConnection = () => {
      setImmediate(() => {
        controller.abort();
      });
      return undefined;
    };
    await assert.rejects(ask({ agent, signal: controller.signal }), (error) =>
      isCertError(error, 'Cancelled'),
    );
  });
});

describe('a proxy that refuses', () => {
  it('is told by the agent', async () => {
    const agent = new Agent();
    agent.createConnection = (_, callback) => {
      const refusal = { code: 'EPROXYREFUSED', proxy: 'proxy.example:8080', proxyStatus: 407 };
      callback?.(Object.assign(new Error('refused'), refusal), connect({ port: 0 }).destroy());
      return undefined;
    };
    await assert.rejects(
      ask({ agent }),
      (error) =>
        isCertError(error, 'ProxyRefused') &&
        error.facts.proxy === 'proxy.example:8080' &&
        error.facts.status === 407,
    );
  });

  it('is not taken for the CA where its own 403 is all that comes', async () => {
    const proxy = createPlainServer((_, response) => response.writeHead(403).end('blocked'));
    const port = await portOf(proxy);
    const agent = new Agent();
    agent.createConnection = () => connect(port, '127.0.0.1');
    await assert.rejects(
      ask({ agent }),
      (error) =>
        isCertError(error, 'ProxyRefused') &&
        error.facts.host === host &&
        error.facts.status === 403,
    );
    proxy.closeAllConnections();
    proxy.close();
  });
});
