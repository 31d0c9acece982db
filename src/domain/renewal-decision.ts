/**
 * Whether a certificate is to be renewed now, later, or never by this product, and why: an ordered
 * list of small checks, of which the first one that has an opinion decides. Nothing is asked and
 * nothing is known here but the facts that are given.
 */
import type { LifetimeAction } from './certificate-policy.ts';
import type { Validity } from './expiry.ts';
import { isHeldByOther, type Claim } from './ownership.ts';
import { nextAttempt, type FailedAttempts } from './renewal-attempts.ts';

/** The CA's advice when to renew (RFC 9773 §4.2). */
export interface SuggestedWindow {
  readonly start: Date;
  readonly end: Date;
  readonly explanationUrl: string | undefined;
}

/** By whom a certificate can be renewed. */
export type Renewer =
  | { readonly kind: 'acme' }
  /** Key Vault itself asks `Self` or a named issuer. */
  | { readonly kind: 'key-vault'; readonly issuer: string }
  /** Signed outside, nobody says by whom: a person takes the CSR there. */
  | { readonly kind: 'manual' }
  | { readonly kind: 'other-tool'; readonly tool: string };

export interface RenewalFacts {
  readonly now: Date;
  readonly certificate: Validity;
  readonly renewer: Renewer;
  readonly window: SuggestedWindow | undefined;
  readonly lifetimeActions: readonly LifetimeAction[];
  /** Issuer of an operation of somebody else that is in progress. */
  readonly pendingIssuer: string | undefined;
  /** Of whoever works on the next version, or has done so. */
  readonly claim: Claim | undefined;
  readonly attempts: FailedAttempts | undefined;
  /** Days: what expires within them is due, whatever the CA advises. */
  readonly within: number | undefined;
}

export type NowReason =
  | { readonly kind: 'expired'; readonly since: Date }
  | { readonly kind: 'within'; readonly days: number; readonly notAfter: Date }
  | { readonly kind: 'window'; readonly since: Date; readonly explanationUrl?: string }
  | { readonly kind: 'share'; readonly share: Share; readonly since: Date }
  | { readonly kind: 'lifetime-action'; readonly action: LifetimeAction; readonly since: Date }
  /** The window, or the time of a next attempt, would leave too little time. */
  | { readonly kind: 'margin'; readonly notAfter: Date }
  | { readonly kind: 'not-renewed-by-key-vault'; readonly since: Date };

export type LaterReason =
  | { readonly kind: 'window' }
  | { readonly kind: 'share'; readonly share: Share }
  | { readonly kind: 'lifetime-action'; readonly action: LifetimeAction }
  | { readonly kind: 'margin' }
  /** Key Vault renews it by itself; what it has missed by then is done. */
  | { readonly kind: 'key-vault'; readonly renewsAt: Date }
  | { readonly kind: 'failed-before'; readonly count: number; readonly code: string }
  | { readonly kind: 'at-work'; readonly owner: string };

export type NeverReason =
  | { readonly kind: 'not-issued' }
  | { readonly kind: 'no-expiry' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'other-tool'; readonly tool: string }
  | { readonly kind: 'manual' }
  | { readonly kind: 'pending'; readonly issuer: string };

export type RenewalDecision =
  | { readonly kind: 'now'; readonly reason: NowReason }
  | { readonly kind: 'later'; readonly at: Date; readonly reason: LaterReason }
  | { readonly kind: 'never'; readonly reason: NeverReason };

/** How much of a lifetime is over when a certificate is due that its CA gives no advice for. */
export type Share = 'two-thirds' | 'half';

const DAY = 86_400_000;

/** Below so many days half of the lifetime is the time to renew (Let's Encrypt's advice). */
const SHORT_LIVED_DAYS = 10;
const PARTS: Readonly<Record<Share, number>> = { 'two-thirds': 2 / 3, half: 1 / 2 };

/** What is left at least when a renewal begins: a week, of short lifetimes a sixth. */
const MARGIN = { days: 7, share: 1 / 6 };

/** Key Vault is given so long, or as much of the lifetime, to renew what it renews itself. */
const PATIENCE = { days: 1, share: 1 / 24 };

type Check = (facts: RenewalFacts, life: Life) => RenewalDecision | undefined;

/** What has an end. */
interface Life {
  readonly notAfter: Date;
  /** Milliseconds; undefined where the beginning is not known. */
  readonly length: number | undefined;
}

/** In this order: first what forbids, then what asks for it, and last what puts it off. */
export function decideRenewal(facts: RenewalFacts): RenewalDecision {
  const { thumbprint, notBefore, notAfter, enabled } = facts.certificate;
  if (thumbprint === undefined) return never({ kind: 'not-issued' });
  if (!enabled) return never({ kind: 'disabled' });
  if (notAfter === undefined) return never({ kind: 'no-expiry' });
  const length = notBefore && Math.max(0, notAfter.getTime() - notBefore.getTime());
  const life = { notAfter, length };
  for (const check of CHECKS) {
    const decision = check(facts, life);
    if (decision) return decision;
  }
  return whenDue(facts, life);
}

const CHECKS: readonly Check[] = [
  isAnothersWork,
  isAtWork,
  hasPending,
  isWaitingAfterFailure,
  hasExpired,
  isWithin,
];

function isAnothersWork({ renewer }: RenewalFacts): RenewalDecision | undefined {
  if (renewer.kind === 'other-tool') return never({ kind: 'other-tool', tool: renewer.tool });
  return renewer.kind === 'manual' ? never({ kind: 'manual' }) : undefined;
}

function isAtWork({ claim, now }: RenewalFacts): RenewalDecision | undefined {
  if (!isHeldByOther(claim, undefined, now.getTime() / 1000)) return undefined;
  return later(new Date(claim.until * 1000), { kind: 'at-work', owner: claim.owner });
}

/** Of ours, whose time is over, the claim tells: that one may be taken over. */
function hasPending({ pendingIssuer, claim }: RenewalFacts): RenewalDecision | undefined {
  if (pendingIssuer === undefined || claim !== undefined) return undefined;
  return never({ kind: 'pending', issuer: pendingIssuer });
}

function isWaitingAfterFailure(facts: RenewalFacts): RenewalDecision | undefined {
  const { attempts, now, certificate } = facts;
  if (!attempts || attempts.last > now) return undefined;
  // A tag that is carried over to a version does not speak of that version.
  if (certificate.notBefore && attempts.last < certificate.notBefore) return undefined;
  const at = nextAttempt(attempts);
  const { count, code } = attempts;
  return at > now ? later(at, { kind: 'failed-before', count, code }) : undefined;
}

function hasExpired({ now }: RenewalFacts, { notAfter }: Life): RenewalDecision | undefined {
  return notAfter <= now ? nowFor({ kind: 'expired', since: notAfter }) : undefined;
}

function isWithin({ now, within }: RenewalFacts, { notAfter }: Life): RenewalDecision | undefined {
  if (within === undefined || notAfter.getTime() - now.getTime() > within * DAY) return undefined;
  return nowFor({ kind: 'within', days: within, notAfter });
}

/** A moment from which a certificate is due, and in whose opinion. */
interface Appointment {
  readonly at: Date;
  readonly now: NowReason;
  readonly later: LaterReason;
}

/** The earliest of all opinions counts; the margin comes last, as it is nobody's opinion. */
function whenDue(facts: RenewalFacts, life: Life): RenewalDecision {
  const opinions = keyVaultsOwn(facts, life) ?? [...advised(facts, life), ...ofPolicy(facts, life)];
  const first = [...opinions, margin(life)].reduce((earliest, next) =>
    next.at < earliest.at ? next : earliest,
  );
  return first.at <= facts.now ? nowFor(first.now) : later(first.at, first.later);
}

/**
 * What Key Vault renews by itself is left to it, until it has not done so; of what it does not, the
 * policy tells when somebody wants to be told: an issuer's certificates may cost money.
 */
function keyVaultsOwn(facts: RenewalFacts, life: Life): readonly Appointment[] | undefined {
  if (facts.renewer.kind !== 'key-vault') return undefined;
  const times = facts.lifetimeActions
    .filter(({ action }) => action === 'AutoRenew')
    .map((action) => triggerOf(action, life))
    .filter((at) => at !== undefined);
  const [renewsAt] = times.toSorted((a, b) => a.getTime() - b.getTime());
  if (renewsAt === undefined) {
    const wished = ofPolicy(facts, life);
    return wished.length > 0 ? wished : undefined;
  }
  const at = new Date(renewsAt.getTime() + least(PATIENCE, life));
  return [
    {
      at,
      now: { kind: 'not-renewed-by-key-vault', since: renewsAt },
      later: { kind: 'key-vault', renewsAt },
    },
  ];
}

/** The CA's window, or a share of the lifetime where it gives none. */
function advised({ window, certificate }: RenewalFacts, life: Life): readonly Appointment[] {
  if (window) {
    const { start, end, explanationUrl } = window;
    const inside = (end.getTime() - start.getTime()) * fractionOf(certificate.thumbprint);
    const now = { kind: 'window', since: start } as const;
    return [
      {
        at: new Date(start.getTime() + inside),
        now: explanationUrl === undefined ? now : { ...now, explanationUrl },
        later: { kind: 'window' },
      },
    ];
  }
  if (life.length === undefined) return [];
  const share: Share = life.length < SHORT_LIVED_DAYS * DAY ? 'half' : 'two-thirds';
  const at = new Date(life.notAfter.getTime() - life.length * (1 - PARTS[share]));
  return [{ at, now: { kind: 'share', share, since: at }, later: { kind: 'share', share } }];
}

/** Its owner wants something to happen then, even if Key Vault itself would only send a mail. */
function ofPolicy({ lifetimeActions }: RenewalFacts, life: Life): readonly Appointment[] {
  return lifetimeActions.flatMap((action) => {
    const at = triggerOf(action, life);
    if (at === undefined) return [];
    const kind = 'lifetime-action';
    return [{ at, now: { kind, action, since: at }, later: { kind, action } }];
  });
}

function margin(life: Life): Appointment {
  return {
    at: new Date(life.notAfter.getTime() - least(MARGIN, life)),
    now: { kind: 'margin', notAfter: life.notAfter },
    later: { kind: 'margin' },
  };
}

/** When a lifetime action takes place; undefined where it does not say, or nobody can know. */
function triggerOf(action: LifetimeAction, { notAfter, length }: Life): Date | undefined {
  const { daysBeforeExpiry, lifetimePercentage } = action;
  if (daysBeforeExpiry !== undefined) return new Date(notAfter.getTime() - daysBeforeExpiry * DAY);
  if (lifetimePercentage === undefined || length === undefined) return undefined;
  return new Date(notAfter.getTime() - length * (1 - lifetimePercentage / 100));
}

function least(limit: { readonly days: number; readonly share: number }, { length }: Life): number {
  const days = limit.days * DAY;
  return length === undefined ? days : Math.min(days, length * limit.share);
}

/**
 * From 0 up to 1, the same for a certificate at every look and on every machine: a moment inside the
 * window is to be drawn once (RFC 9773 §4.2), and nobody remembers it for us.
 */
function fractionOf(thumbprint: string | undefined): number {
  const drawn = Number.parseInt(thumbprint?.slice(0, 8) ?? '', 16);
  return Number.isNaN(drawn) ? 0 : drawn / 2 ** 32;
}

function nowFor(reason: NowReason): RenewalDecision {
  return { kind: 'now', reason };
}

function later(at: Date, reason: LaterReason): RenewalDecision {
  return { kind: 'later', at, reason };
}

function never(reason: NeverReason): RenewalDecision {
  return { kind: 'never', reason };
}
