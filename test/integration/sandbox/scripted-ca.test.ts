import assert from 'node:assert/strict';
import { createHmac, X509Certificate } from 'node:crypto';
import { beforeEach, describe, it } from 'node:test';
import { ScriptedCa } from '../../sandbox/acme/scripted/scripted-ca.ts';
import { readSettings } from '../../sandbox/acme/scripted/directory.ts';
import { readRule } from '../../sandbox/acme/scripted/rule.ts';
import { AcmeCaller, BASE, csrFor, objects, text, type AcmeAnswer } from './acme-caller.ts';

const NAMES = ['example.com', '*.example.com'];
const txt = new Map<string, string[]>();
let now = Date.now();
let ca: ScriptedCa;
let caller: AcmeCaller;

beforeEach(async () => {
  txt.clear();
  now = Date.now();
  ca = new ScriptedCa({ lookUp, now: () => now });
  caller = new AcmeCaller(ca.api);
  await caller.register();
});

describe('the scripted CA', () => {
  it('has a directory with what a test wants, and no more than it needs', async () => {
    assert.deepEqual((await caller.get('/directory')).json, {
      newNonce: `${BASE}/acme/new-nonce`,
      newAccount: `${BASE}/acme/new-account`,
      newOrder: `${BASE}/acme/new-order`,
      meta: {},
    });
    const said = { termsOfService: 'https://a.test/t', website: 'https://a.test/' };
    const offered = { caaIdentities: ['a.test'], profiles: { short: 'Six days' } };
    ca.set(readSettings({ ...said, ...offered, externalAccounts: {}, renewalInfo: true }));
    const { renewalInfo, meta } = (await caller.get('/directory')).json;
    assert.equal(renewalInfo, `${BASE}/acme/renewal-info`);
    assert.deepEqual(meta, { ...said, ...offered, externalAccountRequired: true });
    assert.throws(() => readSettings({ termsOfServce: '' }), /no member `termsOfServce`/);
  });

  it('issues a certificate for base and wildcard when both TXT values are there', async () => {
    const order = await newOrder();
    assert.equal(order.status, 201);
    await prove(order);
    const ready = await caller.until(order.headers['Location'] ?? '', 'ready', 'invalid');
    assert.equal(ready['status'], 'ready');
    const csr = await csrFor(NAMES);
    assert.equal((await caller.post(text(ready['finalize']), { csr })).status, 200);
    const done = await caller.until(order.headers['Location'] ?? '', 'valid', 'invalid');
    const chain = await caller.post(text(done['certificate']));
    assert.equal(chain.headers['Content-Type'], 'application/pem-certificate-chain');
    const [leaf, issuer] = chain.text
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .slice(0, 2)
      .map((pem) => new X509Certificate(pem));
    const root = new X509Certificate(await ca.rootPem());
    assert.ok(leaf && issuer);
    assert.equal(leaf.subjectAltName, 'DNS:example.com, DNS:*.example.com');
    assert.ok(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey));
    assert.ok(issuer.checkIssued(root) && issuer.verify(root.publicKey));
  });

  it('offers a wildcard dns-01 alone', async () => {
    const [base, wildcard] = await authorizations(await newOrder());
    const types = (answer: AcmeAnswer | undefined) =>
      objects(answer?.json['challenges']).map(({ type }) => type);
    assert.deepEqual(types(base), ['http-01', 'dns-01', 'tls-alpn-01']);
    assert.deepEqual(types(wildcard), ['dns-01']);
    assert.deepEqual(wildcard?.json['wildcard'], true);
  });

  it('fails a challenge whose value is not there, and the order with it', async () => {
    const order = await newOrder();
    txt.set('_acme-challenge.example.com', ['something else']);
    await answerAll(order);
    await caller.until(order.headers['Location'] ?? '', 'invalid');
    const [first] = await authorizations(order);
    const challenge = objects(first?.json['challenges']).find(({ type }) => type === 'dns-01');
    assert.deepEqual(challenge?.['error'], {
      type: 'urn:ietf:params:acme:error:unauthorized',
      detail: 'The TXT records at _acme-challenge.example.com are "something else".',
    });
  });

  it('says that DNS has failed where it has', async () => {
    const order = await newOrder();
    txt.set('_acme-challenge.example.com', ['SERVFAIL']);
    await answerAll(order);
    await caller.until(order.headers['Location'] ?? '', 'invalid');
    const [first] = await authorizations(order);
    assert.match(first?.text ?? '', /error:dns".*ESERVFAIL/);
  });

  it('does not finalize before all is proven', async () => {
    const { json } = await newOrder();
    const answer = await caller.post(text(json['finalize']), { csr: await csrFor(NAMES) });
    assertProblem(answer, 403, 'orderNotReady');
  });

  for (const [what, names] of [
    ['fewer names', ['example.com']],
    ['more names', [...NAMES, 'other.example.com']],
  ] as const) {
    it(`refuses a CSR with ${what}`, async () => {
      const order = await newOrder();
      await prove(order);
      await caller.until(order.headers['Location'] ?? '', 'ready');
      const answer = await caller.post(text(order.json['finalize']), { csr: await csrFor(names) });
      assertProblem(answer, 400, 'badCSR');
    });
  }

  it('lets an order expire', async () => {
    ca.rules.add(readRule({ resource: 'newOrder', instructions: { lifetimeMs: 1000 } }));
    const order = await newOrder();
    now += 1001;
    const { json } = await caller.post(order.headers['Location'] ?? '');
    assert.equal(json['status'], 'invalid');
  });

  it('shows nothing to another account', async () => {
    const order = await newOrder();
    const other = new AcmeCaller(ca.api);
    await other.register();
    const urls = [order.headers['Location'], objects([order.json])[0]?.['authorizations']].flat();
    for (const url of urls) assertProblem(await other.post(text(url)), 403, 'unauthorized');
  });
});

describe('signed requests of the scripted CA', () => {
  it('spend a nonce, once', async () => {
    const nonce = await caller.nonce();
    assert.equal((await caller.post('/acme/new-order', orderOf(NAMES), { nonce })).status, 201);
    const again = await caller.post('/acme/new-order', orderOf(NAMES), { nonce });
    assertProblem(again, 400, 'badNonce');
    assert.match(again.headers['Replay-Nonce'] ?? '', /^[\w-]+$/);
  });

  it('are for the URL that they were signed for', async () => {
    const answer = await caller.post('/acme/new-order', {}, { url: `${BASE}/acme/order/1` });
    assertProblem(answer, 401, 'unauthorized');
  });

  it('bear the signature of the account', async () => {
    const other = new AcmeCaller(ca.api);
    other.kid = caller.kid;
    assertProblem(await other.post('/acme/new-order', orderOf(NAMES)), 400, 'malformed');
  });

  it('are signed by an account, not by a key', async () => {
    const answer = await caller.post('/acme/new-order', orderOf(NAMES), { jwk: caller.jwk });
    assertProblem(answer, 400, 'malformed');
  });

  it('are not those of a deactivated account', async () => {
    await caller.post(caller.kid ?? '', { status: 'deactivated' });
    assertProblem(await caller.post('/acme/new-order', orderOf(NAMES)), 401, 'unauthorized');
  });
});

describe('accounts of the scripted CA', () => {
  it('are found by their key', async () => {
    const { status, headers } = await caller.register({ onlyReturnExisting: true });
    assert.deepEqual([status, headers['Location']], [200, caller.kid]);
    const answer = await new AcmeCaller(ca.api).register({ onlyReturnExisting: true });
    assertProblem(answer, 400, 'accountDoesNotExist');
  });

  it('agree to the terms', async () => {
    ca.set({ termsOfService: 'https://a.test/terms' });
    const other = new AcmeCaller(ca.api);
    assertProblem(await other.register(), 400, 'malformed');
    assert.equal((await other.register({ termsOfServiceAgreed: true })).status, 201);
  });

  it('are bound to an external account where that is asked for', async () => {
    const key = Buffer.from('a key of theirs').toString('base64url');
    ca.set({ externalAccounts: { 'kid-1': key } });
    const other = new AcmeCaller(ca.api);
    assertProblem(await other.register(), 403, 'externalAccountRequired');
    const bindingWith = (mac: string, jwk = other.jwk) => {
      const header = { alg: 'HS256', kid: 'kid-1', url: `${BASE}/acme/new-account` };
      const [head, payload] = [header, jwk].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const signature = createHmac('sha256', Buffer.from(mac, 'base64url'))
        .update(`${head ?? ''}.${payload ?? ''}`)
        .digest('base64url');
      return { externalAccountBinding: { protected: head, payload, signature } };
    };
    assertProblem(await other.register(bindingWith('AAAA')), 403, 'unauthorized');
    assertProblem(await other.register(bindingWith(key, caller.jwk)), 403, 'unauthorized');
    assert.equal((await other.register(bindingWith(key))).status, 201);
  });
});

describe('rules of the scripted CA', () => {
  it('replace an answer as often as they say, after as many as they say', async () => {
    const problem = { type: 'rateLimited', detail: 'Slowly.' };
    const headers = { 'Retry-After': '7' };
    ca.rules.add(
      readRule({ resource: 'newOrder', skip: 1, times: 2, status: 429, headers, problem }),
    );
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await newOrder()).status);
    assert.deepEqual(statuses, [201, 429, 429, 201]);
    assert.deepEqual(
      ca.rules.list().map(({ matched, applied }) => [matched, applied]),
      [[4, 2]],
    );
  });

  it('give the new nonce and the problem as a CA does', async () => {
    const problem = { type: 'rateLimited', detail: 'Slowly.' };
    ca.rules.add(readRule({ resource: 'newOrder', status: 429, problem }));
    const answer = await newOrder();
    assertProblem(answer, 429, 'rateLimited');
    assert.match(answer.headers['Replay-Nonce'] ?? '', /^[\w-]+$/);
  });

  it('are for one client', async () => {
    ca.rules.add(readRule({ resource: 'newOrder', client: 'another', status: 500 }));
    assert.equal((await newOrder()).status, 201);
  });

  it('change members, or cut the body', async () => {
    ca.rules.add(readRule({ resource: 'newOrder', merge: { status: 'processing' } }));
    assert.equal((await newOrder()).json['status'], 'processing');
    ca.rules.add(readRule({ resource: 'newOrder', truncateTo: 10 }));
    assert.equal((await newOrder()).text, '{"status":');
  });

  it('replace the answer alone, or the work as well', async () => {
    ca.rules.add(readRule({ resource: 'newOrder', status: 500 }));
    ca.rules.add(readRule({ resource: 'newOrder', skip: 1, status: 500, afterwards: true }));
    await newOrder();
    await newOrder();
    const { headers } = await newOrder();
    assert.equal(headers['Location'], `${BASE}/acme/order/2`);
  });

  it('are refused where they say something unknown', () => {
    assert.throws(() => readRule({ resource: 'newOrders' }), /`resource` cannot be "newOrders"/);
    assert.throws(() => readRule({ status: 500 }), /`resource` is missing/);
    assert.throws(
      () => readRule({ resource: 'finalize', instructions: { outcome: 'maybe' } }),
      /`outcome` cannot be "maybe"/,
    );
  });
});

async function lookUp(name: string): Promise<readonly string[]> {
  const values = txt.get(name);
  const code = values === undefined ? 'ENOTFOUND' : 'ESERVFAIL';
  if (values === undefined || values.includes('SERVFAIL')) {
    return Promise.reject(Object.assign(new Error(code), { code }));
  }
  return Promise.resolve(values);
}

function orderOf(names: readonly string[]): object {
  return { identifiers: names.map((value) => ({ type: 'dns', value })) };
}

async function newOrder(names: readonly string[] = NAMES): Promise<AcmeAnswer> {
  return caller.post('/acme/new-order', orderOf(names));
}

async function authorizations({ json }: AcmeAnswer): Promise<readonly AcmeAnswer[]> {
  const urls = json['authorizations'];
  const answers: AcmeAnswer[] = [];
  for (const url of Array.isArray(urls) ? urls : []) answers.push(await caller.post(text(url)));
  return answers;
}

/** Puts the values in place and has them looked at. */
async function prove(order: AcmeAnswer): Promise<void> {
  for (const { json } of await authorizations(order)) {
    const { token } = dns01Of(json['challenges']);
    const record = '_acme-challenge.example.com';
    txt.set(record, [...(txt.get(record) ?? []), caller.txtValue(token)]);
  }
  await answerAll(order);
}

async function answerAll(order: AcmeAnswer): Promise<void> {
  for (const { json } of await authorizations(order)) {
    await caller.post(text(dns01Of(json['challenges'])['url']), {});
  }
}

function dns01Of(challenges: unknown) {
  const found = objects(challenges).find(({ type }) => type === 'dns-01');
  assert.ok(found);
  return found;
}

function assertProblem({ status, headers, json }: AcmeAnswer, code: number, type: string): void {
  assert.equal(headers['Content-Type'], 'application/problem+json');
  assert.deepEqual([status, json['type']], [code, `urn:ietf:params:acme:error:${type}`]);
}
