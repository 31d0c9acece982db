/** What CAs and the machines before them answer on bad days, and what comes of it. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { refusalOf, issuedBy } from './answers.ts';
import { assertClientLeftNothing, clientOf, type Client } from './client.ts';
import { httpDates } from './http-dates.ts';
import { endAll, startHeld } from './interruption.ts';
import { startProductWorld } from './product-world.ts';

const HOST = 'acme.scripted.test';
const MAINTENANCE = {
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><style>p {}</style></head><h1>Down for maintenance</h1></html>',
};
const HUGE = { status: 200, body: 'x'.repeat(1024 * 1024 + 1) };
const TOO_LONG = 'the answer is longer than 1048576 bytes';
const AWAY = { status: 302, headers: { Location: 'https://elsewhere.test/' } };
const LIMITED = { type: 'rateLimited', detail: 'Too many orders.' };
/** More often than anything is asked for. */
const ALWAYS = 1000;

type Rule = Readonly<Record<string, unknown>>;

interface Failure {
  readonly rules: readonly Rule[];
  readonly code: string;
  /** Facts, as far as they are told beforehand. */
  readonly details: Readonly<Record<string, unknown>>;
}

const world = await startProductWorld();
after(() => world.close());

const PASSING: Readonly<Record<string, readonly Rule[]>> = {
  'a limit that asks for a second': [
    { resource: 'newOrder', status: 429, headers: { 'Retry-After': '1' }, problem: LIMITED },
  ],
  'a 503 with a page, once': [{ resource: 'newOrder', status: 503, ...MAINTENANCE }],
  'three refused nonces': [{ resource: 'newOrder', times: 3, problem: { type: 'badNonce' } }],
  'JSON and PEM that are said to be HTML': [
    ...['directory', 'newOrder', 'authorization', 'order', 'finalize', 'certificate'].map(
      (resource) => ({ resource, times: ALWAYS, headers: { 'Content-Type': 'text/html' } }),
    ),
  ],
  'challenges of types that nobody knows': [
    {
      resource: 'newOrder',
      instructions: { challengeTypes: ['dns-account-01', 'dns-persist-01', 'dns-01', 'x'] },
    },
  ],
  'a validation that asks to be looked at in a second': [
    { resource: 'order', merge: { status: 'pending' }, headers: { 'Retry-After': '1' } },
  ],
  'a validation that asks to be looked at tomorrow': [
    {
      resource: 'order',
      times: 2,
      merge: { status: 'pending' },
      headers: { 'Retry-After': '86400' },
    },
  ],
  'an order that is processed for a while': [
    {
      ...{ resource: 'order', skip: 1, times: 2 },
      ...{ merge: { status: 'processing' }, headers: { 'Retry-After': '1' } },
    },
  ],
  'an order in a state that no RFC knows, for a while': [
    { resource: 'order', skip: 1, merge: { status: 'considering' } },
  ],
  'an order that lags behind its authorizations': [
    {
      resource: 'finalize',
      status: 403,
      headers: { 'Retry-After': '1' },
      problem: { type: 'orderNotReady', detail: 'Wait.' },
    },
  ],
  'a finalization whose answers are lost': [
    { resource: 'finalize', times: ALWAYS, afterwards: true, status: 504, body: '' },
  ],
  'answers cut short to requests of which only the effect counts': [
    { resource: 'newAccount', truncateTo: 5 },
    { resource: 'challenge', times: ALWAYS, truncateTo: 5 },
  ],
};

const FAILING: Readonly<Record<string, Failure>> = {
  'a limit without a time': {
    rules: [{ resource: 'newOrder', times: ALWAYS, status: 429, problem: LIMITED }],
    code: 'RateLimited',
    details: { ca: HOST, detail: 'Too many orders.' },
  },
  'a 503 with a page': {
    rules: [{ resource: 'newOrder', times: ALWAYS, status: 503, ...MAINTENANCE }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 503, excerpt: 'Down for maintenance' },
  },
  'a refusal of single names': {
    rules: [
      {
        resource: 'newOrder',
        status: 403,
        problem: {
          ...{ type: 'rejectedIdentifier', detail: 'Some names are refused.' },
          subproblems: [
            {
              type: 'urn:ietf:params:acme:error:rejectedIdentifier',
              detail: 'On our list.',
              identifier: { type: 'dns', value: 'a.example.com' },
            },
            { type: 'urn:ietf:params:acme:error:caa', detail: 'Another CA.' },
          ],
        },
      },
    ],
    code: 'AcmeProblem',
    details: {
      ...{ ca: HOST, type: 'rejectedIdentifier', status: 403, detail: 'Some names are refused.' },
      subproblems: [
        { name: 'a.example.com', type: 'rejectedIdentifier', detail: 'On our list.' },
        { name: '', type: 'caa', detail: 'Another CA.' },
      ],
    },
  },
  'a problem that is said to be plain text': {
    rules: [
      {
        ...{ resource: 'newOrder', status: 403, headers: { 'Content-Type': 'text/plain' } },
        problem: { type: 'unauthorized', detail: 'Not you.' },
      },
    ],
    code: 'AcmeProblem',
    details: { ca: HOST, type: 'unauthorized', status: 403, detail: 'Not you.', subproblems: [] },
  },
  'nonces that are never good enough': {
    rules: [{ resource: 'newOrder', times: ALWAYS, problem: { type: 'badNonce', detail: 'No.' } }],
    code: 'AcmeProblem',
    details: { ca: HOST, type: 'badNonce', status: 400, detail: 'No.', subproblems: [] },
  },
  'no nonces': {
    rules: [{ resource: 'newNonce', times: ALWAYS, headers: { 'Replay-Nonce': '%%%' } }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 200, excerpt: 'no Replay-Nonce' },
  },
  'a page in place of the directory': {
    rules: [{ resource: 'directory', times: ALWAYS, ...MAINTENANCE }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 200, excerpt: 'Down for maintenance' },
  },
  'half a directory': {
    rules: [{ resource: 'directory', times: ALWAYS, truncateTo: 11 }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 200, excerpt: '{"newNonce"' },
  },
  'a huge directory': {
    rules: [{ resource: 'directory', ...HUGE }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 200, excerpt: TOO_LONG },
  },
  'a directory that is elsewhere': {
    rules: [{ resource: 'directory', ...AWAY }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 302, excerpt: 'a redirect to https://elsewhere.test/' },
  },
  'an order that is redirected': {
    rules: [{ resource: 'newOrder', ...AWAY }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 302, excerpt: 'a redirect to https://elsewhere.test/' },
  },
  'half an order': {
    rules: [{ resource: 'newOrder', truncateTo: 19 }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 201, excerpt: '{"status":"pending"' },
  },
  'half an authorization': {
    rules: [{ resource: 'authorization', truncateTo: 13 }],
    code: 'UnexpectedAnswer',
    details: { host: HOST, status: 200, excerpt: '{"identifier"' },
  },
  'an authorization for a name that was not ordered': {
    rules: [
      { resource: 'authorization', merge: { identifier: { type: 'dns', value: 'evil.test' } } },
    ],
    code: 'UnexpectedAnswer',
    details: {
      ...{ host: HOST, status: 200 },
      excerpt: '{"identifier":{"type":"dns","value":"evil.test"}}',
    },
  },
  'an order that expires meanwhile': {
    rules: [{ resource: 'newOrder', instructions: { lifetimeMs: 1 } }],
    code: 'OrderInvalid',
    details: { ca: HOST, detail: '' },
  },
  'an order that fails when it is finalized': {
    rules: [
      {
        resource: 'finalize',
        instructions: { outcome: 'invalid', detail: 'The linter has refused it.' },
      },
    ],
    code: 'OrderInvalid',
    details: { ca: HOST, detail: 'The linter has refused it.' },
  },
  'a refused CSR': {
    rules: [{ resource: 'finalize', problem: { type: 'badCSR', detail: 'A weak key.' } }],
    code: 'AcmeProblem',
    details: { ca: HOST, type: 'badCSR', status: 400, detail: 'A weak key.', subproblems: [] },
  },
  'a certificate for another key': {
    rules: [{ resource: 'finalize', instructions: { otherKey: true } }],
    code: 'ChainUnusable',
    details: { ca: HOST, problem: { kind: 'other-key' } },
  },
};

describe('what passes by itself', { concurrency: 4 }, () => {
  for (const [index, [what, rules]] of Object.entries(PASSING).entries()) {
    it(what, async () => {
      const client = await clientWith(`passing-${String(index)}`, rules);
      issuedBy(await client.run(...argsOf(client)));
      await assertClientLeftNothing(client);
      assert.equal((await client.certificate())?.versions.length, 1);
      await assertMet(client);
    });
  }

  it('a limit that asks to wait until a time', async () => {
    const [date] = httpDates(new Date(Date.now() + 3000));
    const headers = { 'Retry-After': date };
    const rule = { resource: 'newOrder', status: 429, headers, problem: LIMITED };
    const client = await clientWith('until', [rule]);
    issuedBy(await client.run(...argsOf(client)));
    await assertMet(client);
  });
});

describe('what does not', { concurrency: 4 }, () => {
  for (const [index, [what, { rules, code, details }]] of Object.entries(FAILING).entries()) {
    it(what, async () => {
      const client = await clientWith(`failing-${String(index)}`, rules);
      const refusal = refusalOf(await client.run(...argsOf(client)), 1, code);
      assert.deepEqual(refusal.details, details);
      await assertNothingCame(client);
      await assertMet(client);
    });
  }

  const dates = httpDates(new Date(Date.now() + 3600_000));
  for (const [index, date] of dates.entries()) {
    it(`a limit until ${date}`, async () => {
      const headers = { 'Retry-After': date };
      const rule = { resource: 'newOrder', status: 429, headers, problem: LIMITED };
      const client = await clientWith(`date-${String(index)}`, [rule]);
      const { details } = refusalOf(await client.run(...argsOf(client)), 1, 'RateLimited');
      assert.equal(details['retryAt'], new Date(dates[0]).toISOString());
      await assertNothingCame(client);
    });
  }

  it('a 503 with a page that asks for an hour', async () => {
    const headers = { 'Retry-After': '3600', ...MAINTENANCE.headers };
    const rule = { ...MAINTENANCE, resource: 'newOrder', status: 503, headers };
    const client = await clientWith('maintained', [rule]);
    const ended = await client.run(...argsOf(client));
    const { details, message } = refusalOf(ended, 1, 'Throttled');
    assert.match(String(details['retryAt']), /^20\d\d-/);
    assert.equal(message, `${HOST} takes no requests for now.`);
    await assertNothingCame(client);
  });

  it('a certificate for other names: the vault does not get it', async () => {
    const rule = { resource: 'finalize', instructions: { names: ['other.example.com'] } };
    const client = await clientWith('other-names', [rule]);
    const { details } = refusalOf(await client.run(...argsOf(client)), 1, 'ChainUnusable');
    const names = ['other-names.example.com', '*.other-names.example.com'];
    assert.deepEqual(details, { ca: HOST, problem: { kind: 'names-missing', names } });
    await assertNothingCame(client);
  });

  it('authorizations without dns-01', async () => {
    const instructions = { challengeTypes: ['http-01', 'tls-alpn-01'] };
    const client = await clientWith('no-dns', [{ resource: 'newOrder', instructions }]);
    const { details } = refusalOf(await client.run(...argsOf(client)), 1, 'ChallengeNotOffered');
    const offered = ['http-01', 'tls-alpn-01'];
    assert.deepEqual(details, { ca: HOST, name: 'no-dns.example.com', offered });
    await assertNothingCame(client);
  });

  for (const [type, leavePending] of [
    ['caa', false],
    ['dns', true],
  ] as const) {
    it(`a validation that fails (${type})${leavePending ? ' and stays pending' : ''}`, async () => {
      const instructions = { finding: { type, detail: 'Nothing good.' }, leavePending };
      const rule = { resource: 'challenge', times: ALWAYS, instructions };
      const client = await clientWith(`finding-${type}`, [rule]);
      const { details } = refusalOf(await client.run(...argsOf(client)), 1, 'ChallengeFailed');
      const names = [`finding-${type}.example.com`, `*.finding-${type}.example.com`];
      const failures = names.map((name) => ({ name, type, detail: 'Nothing good.' }));
      assert.deepEqual(details, { ca: HOST, failures });
      await assertNothingCame(client);
    });
  }

  it('an answer that never comes, once the person has enough of it', async () => {
    const client = clientOf(world, 'hanging');
    const match = { host: HOST, path: '^/acme/order/' };
    const { running, fault } = await startHeld(client, argsOf(client), { match });
    running.child.kill('SIGINT');
    refusalOf(await running.ended, 130, 'Cancelled');
    await world.control.release(fault);
    await assertNothingCame(client);
  });
});

describe('what comes after the CA has issued', { concurrency: 4 }, () => {
  const cases: readonly (readonly [string, Rule, string])[] = [
    ['half an answer to the finalization', { resource: 'finalize', truncateTo: 9 }, '{"status"'],
    ['no chain', { status: 200, body: '' }, 'no certificate'],
    ['half a certificate', { truncateTo: 27 }, 'no certificate in: -----BEGIN CERTIFICATE-----'],
    ['a huge chain', HUGE, TOO_LONG],
    ['a chain that is elsewhere', AWAY, 'a redirect to https://elsewhere.test/'],
  ];
  for (const [index, [what, rule, excerpt]] of cases.entries()) {
    it(`${what}: a later run brings the certificate in`, async () => {
      const client = await clientWith(`late-${String(index)}`, [
        { resource: 'certificate', ...rule },
      ]);
      const ended = await client.run(...argsOf(client));
      const { details } = refusalOf(ended, 1, 'UnexpectedAnswer');
      assert.equal(details['excerpt'], excerpt);
      await assertMet(client);
      assert.deepEqual(
        (await endAll(client, 'resume')).map((each) => each.ended),
        ['issued'],
      );
      await assertClientLeftNothing(client);
      assert.equal((await client.certificate())?.versions.length, 1);
    });
  }
});

async function clientWith(name: string, rules: readonly Rule[]): Promise<Client> {
  for (const rule of rules) await world.control.caRule({ ...rule, client: name });
  return clientOf(world, name);
}

function argsOf({ name, target }: Client): readonly string[] {
  return [
    ...['create', target, '--dns', `${name}.example.com`, '--dns', `*.${name}.example.com`],
    ...['--key', 'ec-p256', '--ca', `https://${HOST}/directory`, '--output', 'json'],
  ];
}

async function assertNothingCame(client: Client): Promise<void> {
  await assertClientLeftNothing(client);
  assert.deepEqual((await client.certificate())?.versions ?? [], []);
}

/** A rule that nothing has met would prove nothing. */
async function assertMet({ name }: Client): Promise<void> {
  const unmet = (await world.control.caRules())
    .filter(({ rule, applied }) => rule.client === name && applied === 0)
    .map(({ rule }) => rule);
  assert.deepEqual(unmet, []);
}
