import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LifetimeAction } from '../../../src/domain/certificate-policy.ts';
import type { Claim } from '../../../src/domain/ownership.ts';
import {
  decideRenewal,
  type RenewalDecision,
  type RenewalFacts,
  type SuggestedWindow,
} from '../../../src/domain/renewal-decision.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const from = (ms: number): Date => new Date(NOW + ms);

/** Its moment inside a window is the middle. */
const MIDDLE = '80000000'.padEnd(40, '0');

/** Issued `age` days ago for `days` days, enabled, an ACME certificate that nobody is at. */
function facts(age: number, days = 90, change: Partial<RenewalFacts> = {}): RenewalFacts {
  return {
    now: from(0),
    certificate: {
      enabled: true,
      thumbprint: MIDDLE,
      notBefore: from(-age * DAY),
      notAfter: from((days - age) * DAY),
    },
    renewer: { kind: 'acme' },
    window: undefined,
    lifetimeActions: [],
    pendingIssuer: undefined,
    claim: undefined,
    attempts: undefined,
    within: undefined,
    ...change,
  };
}

const window = (start: number, end: number, explanationUrl?: string): SuggestedWindow => ({
  start: from(start),
  end: from(end),
  explanationUrl,
});

const claim = (until: number): Claim => ({
  run: '0123456789abcdef',
  certificate: 'contoso/www',
  owner: 'ada@desk',
  since: NOW / 1000 - 60,
  until: (NOW + until) / 1000,
});

const failed = (count: number, ago: number): RenewalFacts['attempts'] => ({
  count,
  last: from(-ago),
  code: 'HostTimeout',
  retryAt: undefined,
});

const MAIL_AT_80: LifetimeAction = {
  action: 'EmailContacts',
  daysBeforeExpiry: undefined,
  lifetimePercentage: 80,
};
const MAIL_40_BEFORE: LifetimeAction = {
  action: 'EmailContacts',
  daysBeforeExpiry: 40,
  lifetimePercentage: undefined,
};
const RENEW_AT_80: LifetimeAction = { ...MAIL_AT_80, action: 'AutoRenew' };
const SELF = { kind: 'key-vault', issuer: 'Self' } as const;

type Row = readonly [string, RenewalFacts, string, number?];

/** Kind and reason of a decision, and when, in milliseconds from now. */
function inShort(decision: RenewalDecision): readonly [string, number | undefined] {
  const words = `${decision.kind}: ${decision.reason.kind}`;
  return [words, decision.kind === 'later' ? decision.at.getTime() - NOW : undefined];
}

function decides(what: string, table: readonly Row[]): void {
  describe(what, () => {
    for (const [when, given, words, at] of table) {
      it(`${when}: ${words}`, () => {
        assert.deepEqual(inShort(decideRenewal(given)), [words, at]);
      });
    }
  });
}

decides('without advice of the CA, a certificate', [
  ['on its first day', facts(0), 'later: share', 60 * DAY],
  ['a minute before two thirds', facts(60 - 1 / 1440), 'later: share', MINUTE],
  ['at two thirds', facts(60), 'now: share'],
  ['at the end', facts(89.9), 'now: share'],
  ['that is expired', facts(90), 'now: expired'],
  ['that is long expired', facts(400), 'now: expired'],
  ['of ten days', facts(6.5, 10), 'later: share', 4 * HOUR],
  ['of nine days, at half', facts(4.5, 9), 'now: share'],
  ['of 160 hours, before half', facts(3, 160 / 24), 'later: share', 8 * HOUR],
  ['of an unknown age, in its margin', facts(0, 365, { certificate: bornWhen() }), 'now: margin'],
]);

decides('by the CA’s window (RFC 9773), a certificate', [
  ['before it', facts(30, 90, { window: window(DAY, 3 * DAY) }), 'later: window', 2 * DAY],
  ['in its first half', facts(30, 90, { window: window(-HOUR, 3 * HOUR) }), 'later: window', HOUR],
  ['in its second half', facts(30, 90, { window: window(-3 * HOUR, HOUR) }), 'now: window'],
  ['after it', facts(1, 90, { window: window(-3 * HOUR, -HOUR) }), 'now: window'],
  [
    'whose window is later than two thirds of its lifetime',
    facts(70, 90, { window: window(2 * DAY, 4 * DAY) }),
    'later: window',
    3 * DAY,
  ],
  [
    'whose window is after its end',
    facts(70, 90, { window: window(30 * DAY, 40 * DAY) }),
    'later: margin',
    13 * DAY,
  ],
  ['in its margin', facts(84, 90, { window: window(DAY, 5 * DAY) }), 'now: margin'],
  ['that is expired', facts(91, 90, { window: window(DAY, 5 * DAY) }), 'now: expired'],
  [
    'whose policy asks for it earlier',
    facts(51, 90, { window: window(5 * DAY, 7 * DAY), lifetimeActions: [MAIL_40_BEFORE] }),
    'now: lifetime-action',
  ],
  [
    'of 160 hours whose window leaves less than a sixth',
    facts(0, 160 / 24, { window: window(150 * HOUR, 158 * HOUR) }),
    'later: margin',
    (160 * HOUR * 5) / 6,
  ],
]);

decides('with a wish for what expires within some days, a certificate', [
  ['that does not', facts(30, 90, { within: 59 }), 'later: share', 30 * DAY],
  ['that does', facts(30, 90, { within: 60 }), 'now: within'],
  [
    'that does, before its window',
    facts(30, 90, { within: 60, window: window(DAY, 2 * DAY) }),
    'now: within',
  ],
  ['that does, and is disabled', off(facts(30, 90, { within: 60 })), 'never: disabled'],
  [
    'that does, after a failure',
    facts(30, 90, { within: 60, attempts: failed(2, MINUTE) }),
    'later: failed-before',
    9 * MINUTE,
  ],
  ['that is expired', facts(91, 90, { within: 1 }), 'now: expired'],
]);

decides('by its policy, an ACME certificate', [
  [
    'with the default of Key Vault',
    facts(30, 90, { lifetimeActions: [MAIL_AT_80] }),
    'later: share',
    30 * DAY,
  ],
  [
    'with an earlier time',
    facts(49, 90, { lifetimeActions: [MAIL_AT_80, MAIL_40_BEFORE] }),
    'later: lifetime-action',
    DAY,
  ],
  [
    'at the earlier time',
    facts(50, 90, { lifetimeActions: [MAIL_40_BEFORE] }),
    'now: lifetime-action',
  ],
  [
    'without any time',
    facts(30, 90, { lifetimeActions: [{ ...MAIL_AT_80, lifetimePercentage: undefined }] }),
    'later: share',
    30 * DAY,
  ],
]);

decides('of Key Vault’s own issuers, a certificate', [
  [
    'that Key Vault renews',
    facts(70, 100, { renewer: SELF, lifetimeActions: [RENEW_AT_80] }),
    'later: key-vault',
    11 * DAY,
  ],
  [
    'that Key Vault renews today',
    facts(80.5, 100, { renewer: SELF, lifetimeActions: [RENEW_AT_80] }),
    'later: key-vault',
    DAY / 2,
  ],
  [
    'that Key Vault has not renewed',
    facts(81, 100, { renewer: SELF, lifetimeActions: [RENEW_AT_80] }),
    'now: not-renewed-by-key-vault',
  ],
  [
    'that Key Vault only tells of',
    facts(79, 100, { renewer: SELF, lifetimeActions: [MAIL_AT_80] }),
    'later: lifetime-action',
    DAY,
  ],
  ['without any action', facts(60, 90, { renewer: SELF }), 'now: share'],
  [
    'that would be renewed too late',
    facts(94, 100, {
      renewer: SELF,
      lifetimeActions: [{ ...RENEW_AT_80, lifetimePercentage: 99 }],
    }),
    'now: margin',
  ],
  ['that is expired', facts(101, 100, { renewer: SELF }), 'now: expired'],
]);

decides('whatever its dates, a certificate', [
  ['that was not issued', without('thumbprint'), 'never: not-issued'],
  ['without an end', without('notAfter'), 'never: no-expiry'],
  ['that is disabled', off(facts(80)), 'never: disabled'],
  ['that is disabled and expired', off(facts(100)), 'never: disabled'],
  [
    'of another tool',
    facts(80, 90, { renewer: { kind: 'other-tool', tool: 'acmebot' } }),
    'never: other-tool',
  ],
  ['that is made by hand', facts(80, 90, { renewer: { kind: 'manual' } }), 'never: manual'],
  [
    'that is made by hand and expired',
    facts(100, 90, { renewer: { kind: 'manual' }, within: 9 }),
    'never: manual',
  ],
  [
    'that somebody is at work on',
    facts(80, 90, { claim: claim(20 * MINUTE) }),
    'later: at-work',
    20 * MINUTE,
  ],
  [
    'that somebody is at work on with an operation',
    facts(80, 90, { claim: claim(20 * MINUTE), pendingIssuer: 'Unknown' }),
    'later: at-work',
    20 * MINUTE,
  ],
  ['that somebody was at work on', facts(80, 90, { claim: claim(0) }), 'now: share'],
  [
    'that somebody was at work on, with an operation left',
    facts(80, 90, { claim: claim(-HOUR), pendingIssuer: 'Unknown' }),
    'now: share',
  ],
  [
    'with a claim for a year, which no issuance makes',
    facts(80, 90, { claim: claim(365 * DAY) }),
    'now: share',
  ],
  [
    'with an operation of a stranger',
    facts(80, 90, { pendingIssuer: 'DigiCert' }),
    'never: pending',
  ],
]);

decides('after failures, a certificate', [
  [
    'that failed just now',
    facts(80, 90, { attempts: failed(1, 0) }),
    'later: failed-before',
    MINUTE,
  ],
  ['that failed a minute ago', facts(80, 90, { attempts: failed(1, MINUTE) }), 'now: share'],
  [
    'that failed for the fourth time',
    facts(80, 90, { attempts: failed(4, HOUR) }),
    'later: failed-before',
    23 * HOUR,
  ],
  [
    'that is expired',
    facts(100, 90, { attempts: failed(4, HOUR) }),
    'later: failed-before',
    23 * HOUR,
  ],
  ['whose failure lies in the future', facts(80, 90, { attempts: failed(4, -HOUR) }), 'now: share'],
  [
    'whose tag speaks of the version before',
    facts(61, 90, { attempts: failed(4, 61.5 * DAY) }),
    'now: share',
  ],
  [
    'that is not due, and failed when a person tried',
    facts(10, 90, { attempts: failed(1, HOUR) }),
    'later: share',
    50 * DAY,
  ],
]);

describe('of whatever is true of a certificate', () => {
  const days = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const anyWindow = fc.option(
    fc.tuple(days(-100, 400), days(0.01, 60)).map(([start, length]) => {
      return window(start * DAY, (start + length) * DAY);
    }),
    { nil: undefined },
  );
  const anyAction = fc.record(
    {
      action: fc.constantFrom('AutoRenew', 'EmailContacts'),
      daysBeforeExpiry: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      lifetimePercentage: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
    },
    { noNullPrototype: true },
  );
  const anyFacts = fc
    .record({
      age: days(0, 420),
      life: days(0.1, 400),
      thumbprint: fc.stringMatching(/^[0-9a-f]{40}$/),
      window: anyWindow,
      lifetimeActions: fc.array(anyAction, { maxLength: 2 }),
      renewer: fc.constantFrom<RenewalFacts['renewer']>({ kind: 'acme' }, SELF),
    })
    .map(({ age, life, thumbprint, ...rest }) => {
      const given = facts(age, life, rest);
      return { ...given, certificate: { ...given.certificate, thumbprint } };
    });

  it('none is renewed later than its margin allows', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decideRenewal(given);
        const { notBefore, notAfter } = given.certificate;
        const end = notAfter?.getTime() ?? 0;
        const margin = Math.min(7 * DAY, (end - (notBefore?.getTime() ?? 0)) / 6);
        if (decision.kind === 'later') assert.ok(decision.at.getTime() <= end - margin + 1);
        else assert.ok(decision.kind === 'now');
      }),
    );
  });

  it('none is renewed a second time right after it was', () => {
    fc.assert(
      fc.property(anyFacts, ({ lifetimeActions, ...given }) => {
        const { notBefore, notAfter } = given.certificate;
        const life = (notAfter?.getTime() ?? 0) - (notBefore?.getTime() ?? 0);
        const renewed: RenewalFacts = {
          ...given,
          // What asks for it on the first day of a new version is what its owner has written.
          lifetimeActions: lifetimeActions.filter(
            ({ daysBeforeExpiry }) => (daysBeforeExpiry ?? 0) * DAY < life,
          ),
          window: undefined,
          certificate: { ...given.certificate, notBefore: given.now, notAfter: from(life) },
        };
        assert.notEqual(decideRenewal(renewed).kind, 'now');
      }),
    );
  });

  it('the answer is the same on every machine, and changes at the time that it names', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decideRenewal(given);
        assert.deepEqual(decideRenewal(structuredClone(given)), decision);
        if (decision.kind !== 'later') return;
        const then = decision.at.getTime();
        assert.equal(decideRenewal({ ...given, now: new Date(then + 1) }).kind, 'now');
        assert.equal(decideRenewal({ ...given, now: new Date(then - 2) }).kind, 'later');
      }),
    );
  });
});

function off(given: RenewalFacts): RenewalFacts {
  return { ...given, certificate: { ...given.certificate, enabled: false } };
}

function without(member: 'thumbprint' | 'notAfter'): RenewalFacts {
  const given = facts(80);
  return { ...given, certificate: { ...given.certificate, [member]: undefined } };
}

/** Nobody knows how old it is. */
function bornWhen(): RenewalFacts['certificate'] {
  return { enabled: true, thumbprint: MIDDLE, notBefore: undefined, notAfter: from(6 * DAY) };
}
