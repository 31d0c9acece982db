/** What goes wrong between a CA and its client, fault by fault. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { problem } from './scripted-ca.ts';
import { readyOrder, scriptedWorld, worldWith } from './scripted-world.ts';
import { StandingClock } from './test-clock.ts';

const NAMES = { names: ['example.com'] };
const dropped = () => new CertError('HostUnreachable', { host: 'ca.example', reason: 'reset' });
const hung = () => new CertError('HostTimeout', { host: 'ca.example', seconds: 30 });
const page = { status: 503, body: '<html><h1>Maintenance</h1></html>' };

describe('a limit', () => {
  it('that lasts long is told at once, with its end', async () => {
    const { session, server, clock } = await scriptedWorld();
    const limit = problem(429, 'rateLimited', 'too many certificates');
    server.script('POST /order', { ...limit, headers: { 'retry-after': '123456' } });
    await assert.rejects(
      session.newOrder(NAMES),
      (error) =>
        isCertError(error, 'RateLimited') && error.facts.retryAt === '2026-06-02T10:17:36.000Z',
    );
    assert.deepEqual(clock.slept, []);
    assert.equal(server.requests.length, 1);
  });

  it('that is short is waited for', async () => {
    const { session, server, clock } = await scriptedWorld();
    const limit = problem(429, 'rateLimited');
    server.script('POST /order', { ...limit, headers: { 'retry-after': '20' } });
    await session.newOrder(NAMES);
    assert.deepEqual(clock.slept, [20_000]);
  });
});

describe('a fault that passes', () => {
  for (const [name, reply] of [
    ['an HTML 503', page],
    ['a 500 with a problem', problem(500, 'serverInternal')],
    ['a dropped connection', dropped()],
    ['a time-out', hung()],
  ] as const) {
    it(`is survived with a newly signed request: ${name}`, async () => {
      const { session, server } = await scriptedWorld();
      server.script('POST /order', reply, reply);
      assert.equal((await session.newOrder(NAMES)).status, 'pending');
      const posts = server.seen.filter(({ method }) => method === 'POST');
      assert.equal(posts.length, 3);
      assert.equal(new Set(posts.map(({ nonce }) => nonce)).size, 3);
    });
  }

  it('is survived where a GET or a HEAD meets it', async () => {
    const { ca, server } = await scriptedWorld();
    server.script('HEAD /nonce', dropped(), page);
    server.script('POST /account', dropped());
    assert.match(await ca.registerAccount(ca.localSigner(await ca.newAccountKey())), /account/);
  });
});

describe('a fault that stays', () => {
  it('is told with its real cause', async () => {
    const { session, server, clock } = await scriptedWorld();
    server.script('POST /order', dropped(), dropped(), dropped(), dropped());
    await assert.rejects(session.newOrder(NAMES), (error) => isCertError(error, 'HostUnreachable'));
    assert.deepEqual(clock.slept, [500, 1000, 2000]);
  });

  it('is told with the words of the page that came instead', async () => {
    const { session, server } = await scriptedWorld();
    server.script('POST /order', page, page, page, page);
    await assert.rejects(
      session.newOrder(NAMES),
      (error) =>
        isCertError(error, 'UnexpectedAnswer') &&
        error.facts.status === 503 &&
        error.facts.excerpt === 'Maintenance',
    );
  });

  it('does not become more requests where no nonce is to be had', async () => {
    const { ca, server } = await scriptedWorld();
    const signer = ca.localSigner(await ca.newAccountKey());
    server.script('POST /account', dropped());
    server.script('HEAD /nonce', page, page, page, page, page);
    await assert.rejects(ca.registerAccount(signer), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    assert.deepEqual(server.requests, ['POST /account', ...Array<string>(3).fill('HEAD /nonce')]);
  });

  it('is a CA that takes no nonce', async () => {
    const { session, server, clock } = await scriptedWorld();
    server.script('POST /order', ...Array.from({ length: 20 }, () => problem(400, 'badNonce')));
    await assert.rejects(
      session.newOrder(NAMES),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'badNonce',
    );
    assert.equal(server.requests.length, 6);
    assert.deepEqual(clock.slept, []);
  });
});

describe('a nonce that is refused', () => {
  it('is replaced without a word', async () => {
    const { session, server, clock } = await scriptedWorld();
    server.script('POST /order', problem(400, 'badNonce'), problem(400, 'badNonce'));
    await session.newOrder(NAMES);
    assert.deepEqual(server.requests, Array<string>(3).fill('POST /order'));
    assert.deepEqual(clock.slept, []);
  });
});

describe('a lost answer', () => {
  it('to the answer of a challenge is made good by a look at it', async () => {
    const { session, server } = await scriptedWorld();
    const order = await session.newOrder(NAMES);
    const [authorization] = await session.authorizations(order);
    const dns01 = authorization?.dns01;
    assert.ok(dns01);
    await session.answer(dns01);
    await session.answer(dns01);
    assert.deepEqual(server.requests.slice(-2), [
      `POST ${new URL(dns01.url).pathname}`,
      `POST ${new URL(dns01.url).pathname}`,
    ]);
  });

  it('does not hide that the answer to a challenge was refused', async () => {
    const { session, server } = await scriptedWorld();
    const order = await session.newOrder(NAMES);
    const [authorization] = await session.authorizations(order);
    const dns01 = authorization?.dns01;
    assert.ok(dns01);
    server.script(`POST ${new URL(dns01.url).pathname}`, problem(400, 'malformed', 'no'));
    await assert.rejects(session.answer(dns01), (error) => isCertError(error, 'AcmeProblem'));
  });

  it('to finalize is made good by a look at the order', async () => {
    const world = await scriptedWorld('slow');
    const order = await readyOrder(world);
    await world.session.finalize(order, new Uint8Array([1]));
    const again = await world.session.finalize(order, new Uint8Array([1]));
    assert.equal(again.status, 'processing');
    assert.deepEqual(world.clock.slept, []);
  });
});

describe('an order that is not ready yet', () => {
  it('is finalized when it is', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    const path = new URL(order.finalize).pathname;
    world.server.script(
      `POST ${path}`,
      problem(403, 'orderNotReady'),
      problem(403, 'orderNotReady'),
    );
    const finalized = await world.session.finalize(order, new Uint8Array([1]));
    assert.equal(finalized.status, 'processing');
    assert.equal(finalized.url, order.url);
    assert.deepEqual(world.clock.slept, [500, 800]);
  });

  it('is told when it never is', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    const path = new URL(order.finalize).pathname;
    const refusals = Array.from({ length: 50 }, () => problem(403, 'orderNotReady', 'wait'));
    world.server.script(`POST ${path}`, ...refusals);
    await assert.rejects(
      world.session.finalize(order, new Uint8Array([1])),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'orderNotReady',
    );
    assert.equal(Math.round(world.clock.slept.reduce((sum, ms) => sum + ms)), 30_000);
  });
});

describe('an order that fails', () => {
  const error = {
    type: 'urn:ietf:params:acme:error:caa',
    detail: 'CAA forbids it',
    subproblems: [{ type: 'x', detail: 'record found', identifier: { value: 'example.com' } }],
  };

  it('says why', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    world.server.change(new URL(order.url).pathname, { status: 'invalid', error });
    await assert.rejects(
      world.session.awaitOrder(order.url, ['valid']),
      (thrown) =>
        isCertError(thrown, 'OrderInvalid') &&
        thrown.facts.detail === 'CAA forbids it example.com: record found',
    );
    assert.equal((await world.session.awaitOrder(order.url, ['invalid'])).status, 'invalid');
  });

  it('says so when it is finalized too late', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    world.server.change(new URL(order.url).pathname, { status: 'invalid', error });
    await assert.rejects(world.session.finalize(order, new Uint8Array([1])), (thrown) =>
      isCertError(thrown, 'OrderInvalid'),
    );
  });

  it('is given up after five minutes', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    await assert.rejects(
      world.session.awaitOrder(order.url, ['valid']),
      (thrown) => isCertError(thrown, 'CaTimeout') && thrown.facts.seconds === 300,
    );
  });
});

describe('an answer that is not what it should be', () => {
  const valid = { status: 'pending', identifiers: [], authorizations: [], finalize: 'https://x/' };
  const location = { location: 'https://ca.example/order/1' };
  for (const [name, reply] of [
    ['no JSON', { status: 201, headers: location, body: 'created' }],
    ['no Location', { status: 201, body: valid }],
    ['no status', { status: 201, headers: location, body: { ...valid, status: 1 } }],
    ['no list', { status: 201, headers: location, body: { ...valid, authorizations: 'x' } }],
    [
      'a URL without TLS',
      { status: 201, headers: location, body: { ...valid, finalize: 'http://ca.example/f' } },
    ],
    ['a redirect', { status: 302, headers: { location: 'https://other.example/' } }],
  ] as const) {
    it(`is refused: ${name}`, async () => {
      const { session, server } = await scriptedWorld();
      server.script('POST /order', reply);
      await assert.rejects(session.newOrder(NAMES), (error) =>
        isCertError(error, 'UnexpectedAnswer'),
      );
    });
  }

  it('is refused as a certificate', async () => {
    const world = await scriptedWorld();
    const order = await readyOrder(world);
    const certificate = 'https://ca.example/cert/1';
    await assert.rejects(world.session.downloadCertificate(order), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    world.server.script('POST /cert/1', { status: 200, body: '<html>' });
    await assert.rejects(world.session.downloadCertificate({ ...order, certificate }), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
  });

  it('is passed on without what is no certificate', async () => {
    const world = await scriptedWorld();
    const order = { ...(await readyOrder(world)), certificate: 'https://ca.example/cert/1' };
    const block = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----`;
    const body = `hello\n${block('CERTIFICATE')}\n${block('PRIVATE KEY')}\n${block('CERTIFICATE')}`;
    world.server.script('POST /cert/1', { status: 200, body });
    assert.equal(
      await world.session.downloadCertificate(order),
      `${block('CERTIFICATE')}\n${block('CERTIFICATE')}\n`,
    );
  });
});

describe('a cancellation', () => {
  const reason = new CertError('Cancelled', { during: 'the user' });

  it('ends a request that never ends, with its own reason', async () => {
    const { session, server } = await scriptedWorld();
    const controller = new AbortController();
    server.script('POST /order', 'hang');
    const ordering = session.newOrder(NAMES, controller.signal);
    await new Promise(setImmediate);
    assert.deepEqual(server.requests, ['POST /order']);
    controller.abort(reason);
    await assert.rejects(ordering, reason);
  });

  it('ends a wait between two looks', async () => {
    const world = await worldWith(new StandingClock(), 'slow');
    const order = await readyOrder(world);
    const controller = new AbortController();
    const asleep = world.clock.nextSleep();
    const waiting = world.session.awaitOrder(order.url, ['valid'], controller.signal);
    await asleep;
    controller.abort(reason);
    await assert.rejects(waiting, reason);
    assert.equal(world.clock.sleeping, 0);
  });

  it('is honoured by every method before anything is sent', async () => {
    const world = await scriptedWorld();
    const { session, ca, signer, server } = world;
    const order = await readyOrder(world);
    const [authorization] = await session.authorizations(order);
    assert.ok(authorization?.dns01);
    server.seen.length = 0;
    const signal = AbortSignal.abort(reason);
    for (const call of [
      () => ca.findAccount(signer, signal),
      () => ca.registerAccount(signer, {}, signal),
      () => ca.renewalInfo('id', signal),
      () => ca.revokeByKey(signer, new Uint8Array(), 'unspecified', signal),
      () => ca.directory(signal),
      () => session.newOrder(NAMES, signal),
      () => session.order(order.url, signal),
      () => session.authorizations(order, signal),
      () => session.answer(authorization.dns01 ?? { url: '', status: '', txtValue: '' }, signal),
      () => session.awaitValidation(order, {}, signal),
      () => session.finalize(order, new Uint8Array(), signal),
      () => session.awaitOrder(order.url, ['valid'], signal),
      () => session.downloadCertificate({ ...order, certificate: order.url }, {}, signal),
      () => session.deactivate(authorization.url, signal),
      () => session.account(signal),
      () => session.updateContact([], signal),
      () => session.deactivateAccount(signal),
      () => session.rollOver(signer, signal),
      () => session.revoke(new Uint8Array(), 'unspecified', signal),
    ]) {
      await assert.rejects(call(), reason);
    }
    assert.deepEqual(server.seen, []);
  });
});
