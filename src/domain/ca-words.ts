/** What a CA and its profiles mean for a person who chooses among them. */
import type { IssuanceCa } from './issuance.ts';
import type { Translate } from './translate.ts';

export function describeCa(ca: IssuanceCa, t: Translate): string {
  if (ca.id === 'letsencrypt') {
    return t(
      'Trusted by browsers and systems, free of charge. Every certificate is entered in public logs.',
    );
  }
  if (ca.id === 'letsencrypt-staging') {
    return t(
      'To try things out: browsers and systems do not trust its certificates, and its limits are wide.',
    );
  }
  return t('An ACME CA at {0}. Who trusts its certificates depends on it.', ca.name);
}

export interface ProfileChoice {
  readonly name: string;
  /** The directory's own: a sentence, or the URL of one. Text from outside. */
  readonly description: string;
}

/** A certificate can remember no others. */
const NAME = /^[\w.-]{1,64}$/;

/** Sorted by name. */
export function profileChoices(
  profiles: Readonly<Record<string, string>>,
): readonly ProfileChoice[] {
  return Object.entries(profiles)
    .filter(([name]) => NAME.test(name))
    .map(([name, description]) => ({ name, description }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
