/** Answers of CAs that end an issuance, what is said of each, and the facts. */

export const HOST = 'acme.scripted.test';
export const MAINTENANCE = {
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><style>p {}</style></head><h1>Down for maintenance</h1></html>',
};
export const HUGE = { status: 200, body: 'x'.repeat(1024 * 1024 + 1) };
export const TOO_LONG = 'the answer is longer than 1048576 bytes';
export const AWAY = { status: 302, headers: { Location: 'https://elsewhere.test/' } };
export const LIMITED = { type: 'rateLimited', detail: 'Too many orders.' };
/** More often than anything is asked for. */
export const ALWAYS = 1000;

export type Rule = Readonly<Record<string, unknown>>;

interface Failure {
  readonly rules: readonly Rule[];
  readonly code: string;
  readonly says: string;
  /** Facts, as far as they are told beforehand. */
  readonly details: Readonly<Record<string, unknown>>;
}

export const FAILING: Readonly<Record<string, Failure>> = {
  'a limit without a time': {
    rules: [{ resource: 'newOrder', times: ALWAYS, status: 429, problem: LIMITED }],
    code: 'RateLimited',
    says: `${HOST} has reached a limit for this account or these names: Too many orders.`,
    details: { ca: HOST, detail: 'Too many orders.' },
  },
  'a 503 with a page': {
    rules: [{ resource: 'newOrder', times: ALWAYS, status: 503, ...MAINTENANCE }],
    code: 'UnexpectedAnswer',
    says: `${HOST}, or something before it, has trouble (503): Down for maintenance.`,
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
    says: `${HOST} does not issue for a name of the order. It says: Some names are refused. a.example.com: On our list. Another CA.`,
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
    says: `${HOST} says that the account may not do this. It says: Not you.`,
    details: { ca: HOST, type: 'unauthorized', status: 403, detail: 'Not you.', subproblems: [] },
  },
  'nonces that are never good enough': {
    rules: [{ resource: 'newOrder', times: ALWAYS, problem: { type: 'badNonce', detail: 'No.' } }],
    code: 'AcmeProblem',
    says: `${HOST} takes one request after the other for a repetition. It says: No.`,
    details: { ca: HOST, type: 'badNonce', status: 400, detail: 'No.', subproblems: [] },
  },
  'no nonces': {
    rules: [{ resource: 'newNonce', times: ALWAYS, headers: { 'Replay-Nonce': '%%%' } }],
    code: 'UnexpectedAnswer',
    says: nonsense(200, 'no Replay-Nonce'),
    details: { host: HOST, status: 200, excerpt: 'no Replay-Nonce' },
  },
  'a page in place of the directory': {
    rules: [{ resource: 'directory', times: ALWAYS, ...MAINTENANCE }],
    code: 'UnexpectedAnswer',
    says: nonsense(200, 'Down for maintenance'),
    details: { host: HOST, status: 200, excerpt: 'Down for maintenance' },
  },
  'half a directory': {
    rules: [{ resource: 'directory', times: ALWAYS, truncateTo: 11 }],
    code: 'UnexpectedAnswer',
    says: nonsense(200, '{"newNonce"'),
    details: { host: HOST, status: 200, excerpt: '{"newNonce"' },
  },
  'a huge directory': {
    rules: [{ resource: 'directory', ...HUGE }],
    code: 'UnexpectedAnswer',
    says: nonsense(200, TOO_LONG),
    details: { host: HOST, status: 200, excerpt: TOO_LONG },
  },
  'a directory that is elsewhere': {
    rules: [{ resource: 'directory', ...AWAY }],
    code: 'UnexpectedAnswer',
    says: nonsense(302, 'a redirect to https://elsewhere.test/'),
    details: { host: HOST, status: 302, excerpt: 'a redirect to https://elsewhere.test/' },
  },
  'an order that is redirected': {
    rules: [{ resource: 'newOrder', ...AWAY }],
    code: 'UnexpectedAnswer',
    says: nonsense(302, 'a redirect to https://elsewhere.test/'),
    details: { host: HOST, status: 302, excerpt: 'a redirect to https://elsewhere.test/' },
  },
  'half an order': {
    rules: [{ resource: 'newOrder', truncateTo: 19 }],
    code: 'UnexpectedAnswer',
    says: nonsense(201, '{"status":"pending"'),
    details: { host: HOST, status: 201, excerpt: '{"status":"pending"' },
  },
  'half an authorization': {
    rules: [{ resource: 'authorization', truncateTo: 13 }],
    code: 'UnexpectedAnswer',
    says: nonsense(200, '{"identifier"'),
    details: { host: HOST, status: 200, excerpt: '{"identifier"' },
  },
  'an authorization for a name that was not ordered': {
    rules: [
      { resource: 'authorization', merge: { identifier: { type: 'dns', value: 'evil.test' } } },
    ],
    code: 'UnexpectedAnswer',
    says: nonsense(200, '{"identifier":{"type":"dns","value":"evil.test"}}'),
    details: {
      ...{ host: HOST, status: 200 },
      excerpt: '{"identifier":{"type":"dns","value":"evil.test"}}',
    },
  },
  'an order that expires meanwhile': {
    rules: [{ resource: 'newOrder', instructions: { lifetimeMs: 1 } }],
    code: 'OrderInvalid',
    says: `${HOST} gave the order up and gives no reason.`,
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
    says: `${HOST} gave the order up: The linter has refused it.`,
    details: { ca: HOST, detail: 'The linter has refused it.' },
  },
  'a refused CSR': {
    rules: [{ resource: 'finalize', problem: { type: 'badCSR', detail: 'A weak key.' } }],
    code: 'AcmeProblem',
    says: `${HOST} does not accept the certificate signing request. It says: A weak key.`,
    details: { ca: HOST, type: 'badCSR', status: 400, detail: 'A weak key.', subproblems: [] },
  },
  'a certificate for another key': {
    rules: [{ resource: 'finalize', instructions: { otherKey: true } }],
    code: 'ChainUnusable',
    says: `What ${HOST} has issued cannot be used: it is for another key than this one, as if two issuances had shared the order.`,
    details: { ca: HOST, problem: { kind: 'other-key' } },
  },
  'an order that fails while it is processed': {
    rules: [
      {
        ...{ resource: 'finalize', merge: { status: 'processing' } },
        instructions: { outcome: 'invalid', detail: 'The linter has refused it.' },
      },
    ],
    code: 'OrderInvalid',
    says: `${HOST} gave the order up: The linter has refused it.`,
    details: { ca: HOST, detail: 'The linter has refused it.' },
  },
  'an authorization that the CA has forgotten': {
    rules: [
      {
        ...{ resource: 'authorization', times: ALWAYS, status: 404 },
        problem: { type: 'malformed', detail: 'Expired authorization' },
      },
    ],
    code: 'AcmeProblem',
    says: `${HOST} does not know what it was asked for, or not any more. It says: Expired authorization.`,
    details: {
      ...{ ca: HOST, type: 'malformed', status: 404, detail: 'Expired authorization' },
      subproblems: [],
    },
  },
  'an account that the CA does not register': {
    rules: [
      {
        ...{ resource: 'newAccount', times: ALWAYS, status: 400 },
        problem: { type: 'badPublicKey', detail: 'A key that is known to others.' },
      },
    ],
    code: 'AcmeProblem',
    says: `${HOST} does not accept the public key. It says: A key that is known to others.`,
    details: {
      ...{ ca: HOST, type: 'badPublicKey', status: 400, detail: 'A key that is known to others.' },
      subproblems: [],
    },
  },
};

function nonsense(status: number, what: string): string {
  return `${HOST} gave an answer that makes no sense here (${String(status)}): ${what}.`;
}
