import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpAnswer } from '../../../src/acme/http.ts';
import { problemSentence, readProblem, refusal } from '../../../src/acme/problem.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const URN = 'urn:ietf:params:acme:error:';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { url: 'https://ca.example/order', status, headers, body: text };
}

function factsOf(given: HttpAnswer): { code: string; facts: unknown } {
  const { code, facts } = refusal('The CA', given, NOW);
  return { code, facts };
}

/** Problem documents as Pebble sends them: status, type, detail. */
const PLAIN: readonly [status: number, type: string, detail: string][] = [
  [400, 'accountDoesNotExist', 'Account https://ca.example/my-account/deadbeef not found.'],
  [403, 'unauthorized', "the field 'kid' references a key that is not known to the ACME server"],
  [400, 'badNonce', 'JWS has an invalid anti-replay nonce: _wpU_ATldEEq8MuWc-B_2A'],
  [400, 'invalidContact', 'contact email "not-an-address" is invalid'],
  [400, 'unsupportedContact', 'contact method "tel" is not supported'],
  [400, 'malformed', "Order included DNS identifier with an illegal character: '_'"],
  [400, 'invalidProfile', 'Order includes unrecognized profile name "nosuch"'],
  [403, 'orderNotReady', 'Order\'s status ("pending") was not ready'],
  [400, 'badCSR', 'CSR contains a public key for a known account'],
  [400, 'alreadyRevoked', 'Certificate has already been revoked.'],
  [409, 'alreadyReplaced', 'certificate with serial 2ae82971e495d167 has a replacement order'],
];

describe('refusal', () => {
  for (const [status, type, detail] of PLAIN) {
    it(`keeps status, type and detail of ${type}`, () => {
      assert.deepEqual(factsOf(answer(status, { type: URN + type, detail, status })), {
        code: 'AcmeProblem',
        facts: { ca: 'The CA', type, status, detail, subproblems: [] },
      });
    });
  }

  it('keeps the subproblems with their identifiers', () => {
    const subproblem = (type: string, detail: string, value: string) => ({
      type: URN + type,
      detail,
      identifier: { type: 'dns', value },
    });
    const document = {
      type: `${URN}malformed`,
      detail: 'Some of the identifiers requested were rejected',
      subproblems: [
        subproblem('rejectedIdentifier', 'This CA will not issue for it', 'example.net'),
        subproblem('malformed', 'Invalid underscore', '_example.org'),
        'no object',
      ],
    };
    assert.deepEqual(factsOf(answer(400, document)).facts, {
      ca: 'The CA',
      type: 'malformed',
      status: 400,
      detail: 'Some of the identifiers requested were rejected',
      subproblems: [
        {
          name: 'example.net',
          type: 'rejectedIdentifier',
          detail: 'This CA will not issue for it',
        },
        { name: '_example.org', type: 'malformed', detail: 'Invalid underscore' },
      ],
    });
  });

  it('says until when a limit lasts', () => {
    const document = { type: `${URN}rateLimited`, detail: 'too many certificates (5)' };
    assert.deepEqual(factsOf(answer(429, document, { 'retry-after': '123456' })), {
      code: 'RateLimited',
      facts: {
        ca: 'The CA',
        detail: 'too many certificates (5)',
        retryAt: '2026-06-02T10:17:36.000Z',
      },
    });
    assert.deepEqual(factsOf(answer(429, document)).facts, {
      ca: 'The CA',
      detail: 'too many certificates (5)',
    });
  });

  it('points to the terms that have to be agreed to', () => {
    const document = { type: `${URN}userActionRequired`, detail: 'did not agree' };
    const link =
      '<https://ca.example/dir>;rel="index", <https://ca.example/terms>;rel="terms-of-service"';
    assert.deepEqual(factsOf(answer(403, document, { link })), {
      code: 'TermsNotAgreed',
      facts: { ca: 'The CA', terms: 'https://ca.example/terms' },
    });
    assert.equal(factsOf(answer(403, document)).code, 'AcmeProblem');
  });

  it('keeps the page about it, where that is one', () => {
    const instance = 'https://ca.example/agree?token=7';
    const document = { type: `${URN}userActionRequired`, detail: 'visit', instance };
    assert.deepEqual(factsOf(answer(403, document)).facts, {
      ca: 'The CA',
      type: 'userActionRequired',
      status: 403,
      detail: 'visit',
      subproblems: [],
      instance,
    });
    const link = '<https://ca.example/terms>;rel="terms-of-service"';
    assert.deepEqual(factsOf(answer(403, document, { link })).facts, {
      ca: 'The CA',
      terms: 'https://ca.example/terms',
      instance,
    });
    for (const odd of ['javascript:alert(1)', '/relative', 7]) {
      const { facts } = factsOf(answer(403, { ...document, instance: odd }));
      assert.equal(JSON.stringify(facts).includes('instance'), false);
    }
  });

  it('recognizes a CA that wants an external account', () => {
    const document = { type: `${URN}externalAccountRequired`, detail: 'required' };
    assert.deepEqual(factsOf(answer(403, document)), {
      code: 'ExternalAccountRequired',
      facts: { ca: 'The CA' },
    });
  });

  const page = '<html><title>x</title><p>maintenance \u001b[2J</p></html>';
  const UNEXPLAINED: readonly [HttpAnswer, string, object][] = [
    [answer(404, ''), 'UnexpectedAnswer', { status: 404, excerpt: '' }],
    [answer(503, page), 'UnexpectedAnswer', { status: 503, excerpt: 'x maintenance [2J' }],
    [answer(301, ''), 'UnexpectedAnswer', { status: 301, excerpt: '' }],
    [answer(403, '["list"]'), 'UnexpectedAnswer', { status: 403, excerpt: '["list"]' }],
    [answer(429, ''), 'Throttled', {}],
    [
      answer(503, page, { 'retry-after': '60' }),
      'Throttled',
      { retryAt: '2026-06-01T00:01:00.000Z' },
    ],
  ];
  for (const [given, code, facts] of UNEXPLAINED) {
    it(`makes ${code} of ${String(given.status)} without a problem document`, () => {
      assert.deepEqual(factsOf(given), { code, facts: { host: 'ca.example', ...facts } });
    });
  }
});

describe('readProblem', () => {
  it('cleans what it passes on', () => {
    const problem = readProblem({ type: 'about:blank', detail: 'a\u001b[0m\nb' });
    assert.deepEqual(problem, {
      type: 'about:blank',
      detail: 'a [0m b',
      subproblems: [],
      instance: undefined,
    });
  });

  it('takes the title where there is no detail', () => {
    assert.equal(readProblem({ type: 'x', title: 'A title' })?.detail, 'A title');
  });

  for (const value of [null, 'text', [], {}, { status: 400 }]) {
    it(`finds none in ${JSON.stringify(value)}`, () => {
      assert.equal(readProblem(value), undefined);
    });
  }
});

describe('problemSentence', () => {
  it('names the identifiers of the subproblems', () => {
    const subproblems = [{ name: 'a.example', type: 'dns', detail: 'no such name' }];
    const sentence = problemSentence({
      type: 'compound',
      detail: 'Two failed',
      subproblems,
      instance: undefined,
    });
    assert.equal(sentence, 'Two failed a.example: no such name');
  });
});
