import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { issue, pki } from './issuing.ts';
import { type PebbleUnderTest, startPebbleUnderTest, type Switches } from './pebble-under-test.ts';

const ALL_VALID = { PEBBLE_VA_ALWAYS_VALID: '1' };
const NAMES = ['example.com', '*.example.com'];
const DAY_MS = 86_400_000;

/** Runs the tests of `body` against a Pebble of their own. */
function against(what: string, switches: Switches, body: (pebble: () => PebbleUnderTest) => void) {
  describe(what, () => {
    let pebble: PebbleUnderTest;
    before(async () => {
      pebble = await startPebbleUnderTest(switches);
    });
    after(() => pebble.close());
    body(() => pebble);
  });
}

function daysOf(chain: string): number {
  const { validFromDate, validToDate } = new X509Certificate(chain);
  return Math.round((validToDate.getTime() - validFromDate.getTime()) / DAY_MS);
}

against('a CA that looks at once', { env: ALL_VALID }, (pebble) => {
  it('issues for two names with at most eleven requests, one of them for a nonce', async () => {
    const { signer, url } = await pebble().account();
    const runs: (readonly string[])[] = [];
    for (let run = 0; run < 4; run++) {
      const { ca, requests } = pebble().client();
      // Names of its own: Pebble reuses one authorization in a hundred even where it is told not to.
      const names = [`${run}.example.com`, `*.${run}.example.com`];
      await issue(ca.session({ signer, url }), { names });
      runs.push(requests);
    }
    for (const requests of runs) {
      const count = (title: string) => requests.filter((request) => request === title).length;
      assert.equal(requests.filter((request) => request.startsWith('HEAD')).length, 1);
      assert.equal(count('GET dir'), 1);
      assert.equal(count('POST order-plz'), 1);
      assert.equal(count('POST chalZ'), 2);
      assert.equal(count('POST finalize-order'), 1);
      assert.equal(count('POST certZ'), 1);
    }
    // Pebble may still validate or sign at the first look: each look more is a request more.
    const fewest = Math.min(...runs.map(({ length }) => length));
    assert.ok(fewest <= 11, runs[0]?.join('\n'));
  });

  it('issues for a hundred names without a look at each of them', async () => {
    const { ca, requests } = pebble().client();
    const { session } = await pebble().account(ca);
    requests.length = 0;
    const names = Array.from({ length: 100 }, (_, n) => `host${n}.example.org`);
    const { leaf } = await issue(session, { names });
    assert.equal(pki.readCertificate(leaf).dnsNames.length, 100);
    const count = (title: string) => requests.filter((request) => request === title).length;
    assert.equal(count('POST order-plz'), 1);
    // Read once each, and once more only if Pebble has not validated all at the second look.
    assert.ok(count('POST authZ') <= 200, String(count('POST authZ')));
    // A nonce comes with each answer: new ones are fetched for what is asked side by side alone.
    assert.ok(requests.filter((request) => request.startsWith('HEAD')).length <= 24);
  });

  it('issues by each of its profiles, and by no other', async () => {
    const { ca, session } = await withCa(pebble());
    assert.deepEqual(Object.keys((await ca.directory()).profiles), [
      'classic',
      'shortlived',
      'tlsserver',
    ]);
    for (const [profile, days] of [
      ['classic', 90],
      ['tlsserver', 45],
      ['shortlived', 7],
    ] as const) {
      const { chain } = await issue(session, { names: ['a.example.com'], profile });
      assert.equal(daysOf(chain), days);
    }
    await assert.rejects(
      session.newOrder({ names: ['a.example.com'], profile: 'nosuch' }),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'invalidProfile',
    );
  });

  it('refuses a name by name', async () => {
    const { session } = await withCa(pebble());
    await assert.rejects(
      session.newOrder({ names: ['a.example.com', 'www.blocked-domain.example'] }),
      (error) =>
        isCertError(error, 'AcmeProblem') &&
        error.facts.type === 'rejectedIdentifier' &&
        JSON.stringify(error.facts).includes('blocked-domain.example'),
    );
  });

  it('ends a certificate when it is asked to', async () => {
    const { session } = await withCa(pebble());
    const notAfter = new Date(Math.floor(Date.now() / 1000) * 1000 + 3 * DAY_MS);
    const { chain } = await issue(session, { names: ['a.example.com'], notAfter });
    assert.equal(new X509Certificate(chain).validToDate.getTime(), notAfter.getTime());
  });
});

async function withCa(pebble: PebbleUnderTest) {
  const { ca } = pebble.client();
  return { ca, ...(await pebble.account(ca)) };
}

against('a CA that looks into DNS', {}, (pebble) => {
  it('issues for what it finds there', async () => {
    const { session } = await withCa(pebble());
    const publish = (record: string, values: readonly string[]) =>
      void pebble().txt.set(record, values);
    const names = ['a.example.com', '*.a.example.com', 'b.example.com'];
    const { leaf } = await issue(session, { names }, { publish });
    const { dnsNames } = pki.readCertificate(leaf);
    assert.deepEqual(dnsNames.toSorted(), names.toSorted());
  });

  it('says of each name what it has not found', async () => {
    const { session } = await withCa(pebble());
    const order = await session.newOrder({
      names: ['good.example', 'wrong.example', 'no.example'],
    });
    for (const { name, dns01 } of await session.authorizations(order)) {
      assert.ok(dns01);
      const value = name === 'good.example' ? dns01.txtValue : 'another value';
      if (name !== 'no.example') pebble().txt.set(`_acme-challenge.${name}`, [value]);
      await session.answer(dns01);
    }
    const failed = await session.awaitValidation(order, {});
    assert.deepEqual(failed.map(({ name }) => name).toSorted(), ['no.example', 'wrong.example']);
    for (const { status, problem } of failed) {
      assert.equal(status, 'invalid');
      assert.match(problem?.type ?? '', /^(unauthorized|incorrectResponse|dns|malformed)$/);
      assert.match(problem?.detail ?? '', /TXT|DNS/);
    }
    await assert.rejects(session.awaitOrder(order.url, ['ready']), (error) =>
      isCertError(error, 'OrderInvalid'),
    );
  });
});

against(
  'a CA that refuses every fifth nonce',
  { env: { ...ALL_VALID, PEBBLE_WFE_NONCEREJECT: '20' } },
  (pebble) => {
    it('issues all the same, ten certificates side by side', async () => {
      const { ca, requests } = pebble().client();
      const { session } = await pebble().account(ca);
      const names = Array.from({ length: 10 }, (_, n) => `n${n}.example.com`);
      const issued = await Promise.all(names.map((name) => issue(session, { names: [name] })));
      assert.deepEqual(
        issued.map(({ chain }) => new X509Certificate(chain).subjectAltName),
        names.map((name) => `DNS:${name}`),
      );
      const fresh = requests.filter((request) => request.startsWith('HEAD')).length;
      assert.ok(fresh < requests.length / 5, `${fresh} of ${requests.length} for a nonce alone`);
    });
  },
);

against(
  'a CA that takes its time',
  { env: { ...ALL_VALID, PEBBLE_VA_NOSLEEP: '0', PEBBLE_VA_SLEEPTIME: '3' } },
  (pebble) => {
    it('is waited for without haste', async () => {
      const { ca, requests } = pebble().client();
      const { session } = await pebble().account(ca);
      await issue(session, { names: NAMES });
      const looks = requests.filter((request) => request === 'POST my-order').length;
      assert.ok(looks <= 10, requests.join('\n'));
    });
  },
);

against(
  'a CA that reuses authorizations',
  { env: { ...ALL_VALID, PEBBLE_AUTHZREUSE: '100' } },
  (pebble) => {
    it('is not asked to validate what it has validated', async () => {
      const { ca, requests } = pebble().client();
      const { session } = await pebble().account(ca);
      await issue(session, { names: ['example.com'] });
      requests.length = 0;
      await issue(session, { names: ['example.com'] });
      assert.equal(requests.includes('POST chalZ'), false);
    });
  },
);

against(
  'a CA with several roots',
  { env: { ...ALL_VALID, PEBBLE_ALTERNATE_ROOTS: '2' } },
  (pebble) => {
    it('gives the chain that is preferred, or its usual one', async () => {
      const roots = await Promise.all(
        [0, 1, 2].map(
          async (n) => new X509Certificate((await pebble().manage(`/roots/${n}`)).text),
        ),
      );
      const [usual, first, second] = roots.map(({ subject }) => subject.replace(/^CN=/, ''));
      assert.equal(new Set([usual, first, second]).size, 3);
      const { ca, requests, warnings } = pebble().client();
      const { session } = await pebble().account(ca);
      for (const [preferredChain, root, downloads] of [
        [usual ?? '', 0, 1],
        [first ?? '', 1, 2],
        [second ?? '', 2, 3],
        ['Nobody’s Root', 0, 3],
      ] as const) {
        requests.length = 0;
        const { chain } = await issue(session, { names: ['a.example.com'] }, { preferredChain });
        const certificates = chain.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [];
        const top = new X509Certificate(certificates.at(-1) ?? '');
        assert.ok(top.checkIssued(roots[root] ?? top), `${top.issuer} for ${preferredChain}`);
        const fetched = requests.filter((request) => request.startsWith('POST certZ'));
        assert.equal(fetched.length, downloads);
      }
      assert.deepEqual(warnings, ['the CA has no chain as it is preferred']);
    });
  },
);
