/** Renewals at a CA on its bad days: what goes on all the same, and what stays as it was. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { CertificateSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertClientLeftNothing, clientOf, renewArgs, VAULT, type Client } from './client.ts';
import { startProductWorld } from './product-world.ts';
import { pemCertificates } from './stored-secret.ts';

const HOST = 'acme.scripted.test';
const DIRECTORY = `https://${HOST}/directory`;
const OTHER_VAULT = 'contoso-dev';
const ALWAYS = 1000;

type Rule = Readonly<Record<string, unknown>>;

const world = await startProductWorld();
await world.control.caSettings({ renewalInfo: true });
after(() => world.close());

describe('a CA that refuses what an order replaces', { concurrency: 3 }, () => {
  const REFUSALS: Readonly<Record<string, Rule>> = {
    'because another order does': {
      status: 409,
      problem: { type: 'alreadyReplaced', detail: 'It is replaced already.' },
    },
    'because it does not know it': {
      status: 404,
      problem: { type: 'malformed', detail: 'There is no such certificate.' },
    },
    'because it is of another account': {
      status: 403,
      problem: { type: 'unauthorized', detail: 'The certificate is of another account.' },
    },
    'because it stumbles over it, every time': {
      ...{ status: 500, times: 4 },
      problem: { type: 'serverInternal', detail: 'Unable to parse the ARI CertID.' },
    },
  };
  for (const [index, [why, rule]] of Object.entries(REFUSALS).entries()) {
    it(`${why}, is asked once more without`, async () => {
      const client = await clientWithCertificate(`replacing-${String(index)}`);
      await setRules(client, [{ resource: 'newOrder', ...rule }]);
      const before = (await client.log()).length;
      issuedBy(await client.run(...renewArgs(client)));
      const orders = newOrdersIn((await client.log()).slice(before));
      const last = orders.pop();
      assert.ok(last && !('replaces' in last), JSON.stringify(last));
      assert.equal(orders.length, rule['times'] ?? 1);
      for (const order of orders) assert.match(String(order['replaces']), /^[\w-]+\.[\w-]+$/);
      await assertClientLeftNothing(client);
      assert.equal((await client.certificate())?.versions.length, 2);
    });
  }

  it('is believed where it refuses something else: it is not asked again', async () => {
    const client = await clientWithCertificate('something-else');
    const problem = { type: 'rejectedIdentifier', detail: 'Not this name.' };
    await setRules(client, [{ resource: 'newOrder', status: 403, problem }]);
    const before = (await client.log()).length;
    const { details } = refusalOf(await client.run(...renewArgs(client)), 1, 'AcmeProblem');
    assert.equal(details['type'], 'rejectedIdentifier');
    assert.equal(newOrdersIn((await client.log()).slice(before)).length, 1);
    await assertClientLeftNothing(client);
  });
});

describe(
  'a renewal that comes to nothing leaves the certificate as it was',
  { concurrency: 3 },
  () => {
    interface Failure {
      readonly rules?: readonly Rule[];
      readonly drop?: string;
      readonly code: string;
    }
    const FAILURES: Readonly<Record<string, Failure>> = {
      'an order that fails when it is finalized': {
        rules: [
          { resource: 'finalize', instructions: { outcome: 'invalid', detail: 'A linter.' } },
        ],
        code: 'OrderInvalid',
      },
      'a certificate for another key': {
        rules: [{ resource: 'finalize', instructions: { otherKey: true } }],
        code: 'ChainUnusable',
      },
      'a refused CSR': {
        rules: [{ resource: 'finalize', problem: { type: 'badCSR', detail: 'A weak key.' } }],
        code: 'AcmeProblem',
      },
      'no challenge that can be met': {
        rules: [{ resource: 'newOrder', instructions: { challengeTypes: ['http-01'] } }],
        code: 'ChallengeNotOffered',
      },
      'an account that was deactivated': {
        rules: [
          {
            ...{ resource: 'newOrder', times: ALWAYS, status: 401 },
            problem: { type: 'unauthorized', detail: 'The account is deactivated.' },
          },
        ],
        code: 'AcmeProblem',
      },
      'connections that break off before the order': {
        drop: '/new-order$',
        code: 'HostUnreachable',
      },
      'connections that break off before the finalization': {
        drop: '/finalize$',
        code: 'HostUnreachable',
      },
    };
    for (const [index, [what, { rules = [], drop, code }]] of Object.entries(FAILURES).entries()) {
      it(what, async () => {
        const client = await clientWithCertificate(`failing-${String(index)}`);
        const before = await client.certificate();
        await setRules(client, rules);
        const fault =
          drop === undefined
            ? undefined
            : await client.fault({
                kind: 'drop',
                count: ALWAYS,
                match: { host: HOST, path: drop },
              });
        const refusal = refusalOf(await client.run(...renewArgs(client)), 1, code);
        assert.ok([refusal.details['ca'], refusal.details['host']].includes(HOST), refusal.message);
        await assertClientLeftNothing(client);
        assert.deepEqual(asItIs(await client.certificate()), asItIs(before));
        if (fault !== undefined) await world.control.release(fault);
        if (rules.some(({ times }) => times === ALWAYS)) return;
        issuedBy(await client.run(...renewArgs(client)));
      });
    }
  },
);

describe('a chain', { concurrency: 3 }, () => {
  const ANSWERS: Readonly<Record<string, readonly [Rule, RegExp]>> = {
    'whose end is missing': [{ truncateTo: 1000 }, /^the chain breaks off within a certificate$/],
    'that cannot be read': [
      { body: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
      /^not a readable certificate/,
    ],
  };
  for (const [index, [what, [rule, excerpt]]] of Object.entries(ANSWERS).entries()) {
    it(`${what} is not taken: the next renewal fetches it again`, async () => {
      const client = await clientWithCertificate(`chain-${String(index)}`);
      await setRules(client, [{ resource: 'certificate', ...rule }]);
      const refusal = refusalOf(await client.run(...renewArgs(client)), 1, 'UnexpectedAnswer');
      assert.match(String(refusal.details['excerpt']), excerpt);
      const before = (await client.log()).length;
      const { chain } = issuedBy(await client.run(...renewArgs(client)));
      assert.equal(pemCertificates(chain).length, 2);
      assert.deepEqual(newOrdersIn((await client.log()).slice(before)), []);
      await assertClientLeftNothing(client);
      assert.equal((await client.certificate())?.versions.length, 2);
    });
  }
});

describe('an account', { concurrency: 3 }, () => {
  it('that the CA has forgotten is registered again by a renewal', async () => {
    const client = await clientWithCertificate('forgotten');
    const problem = { type: 'accountDoesNotExist', detail: 'Who are you?' };
    await setRules(client, [{ resource: 'newOrder', problem }]);
    const before = (await client.log()).length;
    issuedBy(await client.run(...renewArgs(client)));
    const paths = (await client.log()).slice(before).map(({ path }) => path);
    assert.equal(paths.filter((path) => path === '/acme/new-account').length, 1);
    await assertClientLeftNothing(client);
  });

  it('whose CA has changed its terms says so, and where they are', async () => {
    const client = await clientWithCertificate('terms');
    const terms = 'https://acme.scripted.test/terms-of-2027';
    const instance = 'https://acme.scripted.test/how-to-agree';
    await setRules(client, [
      {
        ...{ resource: 'newOrder', times: ALWAYS, status: 403 },
        headers: { Link: `<${terms}>;rel="terms-of-service"` },
        problem: {
          ...{ type: 'userActionRequired', detail: 'The terms have changed.' },
          instance,
        },
      },
    ]);
    const refusal = refusalOf(await client.run(...renewArgs(client)), 2, 'TermsNotAgreed');
    assert.deepEqual(refusal.details, { ca: HOST, terms, instance });
    assert.ok(refusal.message.includes(terms), refusal.message);
    assert.match(refusal.remedies[0]?.text ?? '', /how-to-agree/);
    await assertClientLeftNothing(client);
  });
});

describe('renewal information', { concurrency: 3 }, () => {
  const suggestedWindow = { start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' };
  const ANSWERS: Readonly<Record<string, readonly [Rule | undefined, string]>> = {
    'that is as it should be decides': [undefined, 'window'],
    'that the CA has lost does not': [
      { status: 404, problem: { type: 'malformed', detail: 'There is none.' } },
      'share',
    ],
    'in whose place a page comes does not': [
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Hello</html>' },
      'share',
    ],
    'that ends before it begins does not': [{ merge: { suggestedWindow } }, 'share'],
    'that is cut short does not': [{ truncateTo: 30 }, 'share'],
    'of a server in trouble does not': [{ status: 500, body: 'Trouble' }, 'share'],
    'of a server that asks for an hour does not': [
      { status: 503, headers: { 'Retry-After': '3600' }, body: '' },
      'share',
    ],
  };
  for (const [index, [what, [rule, reason]]] of Object.entries(ANSWERS).entries()) {
    it(what, async () => {
      const client = await clientWithCertificate(`advised-${String(index)}`, OTHER_VAULT);
      if (rule) await setRules(client, [{ resource: 'renewalInfo', times: ALWAYS, ...rule }]);
      const { code, stdout, stderr } = await client.run(
        ...['renew', '--due', '--dry-run', '--all', '--vault', OTHER_VAULT, '--output', 'json'],
      );
      assert.equal(code, 0, `${stdout}\n${stderr}`);
      const rows = JSON.parse(stdout) as readonly {
        readonly name: string;
        readonly decision: { readonly kind: string; readonly reason: string };
      }[];
      const asked = (await client.log()).filter(({ path }) =>
        path.startsWith('/acme/renewal-info/'),
      );
      assert.notEqual(asked.length, 0);
      const decision = rows.find(({ name }) => name === client.name)?.decision;
      assert.deepEqual([decision?.kind, decision?.reason], ['later', reason]);
    });
  }
});

/** A client with a certificate of the scripted CA. */
async function clientWithCertificate(name: string, vault = VAULT): Promise<Client> {
  const client = clientOf(world, name);
  const names = ['--dns', `${name}.example.com`, '--key', 'ec-p256', '--ca', DIRECTORY];
  issuedBy(await client.run('create', `${vault}/${name}`, ...names, '--output', 'json'));
  return client;
}

async function setRules({ name }: Client, rules: readonly Rule[]): Promise<void> {
  for (const rule of rules) await world.control.caRule({ ...rule, client: name });
}

type Payload = Readonly<Record<string, unknown>>;

function newOrdersIn(log: readonly LogEntry[]): Payload[] {
  return log
    .filter(({ path }) => path === '/acme/new-order')
    .map(({ requestBody }) => (requestBody as { readonly payload: Payload }).payload);
}

/** Versions with their tags, and the policy; when that was written last does not count. */
function asItIs(certificate: CertificateSnapshot | undefined): object {
  assert.ok(certificate);
  const { versions, policy } = certificate;
  return { versions, policy: { ...policy, attributes: { ...policy.attributes, updated: 0 } } };
}
