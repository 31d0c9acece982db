/** A decision of each kind, and what is said of it. */
import type {
  LaterReason,
  NeverReason,
  NowReason,
  RenewalDecision,
} from '../../../../src/domain/renewal-decision.ts';

export const DECIDED_AT = new Date('2026-11-23T12:00:00Z');

const HOUR = 3_600_000;
const hence = (hours: number): Date => new Date(DECIDED_AT.getTime() + hours * HOUR);
const AT = hence(48);

const DAYS_BEFORE = {
  ...{ action: 'EmailContacts', daysBeforeExpiry: 30, lifetimePercentage: undefined },
};
const AT_SHARE = {
  ...{ action: 'EmailContacts', daysBeforeExpiry: undefined, lifetimePercentage: 80 },
};

type Samples<R extends { readonly kind: string }> = {
  readonly [K in R['kind']]: readonly (readonly [Extract<R, { kind: K }>, string])[];
};

/** Complete by type: a reason without a sample does not compile. */
const NOW: Samples<NowReason> = {
  expired: [[{ kind: 'expired', since: hence(-72) }, 'It expired 3 days ago.']],
  within: [
    [
      { kind: 'within', days: 30, notAfter: hence(240) },
      'It expires in 10 days, within the 30 days that were asked for.',
    ],
  ],
  window: [
    [{ kind: 'window', since: hence(-2) }, "The CA's renewal window opened 2 hours ago."],
    [
      { kind: 'window', since: hence(-2), explanationUrl: 'https://ca.example/why' },
      "The CA's renewal window opened 2 hours ago: see https://ca.example/why.",
    ],
  ],
  share: [
    [
      { kind: 'share', share: 'two-thirds', since: hence(-72) },
      'Two thirds of its lifetime were over 3 days ago.',
    ],
    [
      { kind: 'share', share: 'half', since: hence(-3) },
      'Half of its lifetime was over 3 hours ago.',
    ],
  ],
  'lifetime-action': [
    [
      { kind: 'lifetime-action', action: DAYS_BEFORE, since: hence(-1) },
      'Its policy names this time: 30 days before it expires.',
    ],
    [
      { kind: 'lifetime-action', action: AT_SHARE, since: hence(-1) },
      'Its policy names this time: at 80 % of its lifetime.',
    ],
  ],
  margin: [
    [
      { kind: 'margin', notAfter: hence(120) },
      'It expires in 5 days: waiting longer leaves no time for a failure.',
    ],
  ],
  'not-renewed-by-key-vault': [
    [
      { kind: 'not-renewed-by-key-vault', since: hence(-72) },
      'Key Vault should have renewed it 3 days ago, and has not.',
    ],
  ],
};

const LATER: Samples<LaterReason> = {
  window: [
    [{ kind: 'window' }, "It is due on 2026-11-25 12:00 UTC, inside the CA's renewal window."],
  ],
  share: [
    [
      { kind: 'share', share: 'two-thirds' },
      'It is due on 2026-11-25 12:00 UTC, when two thirds of its lifetime are over.',
    ],
    [
      { kind: 'share', share: 'half' },
      'It is due on 2026-11-25 12:00 UTC, when half of its lifetime is over.',
    ],
  ],
  'lifetime-action': [
    [
      { kind: 'lifetime-action', action: DAYS_BEFORE },
      'It is due on 2026-11-25 12:00 UTC, as its policy says: 30 days before it expires.',
    ],
  ],
  margin: [
    [{ kind: 'margin' }, 'It is due on 2026-11-25 12:00 UTC, which leaves time for a failure.'],
  ],
  'key-vault': [
    [
      { kind: 'key-vault', renewsAt: hence(24) },
      'Key Vault renews it by itself; it is due on 2026-11-25 12:00 UTC if that has not happened.',
    ],
  ],
  'failed-before': [
    [
      { kind: 'failed-before', count: 1, code: 'TxtConflict' },
      'An attempt has failed (TxtConflict); the next one follows on 2026-11-25 12:00 UTC.',
    ],
    [
      { kind: 'failed-before', count: 4, code: 'RateLimited' },
      '4 attempts have failed (the last: RateLimited); the next one follows on 2026-11-25 12:00 UTC.',
    ],
  ],
  'at-work': [
    [
      { kind: 'at-work', owner: 'ada@desk' },
      'ada@desk is at work on it, until 2026-11-25 12:00 UTC at most.',
    ],
  ],
};

const NEVER: Samples<NeverReason> = {
  'not-issued': [[{ kind: 'not-issued' }, 'It was not issued yet.']],
  'no-expiry': [[{ kind: 'no-expiry' }, 'Key Vault tells no expiry date.']],
  disabled: [[{ kind: 'disabled' }, 'Its newest version is disabled.']],
  'other-tool': [[{ kind: 'other-tool', tool: 'Acmebot' }, 'Acmebot renews it.']],
  manual: [[{ kind: 'manual' }, 'Nobody knows its CA: a person has to take a new CSR there.']],
  pending: [
    [
      { kind: 'pending', issuer: 'DigiCert' },
      'An operation of somebody else is in progress on it, with the issuer DigiCert.',
    ],
  ],
};

export const DECISIONS: readonly (readonly [RenewalDecision, string])[] = [
  ...samples(NOW).map(([reason, words]) => [{ kind: 'now', reason }, words] as const),
  ...samples(LATER).map(([reason, words]) => [{ kind: 'later', at: AT, reason }, words] as const),
  ...samples(NEVER).map(([reason, words]) => [{ kind: 'never', reason }, words] as const),
];

function samples<R extends { readonly kind: string }>(
  all: Samples<R>,
): readonly (readonly [R, string])[] {
  return Object.values<readonly (readonly [R, string])[]>(all).flat();
}
