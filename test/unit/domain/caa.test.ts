import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { caaVerdict, type CaaRecord, type CaaRequest } from '../../../src/domain/caa.ts';

const ACCOUNT = 'https://ca.example/acme/acct/1';
const REQUEST: CaaRequest = {
  wildcard: false,
  caIdentities: ['letsencrypt.org'],
  accountUrl: ACCOUNT,
  method: 'dns-01',
};

/** `FLAGS TAG VALUE`, as in a zone file without its quotes. */
function record(text: string): CaaRecord {
  const [flags, tag = '', ...value] = text.split(' ');
  return { flags: Number(flags), tag, value: value.join(' ') };
}

/** The kind of the verdict, and the reason of a refusal. */
function judge(records: readonly string[], request: Partial<CaaRequest> = {}): string {
  const verdict = caaVerdict(records.map(record), { ...REQUEST, ...request });
  if (verdict.kind !== 'forbidden') return verdict.kind;
  const { reason } = verdict;
  switch (reason.kind) {
    case 'critical-tag':
      return `critical ${reason.tag}`;
    case 'nobody':
      return `nobody by ${reason.property}`;
    case 'other-issuers':
      return `only ${reason.issuers.join(' ')} by ${reason.property}`;
    case 'other-accounts':
      return `accounts ${reason.accounts.join(' ')} by ${reason.property}`;
    case 'other-methods':
      return `methods ${reason.methods.join(' ')} by ${reason.property}`;
  }
}

type Row = readonly [records: readonly string[], verdict: string, request?: Partial<CaaRequest>];

const WILD = { wildcard: true };

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'no restriction': [
    [[], 'allowed'],
    [['0 iodef mailto:security@example.com'], 'allowed'],
    [['0 issuemail ;', '0 tbs whatever'], 'allowed'],
    [['0 issuewild ;'], 'allowed'],
    [['0 iodef mailto:a@example.com'], 'allowed', { caIdentities: [] }],
  ],
  'the issuer': [
    [['0 issue letsencrypt.org'], 'allowed'],
    [['0 issue LetsEncrypt.ORG'], 'allowed'],
    [['0 issue letsencrypt.org'], 'allowed', { caIdentities: ['x.example', 'LETSENCRYPT.org'] }],
    [['0 ISSUE digicert.com'], 'only digicert.com by issue'],
    [['0 issue digicert.com', '0 issue Pki.Goog'], 'only digicert.com pki.goog by issue'],
    [['0 issue digicert.com', '0 issue letsencrypt.org'], 'allowed'],
    [['0 issue evil-letsencrypt.org'], 'only evil-letsencrypt.org by issue'],
    [['0 issue letsencrypt.org'], 'unknown', { caIdentities: [] }],
    // An unset bit that is not "critical" means nothing.
    [['127 issue letsencrypt.org'], 'allowed'],
  ],
  nobody: [
    [['0 issue ;'], 'nobody by issue'],
    [['0 issue '], 'nobody by issue'],
    [['0 issue  ; '], 'nobody by issue'],
    [['0 issue ;'], 'nobody by issue', { caIdentities: [] }],
    [['0 issue ;', '0 issue letsencrypt.org'], 'allowed'],
    [['0 issue ;', '0 issue digicert.com'], 'only digicert.com by issue'],
    [['0 issue ; policy=ev'], 'nobody by issue'],
  ],
  'a value that does not follow the grammar': [
    [['0 issue %%%%%'], 'nobody by issue'],
    [['0 issue letsencrypt.org.'], 'nobody by issue'],
    [['0 issue letsencrypt.org digicert.com'], 'nobody by issue'],
    [['0 issue -letsencrypt.org'], 'nobody by issue'],
    [['0 issue letsencrypt.org; policy'], 'nobody by issue'],
    [['0 issue letsencrypt.org; policy=ev;'], 'nobody by issue'],
    [['0 issue letsencrypt.org; policy=ev; ; a=b'], 'nobody by issue'],
    [['0 issue letsencrypt.org; po_licy=ev'], 'nobody by issue'],
    [['0 issue letsencrypt.org; policy=e v'], 'nobody by issue'],
    [['0 issue letsencrypt.org\u00A0'], 'nobody by issue'],
  ],
  'a value that does, with blanks, tabs and parameters that mean nothing here': [
    [['0 issue \t letsencrypt.org \t'], 'allowed'],
    [['0 issue letsencrypt.org;'], 'allowed'],
    [['0 issue letsencrypt.org ; '], 'allowed'],
    [['0 issue letsencrypt.org; policy=ev'], 'allowed'],
    [['0 issue letsencrypt.org;a=;b-c\t=\t=x='], 'allowed'],
  ],
  wildcards: [
    [['0 issue letsencrypt.org'], 'allowed', WILD],
    [['0 issue digicert.com'], 'only digicert.com by issue', WILD],
    [['0 issue letsencrypt.org', '0 issuewild ;'], 'nobody by issuewild', WILD],
    [
      ['0 issue letsencrypt.org', '0 IssueWild digicert.com'],
      'only digicert.com by issuewild',
      WILD,
    ],
    [['0 issue ;', '0 issuewild letsencrypt.org'], 'allowed', WILD],
    [['0 issue digicert.com', '0 issuewild ;', '0 issuewild letsencrypt.org'], 'allowed', WILD],
    [['0 issue letsencrypt.org', '0 issuewild ;'], 'allowed'],
    [['0 issue digicert.com', '0 issuewild letsencrypt.org'], 'only digicert.com by issue'],
    [
      ['0 issuewild letsencrypt.org; validationmethods=http-01'],
      'methods http-01 by issuewild',
      WILD,
    ],
  ],
  'properties that are critical': [
    [['128 tbs x', '0 issue letsencrypt.org'], 'critical tbs'],
    [['255 TBS x'], 'critical tbs'],
    [['128 tbs x'], 'critical tbs', { caIdentities: [] }],
    [['128 issue letsencrypt.org', '128 ISSUEWILD ;', '128 iodef mailto:a@b.example'], 'allowed'],
    [['128 contactemail a@b.example', '128 issuemail ;'], 'allowed'],
  ],
  accounturi: [
    [[`0 issue letsencrypt.org; accounturi=${ACCOUNT}`], 'allowed'],
    [[`0 issue letsencrypt.org;AccountURI=${ACCOUNT}`], 'allowed'],
    [[`0 issue letsencrypt.org; accounturi=${ACCOUNT}2`], `accounts ${ACCOUNT}2 by issue`],
    // Compared as a string: not as a URI whose host has no case.
    [
      ['0 issue letsencrypt.org; accounturi=https://CA.example/acme/acct/1'],
      'accounts https://CA.example/acme/acct/1 by issue',
    ],
    [['0 issue letsencrypt.org; accounturi='], 'accounts  by issue'],
    [['0 issue letsencrypt.org; accounturi=b:1'], 'unknown', { accountUrl: undefined }],
    [
      [`0 issue letsencrypt.org; accounturi=${ACCOUNT}; accounturi=${ACCOUNT}`],
      `accounts ${ACCOUNT} by issue`,
    ],
    [
      [`0 issue letsencrypt.org; accounturi=b:1; accounturi=b:2`],
      'accounts b:1 b:2 by issue',
      { accountUrl: undefined },
    ],
    [['0 issue letsencrypt.org; accounturi=b:1', '0 issue letsencrypt.org'], 'allowed'],
    [
      ['0 issue letsencrypt.org; accounturi=b:1', `0 issue letsencrypt.org; accounturi=${ACCOUNT}`],
      'allowed',
    ],
    // Another CA's account is nothing to us.
    [
      [`0 issue digicert.com; accounturi=${ACCOUNT}`, '0 issue letsencrypt.org; accounturi=b:1'],
      'accounts b:1 by issue',
    ],
  ],
  validationmethods: [
    [['0 issue letsencrypt.org; validationmethods=dns-01'], 'allowed'],
    [['0 issue letsencrypt.org; ValidationMethods=http-01,dns-01'], 'allowed'],
    [
      ['0 issue letsencrypt.org; validationmethods=http-01,tls-alpn-01'],
      'methods http-01 tls-alpn-01 by issue',
    ],
    [['0 issue letsencrypt.org; validationmethods=dns-010'], 'methods dns-010 by issue'],
    [['0 issue letsencrypt.org; validationmethods='], 'methods  by issue'],
    [['0 issue letsencrypt.org; validationmethods=dns-01,'], 'methods  by issue'],
    [
      ['0 issue letsencrypt.org; validationmethods=dns-01; validationmethods=dns-01'],
      'methods dns-01 by issue',
    ],
    [
      [`0 issue letsencrypt.org; validationmethods=http-01; accounturi=${ACCOUNT}`],
      'methods http-01 by issue',
    ],
    [['0 issue letsencrypt.org; validationmethods=http-01', '0 issue letsencrypt.org'], 'allowed'],
    // One property fits by its method, the other by its account: neither allows.
    [
      [
        `0 issue letsencrypt.org; validationmethods=http-01; accounturi=${ACCOUNT}`,
        '0 issue letsencrypt.org; validationmethods=dns-01; accounturi=b:1',
      ],
      'accounts b:1 by issue',
    ],
  ],
};

describe('caaVerdict', () => {
  for (const [rule, rows] of Object.entries(TABLE)) {
    describe(rule, () => {
      for (const [records, expected, request] of rows) {
        const situation = request === undefined ? '' : ` (${JSON.stringify(request)})`;
        it(`${JSON.stringify(records)}${situation}: ${expected}`, () => {
          assert.equal(judge(records, request), expected);
        });
      }
    });
  }

  const flags = fc.constantFrom(0, 1, 127, 128, 255);
  const tag = fc.constantFrom('issue', 'issuewild', 'ISSUE', 'iodef', 'contactemail', 'tbs');
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ...[';', 'digicert.com', 'letsencrypt.org', 'letsencrypt.org; validationmethods=http-01'],
      ...['letsencrypt.org; accounturi=b:1', 'letsencrypt.org; accounturi'],
    ),
  );
  const records = fc.array(fc.record({ flags, tag, value }), { maxLength: 6 });
  const request = fc.record({
    wildcard: fc.boolean(),
    caIdentities: fc.constantFrom([], ['letsencrypt.org'], ['other.example', 'LetsEncrypt.org']),
    accountUrl: fc.constantFrom(undefined, ACCOUNT, 'b:1'),
    method: fc.constant('dns-01' as const),
  });

  it('never allows a CA where others alone are named', () => {
    const other = fc.constantFrom('digicert.com', 'pki.goog; a=b', 'sectigo.com', ';', '%%');
    const issues = fc.array(fc.record({ flags, tag: fc.constant('issue'), value: other }), {
      minLength: 1,
    });
    const beside = fc.array(fc.record({ flags, tag: fc.constant('iodef'), value }));
    fc.assert(
      fc.property(issues, beside, request, (named, more, asked) => {
        const verdict = caaVerdict([...more, ...named], asked);
        assert.notEqual(verdict.kind, 'allowed');
      }),
    );
  });

  it('never refuses because of a record more that allows', () => {
    const allowing = { flags: 0, value: 'LETSENCRYPT.org' };
    fc.assert(
      fc.property(records, request, (given, asked) => {
        const property = asked.wildcard ? 'issuewild' : 'issue';
        const before = caaVerdict(given, asked);
        const after = caaVerdict([...given, { ...allowing, tag: property }], asked);
        if (asked.caIdentities.length === 0) return;
        const isStrange = before.kind === 'forbidden' && before.reason.kind === 'critical-tag';
        assert.equal(after.kind, isStrange ? 'forbidden' : 'allowed');
      }),
    );
  });

  it('does not depend on the order of the records', () => {
    const shuffled = records.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, request, ([given, other], asked) => {
        assert.equal(caaVerdict(given, asked).kind, caaVerdict(other, asked).kind);
      }),
    );
  });

  it('does not know what it was not told: the verdict with it is one of those without it', () => {
    fc.assert(
      fc.property(records, request, (given, asked) => {
        const vague = caaVerdict(given, { ...asked, accountUrl: undefined });
        if (vague.kind === 'unknown' || asked.caIdentities.length === 0) return;
        assert.equal(caaVerdict(given, asked).kind, vague.kind);
      }),
    );
  });
});
