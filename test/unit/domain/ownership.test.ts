import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CertError } from '../../../src/domain/errors.ts';
import {
  certificateKey,
  claimFor,
  claimOn,
  formatClaim,
  isHeldByOther,
  OWNER_TAG,
  parseClaim,
  renewedClaim,
  withoutClaim,
  workInProgress,
  type Claim,
} from '../../../src/domain/ownership.ts';

const CLAIM: Claim = {
  run: '0123456789abcdef',
  certificate: 'contoso-prod/www',
  owner: 'anna@build-7.example',
  since: 1_800_000_000,
  until: 1_800_001_800,
};
const TEXT =
  'run=0123456789abcdef since=1800000000 until=1800001800 by=anna@build-7.example for=contoso-prod/www';

const name = (maxLength: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9a-z-]{1,${maxLength}}$`));
const seconds = fc.integer({ min: 0, max: 9_999_999_999 });
const validClaim: fc.Arbitrary<Claim> = fc.record(
  {
    run: fc.stringMatching(/^[0-9a-f]{16}$/),
    certificate: fc.tuple(name(24), name(127)).map(([vault, entry]) => `${vault}/${entry}`),
    owner: fc.stringMatching(/^[\w.@-]{1,40}$/),
    since: seconds,
    until: seconds,
  },
  { noNullPrototype: true },
);

describe('a claim', () => {
  it('is one line of pairs', () => {
    assert.equal(formatClaim(CLAIM), TEXT);
    assert.deepEqual(parseClaim(TEXT), CLAIM);
  });

  it('is read as it was written, in at most 256 characters', () => {
    fc.assert(
      fc.property(validClaim, (claim) => {
        const text = formatClaim(claim);
        assert.ok(text.length <= 256);
        assert.deepEqual(parseClaim(text), claim);
      }),
    );
  });

  it('can be written and read whatever the user and the machine are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (owner) => {
        const read = parseClaim(formatClaim({ ...CLAIM, owner }));
        assert.equal(read?.run, CLAIM.run);
        assert.match(read.owner, /^[\w.@-]{1,40}$/);
      }),
    );
  });

  it('is no claim where anything is wrong with it', () => {
    const broken = [
      undefined,
      '',
      'run=',
      TEXT.replace('0123456789abcdef', '0123456789ABCDEF'),
      TEXT.replace('0123456789abcdef', '0123'),
      TEXT.replace('since=1800000000', 'since=yesterday'),
      TEXT.replace('since=1800000000', 'since=-1'),
      TEXT.replace('until=1800001800', 'until=1e99'),
      TEXT.replace('until=1800001800', ''),
      TEXT.replace('anna@build-7.example', 'anna\u001b[31m'),
      TEXT.replace('contoso-prod/www', 'contoso-prod'),
      TEXT.replace('contoso-prod/www', 'contoso-prod/www/7'),
      TEXT.replace('contoso-prod/www', 'contoso-prod/WWW'),
      `${TEXT} more=${'x'.repeat(256)}`,
    ];
    for (const text of broken) assert.equal(parseClaim(text), undefined, text);
  });

  it('is read from anything without an error', () => {
    const pieces = fc.constantFrom(
      'run=',
      'for=',
      'until=',
      '=',
      ' ',
      'a/b',
      '0',
      '\n',
      '\0',
      '😀',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        assert.equal(parseClaim(input), undefined);
      }),
    );
  });
});

describe('isHeldByOther', () => {
  const cases: readonly [string, Claim | undefined, string, number, boolean][] = [
    ['no claim', undefined, 'b', 0, false],
    ['our own claim', CLAIM, CLAIM.run, CLAIM.since, false],
    ["another's claim before its time is over", CLAIM, 'b', CLAIM.until - 1, true],
    ["another's claim when its time is over", CLAIM, 'b', CLAIM.until, false],
    ["another's claim for a whole day", CLAIM, 'b', CLAIM.until - 24 * 3600, true],
    ["another's claim for longer than that", CLAIM, 'b', CLAIM.until - 24 * 3600 - 1, false],
  ];
  for (const [what, claim, run, now, held] of cases) {
    it(`is ${String(held)} for ${what}`, () => {
      assert.equal(isHeldByOther(claim, run, now), held);
    });
  }
});

describe('certificateKey', () => {
  it('is the same for every spelling that Key Vault takes for the same', () => {
    assert.equal(certificateKey('Contoso-Prod', 'WWW'), certificateKey('contoso-prod', 'www'));
  });
});

describe('withoutClaim', () => {
  it('keeps all other tags', () => {
    const tags = { team: 'web', 'kvcert-ca': 'letsencrypt' };
    assert.deepEqual(withoutClaim({ ...tags, [OWNER_TAG]: TEXT }), tags);
    assert.deepEqual(withoutClaim(tags), tags);
  });
});

describe('the claim of an issuance', () => {
  const since = 1_800_000_000;
  const claim = claimFor({ vault: 'Contoso-Prod', name: 'WWW' }, CLAIM, since * 1000 + 999);

  it('holds for half an hour from when it begins', () => {
    assert.deepEqual(claim, { ...CLAIM, since, until: since + 1800 });
  });

  it('holds for half an hour from when it is taken up again, and tells when it began', () => {
    const renewed = renewedClaim(claim, (since + 3600) * 1000);
    assert.deepEqual(renewed, { ...claim, since, until: since + 3600 + 1800 });
  });

  it('is on the certificate that it names, and on no other', () => {
    const tags = { [OWNER_TAG]: TEXT };
    assert.deepEqual(claimOn({ vault: 'CONTOSO-prod', name: 'www' }, tags), CLAIM);
    assert.equal(claimOn({ vault: 'contoso-prod', name: 'api' }, tags), undefined);
    assert.equal(claimOn({ vault: 'contoso-prod', name: 'www' }, {}), undefined);
  });

  it('is told to others with its times', () => {
    assert.deepEqual(
      workInProgress(CLAIM),
      new CertError('WorkInProgress', {
        vault: 'contoso-prod',
        name: 'www',
        owner: CLAIM.owner,
        since: '2027-01-15T08:00:00.000Z',
        until: '2027-01-15T08:30:00.000Z',
      }),
    );
  });
});
