/** What was done to a certificate, and why, in words. */
import type { Deed, DeedOutcome, HistoryEntry, Occasion } from '../history.ts';
import type { Translate } from '../translate.ts';

/** `renewed`, `not renewed: RateLimited`. */
export function describeDeed(
  { kind, outcome, errorCode }: Pick<HistoryEntry, 'kind' | 'outcome' | 'errorCode'>,
  t: Translate,
): string {
  const done = DONE[kind](t);
  const ending = ENDINGS[outcome](done, t);
  return errorCode === undefined || outcome === 'cancelled'
    ? ending
    : t('{0}: {1}', ending, errorCode);
}

/** Why it was done, and by whom it was let be done. */
export function describeOccasion(occasion: Occasion | undefined, t: Translate): string {
  if (occasion === undefined) return t('asked for');
  const reason = REASONS[occasion.reason](t);
  return occasion.kind === 'due' ? t('due: {0}', reason) : t('in the background: {0}', reason);
}

const DONE: Readonly<Record<Deed, (t: Translate) => string>> = {
  create: (t) => t('created'),
  renew: (t) => t('renewed'),
  revoke: (t) => t('revoked'),
  'go-back': (t) => t('gone back'),
  import: (t) => t('imported'),
  export: (t) => t('exported'),
  merge: (t) => t('merged'),
  request: (t) => t('requested by CSR'),
  'change-policy': (t) => t('given another policy'),
  enable: (t) => t('enabled'),
  disable: (t) => t('disabled'),
  delete: (t) => t('deleted'),
  recover: (t) => t('recovered'),
  purge: (t) => t('purged'),
  restore: (t) => t('restored'),
};

const ENDINGS: Readonly<Record<DeedOutcome, (done: string, t: Translate) => string>> = {
  done: (done) => done,
  failed: (done, t) => t('not {0}', done),
  cancelled: (done, t) => t('not {0}, cancelled', done),
  undone: (done, t) => t('not {0}, undone', done),
};

const REASONS: Readonly<Record<Occasion['reason'], (t: Translate) => string>> = {
  expired: (t) => t('it had expired'),
  within: (t) => t('it was about to expire'),
  window: (t) => t("the CA's renewal window was open"),
  share: (t) => t('most of its lifetime was over'),
  'lifetime-action': (t) => t('its policy named the time'),
  margin: (t) => t('too little time was left'),
  'not-renewed-by-key-vault': (t) => t('Key Vault had not renewed it'),
};
