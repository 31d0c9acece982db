/** What is said of tenants in which a zone may be, and that could not be looked at. */
import type { UnseenTenant } from '../error-reasons.ts';
import type { Translate } from '../translate.ts';
import { quoted, quoting, type Remedy } from './explanation.ts';

/** How many are named; the others are counted: there are people who are guests of a hundred. */
const NAMED = 3;

/** One sentence for each. */
export function lookedAtInVain(
  unseen: readonly UnseenTenant[] | undefined,
  t: Translate,
): readonly string[] {
  const sentences = named(unseen).map(({ name, reason }) =>
    quoting(
      reason,
      (said) => t('The zones of the tenant {0} could not be looked at: {1}', name, said),
      () => t('The zones of the tenant {0} could not be looked at.', name),
    ),
  );
  const more = (unseen?.length ?? 0) - sentences.length;
  return more === 0
    ? sentences
    : [...sentences, t('The same is true of other tenants of the account: {0}.', more)];
}

export function signInsTo(
  unseen: readonly UnseenTenant[] | undefined,
  t: Translate,
): readonly Remedy[] {
  return named(unseen).map(({ id, name }) => ({
    text: t('If the zone is in the tenant {0}, sign in there.', name),
    command: azLogin(id),
    action: { kind: 'sign-in' },
  }));
}

function named(unseen: readonly UnseenTenant[] = []): readonly UnseenTenant[] {
  return unseen.slice(0, NAMED);
}

export function azLogin(tenant: string): string {
  return `az login --tenant ${quoted(tenant)}`;
}
