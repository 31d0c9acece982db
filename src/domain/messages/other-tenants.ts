/** What is said of tenants in which a zone may be, and that could not be looked at. */
import type { UnseenTenant } from '../error-reasons.ts';
import type { Translate } from '../translate.ts';
import { quoted, quoting, type Remedy } from './explanation.ts';

/** One sentence for each. */
export function lookedAtInVain(
  unseen: readonly UnseenTenant[] | undefined,
  t: Translate,
): readonly string[] {
  return (unseen ?? []).map(({ name, reason }) =>
    quoting(
      reason,
      (said) => t('The zones of the tenant {0} could not be looked at: {1}', name, said),
      () => t('The zones of the tenant {0} could not be looked at.', name),
    ),
  );
}

export function signInsTo(
  unseen: readonly UnseenTenant[] | undefined,
  t: Translate,
): readonly Remedy[] {
  return (unseen ?? []).map(({ id, name }) => ({
    text: t('If the zone is in the tenant {0}, sign in there.', name),
    command: azLogin(id),
    action: { kind: 'sign-in' },
  }));
}

export function azLogin(tenant: string): string {
  return `az login --tenant ${quoted(tenant)}`;
}
