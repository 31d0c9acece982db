/** Why a certificate is renewed now, later or never: one sentence, with the dates that count. */
import type { LifetimeAction } from '../certificate-policy.ts';
import { expiryInWords } from '../expiry.ts';
import type { LaterReason, NeverReason, NowReason, RenewalDecision } from '../renewal-decision.ts';
import type { Translate } from '../translate.ts';
import { utc } from './explanation.ts';

export function describeDecision(decision: RenewalDecision, now: Date, t: Translate): string {
  switch (decision.kind) {
    case 'now':
      return whyNow(decision.reason, now, t);
    case 'later':
      return whyLater(decision.reason, utc(decision.at.toISOString()), t);
    case 'never':
      return whyNever(decision.reason, t);
  }
}

function whyNow(reason: NowReason, now: Date, t: Translate): string {
  switch (reason.kind) {
    case 'expired':
      return t('It expired {0}.', expiryInWords(reason.since, now, t));
    case 'within':
      return t(
        'It expires {0}, within the {1} days that were asked for.',
        expiryInWords(reason.notAfter, now, t),
        reason.days,
      );
    case 'window': {
      const since = expiryInWords(reason.since, now, t);
      return reason.explanationUrl === undefined
        ? t("The CA's renewal window opened {0}.", since)
        : t("The CA's renewal window opened {0}: see {1}.", since, reason.explanationUrl);
    }
    case 'share':
      return reason.share === 'half'
        ? t('Half of its lifetime was over {0}.', expiryInWords(reason.since, now, t))
        : t('Two thirds of its lifetime were over {0}.', expiryInWords(reason.since, now, t));
    case 'lifetime-action':
      return t('Its policy names this time: {0}.', triggerOf(reason.action, t));
    case 'margin':
      return t(
        'It expires {0}: waiting longer leaves no time for a failure.',
        expiryInWords(reason.notAfter, now, t),
      );
    case 'not-renewed-by-key-vault':
      return t(
        'Key Vault should have renewed it {0}, and has not.',
        expiryInWords(reason.since, now, t),
      );
  }
}

function whyLater(reason: LaterReason, at: string, t: Translate): string {
  switch (reason.kind) {
    case 'window':
      return t("It is due on {0}, inside the CA's renewal window.", at);
    case 'share':
      return reason.share === 'half'
        ? t('It is due on {0}, when half of its lifetime is over.', at)
        : t('It is due on {0}, when two thirds of its lifetime are over.', at);
    case 'lifetime-action':
      return t('It is due on {0}, as its policy says: {1}.', at, triggerOf(reason.action, t));
    case 'margin':
      return t('It is due on {0}, which leaves time for a failure.', at);
    case 'key-vault':
      return t('Key Vault renews it by itself; it is due on {0} if that has not happened.', at);
    case 'failed-before':
      return reason.count === 1
        ? t('An attempt has failed ({0}); the next one follows on {1}.', reason.code, at)
        : t(
            '{0} attempts have failed (the last: {1}); the next one follows on {2}.',
            reason.count,
            reason.code,
            at,
          );
    case 'at-work':
      return t('{0} is at work on it, until {1} at most.', reason.owner, at);
  }
}

function whyNever(reason: NeverReason, t: Translate): string {
  switch (reason.kind) {
    case 'not-issued':
      return t('It was not issued yet.');
    case 'no-expiry':
      return t('Key Vault tells no expiry date.');
    case 'disabled':
      return t('Its newest version is disabled.');
    case 'other-tool':
      return t('{0} renews it.', reason.tool);
    case 'manual':
      return t('Nobody knows its CA: a person has to take a new CSR there.');
    case 'pending':
      return t(
        'An operation of somebody else is in progress on it, with the issuer {0}.',
        reason.issuer,
      );
  }
}

function triggerOf({ daysBeforeExpiry, lifetimePercentage }: LifetimeAction, t: Translate): string {
  if (daysBeforeExpiry !== undefined) {
    return t('{0} days before it expires', daysBeforeExpiry);
  }
  return t('at {0} % of its lifetime', lifetimePercentage ?? 100);
}
