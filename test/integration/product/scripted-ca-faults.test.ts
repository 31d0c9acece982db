/** What CAs and the machines before them answer on bad days, and what comes of it. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { refusalOf, issuedBy } from './answers.ts';
import {
  ALWAYS,
  AWAY,
  FAILING,
  HOST,
  HUGE,
  LIMITED,
  MAINTENANCE,
  TOO_LONG,
  type Rule,
} from './ca-failures.ts';
import { assertClientLeftNothing, clientOf, type Client } from './client.ts';
import { httpDates } from './http-dates.ts';
import { endAll, startHeld } from './interruption.ts';
import { startProductWorld } from './product-world.ts';

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
  for (const [index, [what, { rules, code, says, details }]] of Object.entries(FAILING).entries()) {
    it(what, async () => {
      const client = await clientWith(`failing-${String(index)}`, rules);
      const refusal = refusalOf(await client.run(...argsOf(client)), 1, code);
      assert.equal(refusal.message, says);
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

  it('authorizations that are revoked: not the DNS is to blame', async () => {
    const rule = { resource: 'authorization', times: ALWAYS, merge: { status: 'revoked' } };
    const client = await clientWith('revoked', [rule]);
    const ended = await client.run(...argsOf(client));
    const { message, remedies } = refusalOf(ended, 1, 'ChallengeFailed');
    assert.match(message, /: revoked\.example\.com: the authorization is revoked\.$/);
    assert.deepEqual(remedies, [{ text: 'Try again: that begins a new order.' }]);
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
