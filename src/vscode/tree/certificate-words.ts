/** A certificate's state in the few words that a line of the tree has room for. */
import { expiryState, type ExpiryState, type ExpiryThresholds } from '../../domain/expiry.ts';
import type { CertificateSummary } from '../../domain/key-vault.ts';
import { parseRecipe, CA_TAG } from '../../domain/renewal-tag.ts';
import type { Translate } from '../../domain/translate.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface CertificateWords {
  readonly state: ExpiryState;
  /** `expires in 12 d`. */
  readonly short: string;
  /** For screen readers, which skip the description: name, state, expiry, issuer. */
  readonly label: string;
}

export function certificateWords(
  certificate: CertificateSummary,
  now: Date,
  thresholds: ExpiryThresholds,
  t: Translate,
): CertificateWords {
  const state = expiryState(certificate, now, thresholds);
  const short = shortExpiry(certificate, state, now, t);
  const ca = parseRecipe(certificate.tags[CA_TAG])?.ca;
  const parts = [certificate.name, stateWord(state, t), short];
  if (ca !== undefined) parts.push(t('issued through {0}', ca));
  return { state, short, label: parts.join(', ') };
}

export function stateWord(state: ExpiryState, t: Translate): string {
  switch (state) {
    case 'fine':
      return t('valid');
    case 'soon':
      return t('expires soon');
    case 'urgent':
      return t('expires very soon');
    case 'expired':
      return t('expired');
    case 'disabled':
      return t('disabled');
    case 'pending':
      return t('pending');
    case 'unknown':
      return t('expiry unknown');
  }
}

function shortExpiry(
  { notAfter }: CertificateSummary,
  state: ExpiryState,
  now: Date,
  t: Translate,
): string {
  if (state === 'pending') return t('not issued yet');
  if (notAfter === undefined) return t('no expiry date');
  const left = notAfter.getTime() - now.getTime();
  const words =
    left > 0 ? t('expires in {0}', span(left, t)) : t('expired {0} ago', span(-left, t));
  return state === 'disabled' ? t('disabled, {0}', words) : words;
}

function span(ms: number, t: Translate): string {
  if (ms >= 2 * DAY) return t('{0} d', Math.floor(ms / DAY));
  if (ms >= HOUR) return t('{0} h', Math.floor(ms / HOUR));
  return t('{0} min', Math.floor(ms / 60_000));
}
