/** What the form offers for choice, in words. */
import { KNOWN_CAS } from '../../domain/certificate-authorities.ts';
import { describeKey, KEY_TYPES, policyKeyOf, publicKindOf } from '../../domain/key-type.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Translate } from '../../domain/translate.ts';
import type { FormState, FormVault, VaultChoice } from '../../webview/form/state-protocol.ts';
import type { SeenVault } from '../portfolio/portfolio.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';

/** The same vault seen through two accounts is two choices. */
export function choiceKey({ directory, vaultId }: Omit<FormVault, 'vault'>): string {
  return JSON.stringify([directory, vaultKey(vaultId)]);
}

export function keyOfSeen({ directory, vault }: SeenVault): string {
  return choiceKey({ directory: directory.key, vaultId: vault.id });
}

/** Sorted by account, subscription and name. */
export function vaultChoices(seen: readonly SeenVault[], t: Translate): readonly VaultChoice[] {
  return seen
    .map((one) => ({
      key: keyOfSeen(one),
      name: one.vault.name,
      group: t(
        '{0}, subscription {1}',
        plainLine(one.directory.account.label),
        plainLine(one.subscription?.name ?? one.vault.subscriptionId),
      ),
    }))
    .sort((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
}

export function knownAuthorities(t: Translate): FormState['authorities'] {
  return KNOWN_CAS.map(({ id, name }) => ({ id, name, meaning: meaningOf(id, t) }));
}

function meaningOf(id: string, t: Translate): string {
  switch (id) {
    case 'letsencrypt':
      return t('Free, and trusted by browsers and operating systems everywhere.');
    case 'letsencrypt-staging':
      return t('For trials: nobody trusts its certificates, and its limits are generous.');
    default:
      return '';
  }
}

/** `RSA 2048` */
export function keyTypes(): FormState['keyTypes'] {
  return KEY_TYPES.map((id) => ({ id, name: describeKey(publicKindOf(policyKeyOf(id))) }));
}
