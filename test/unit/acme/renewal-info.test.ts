import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmeCaOver } from '../../../src/acme/acme-ca.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { BASE, DIRECTORY_URL, type Reply, ScriptedCa, problem } from './scripted-ca.ts';
import { MIDDLE, SILENT, SkippingClock } from './test-clock.ts';

const CERT_ID = 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE';
const REQUEST = `GET /renewal/${CERT_ID}`;
const START = '2026-07-01T04:00:00Z';
const END = '2026-07-02T04:00:00Z';
const HOUR_MS = 3_600_000;

/** What is made of an answer, and what was logged. */
async function asking(...replies: Reply[]) {
  const server = new ScriptedCa();
  server.script(REQUEST, ...replies);
  const warnings: string[] = [];
  const log = { debug: () => undefined, warn: (message: string) => void warnings.push(message) };
  const tools = { clock: new SkippingClock(), random: MIDDLE, log };
  const info = await acmeCaOver(server.exchange, DIRECTORY_URL, tools).renewalInfo(CERT_ID);
  return { info, warnings, requests: server.requests };
}

function window(start: unknown, end: unknown, more: object = {}, retryAfter?: string): Reply {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { status: 200, headers, body: { suggestedWindow: { start, end }, ...more } };
}

describe('renewal information', () => {
  it('is asked for without an account, and read', async () => {
    const explanationURL = 'https://ca.example/why';
    const { info, warnings, requests } = await asking(
      window(START, END, { explanationURL }, '21600'),
    );
    assert.deepEqual(info, {
      start: new Date(START),
      end: new Date(END),
      explanationUrl: explanationURL,
      retryAfterMs: 6 * HOUR_MS,
    });
    assert.deepEqual(requests, ['GET /dir', REQUEST]);
    assert.deepEqual(warnings, []);
  });

  const WAITS: readonly [field: string | undefined, ms: number][] = [
    [undefined, 6 * HOUR_MS],
    ['0', 60_000],
    ['59', 60_000],
    ['61', 61_000],
    ['86399', 86_399_000],
    ['864000', 24 * HOUR_MS],
    ['Mon, 01 Jun 2026 01:00:00 GMT', HOUR_MS],
    ['soon', 6 * HOUR_MS],
  ];
  for (const [field, ms] of WAITS) {
    it(`is asked for again after ${ms} ms where the CA says ${field ?? 'nothing'}`, async () => {
      const { info } = await asking(window(START, END, {}, field));
      assert.equal(info?.retryAfterMs, ms);
    });
  }

  it('has no explanation where that is no https URL', async () => {
    for (const explanationURL of ['javascript:alert(1)', 'http://ca.example/', 7]) {
      const { info } = await asking(window(START, END, { explanationURL }));
      assert.equal(info?.explanationUrl, undefined);
      assert.deepEqual(info?.start, new Date(START));
    }
  });

  const SENSELESS: readonly [what: string, reply: Reply][] = [
    ['that ends before it starts', window(END, START)],
    ['that is empty', window(START, START)],
    ['without an end', window(START, undefined)],
    ['of numbers', window(1, 2)],
    ['of words', window('soon', 'later')],
    ['that is missing', { status: 200, body: {} }],
    ['in a page', { status: 200, body: '<html>Hello</html>' }],
    ['in JSON that breaks off', { status: 200, body: '{"suggestedWindow":{"start":"20' }],
  ];
  for (const [what, reply] of SENSELESS) {
    it(`is none with a window ${what}, and that is logged`, async () => {
      const { info, warnings } = await asking(reply);
      assert.equal(info, undefined);
      assert.deepEqual(warnings, ['renewal information makes no sense']);
    });
  }

  const UNKNOWN: readonly Reply[] = [
    problem(404, 'malformed', 'Certificate not found'),
    problem(400, 'malformed', 'Parsing ARI CertID failed'),
    { status: 404, body: 'not found' },
  ];
  for (const reply of UNKNOWN) {
    it(`is none where the CA knows of none: ${JSON.stringify(reply)}`, async () => {
      const { info, warnings } = await asking(reply);
      assert.equal(info, undefined);
      assert.deepEqual(warnings, ['the CA has no renewal information']);
    });
  }

  it('is an error where the CA has trouble', async () => {
    const broken = { status: 503, body: '' };
    await assert.rejects(asking(broken, broken, broken, broken), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    const busy = { status: 429, headers: { 'retry-after': '3600' }, body: '' };
    await assert.rejects(asking(busy), (error) => isCertError(error, 'Throttled'));
    const { body } = problem(429, 'malformed', 'slow down');
    await assert.rejects(
      asking({ ...busy, body }),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.retryAt !== undefined,
    );
  });

  it('is none, and not asked for, where the directory has no such resource', async () => {
    const [newNonce, newAccount, newOrder] = ['a', 'b', 'c'].map((path) => `${BASE}/${path}`);
    for (const renewalInfo of [undefined, 'http://ca.example/renewal', 7]) {
      const server = new ScriptedCa();
      const body = { newNonce, newAccount, newOrder, renewalInfo };
      server.script('GET /dir', { status: 200, body });
      const tools = { clock: new SkippingClock(), random: MIDDLE, log: SILENT };
      const ca = acmeCaOver(server.exchange, DIRECTORY_URL, tools);
      assert.equal(await ca.renewalInfo(CERT_ID), undefined);
      assert.equal((await ca.directory()).hasRenewalInfo, false);
      assert.deepEqual(server.requests, ['GET /dir']);
    }
  });

  it('takes the URL of its resource with a slash at its end, too', async () => {
    const [newNonce, newAccount, newOrder] = ['a', 'b', 'c'].map((path) => `${BASE}/${path}`);
    const server = new ScriptedCa();
    const renewalInfo = `${BASE}/renewal/`;
    server.script('GET /dir', {
      status: 200,
      body: { newNonce, newAccount, newOrder, renewalInfo },
    });
    server.script(REQUEST, window(START, END));
    const tools = { clock: new SkippingClock(), random: MIDDLE, log: SILENT };
    const info = await acmeCaOver(server.exchange, DIRECTORY_URL, tools).renewalInfo(CERT_ID);
    assert.deepEqual(info?.end, new Date(END));
  });
});
