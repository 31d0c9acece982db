/** What the form offers for choice, in words. */
import { describeCa } from '../../domain/ca-words.ts';
import { KNOWN_CAS } from '../../domain/certificate-authorities.ts';
import {
  DEFAULT_KEY_TYPE,
  describePolicyKey,
  KEY_TYPES,
  policyKeyOf,
} from '../../domain/key-type.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { USUAL_POLICY_FIELDS } from '../../domain/policy-fields.ts';
import type { Translate } from '../../domain/translate.ts';
import type {
  FormEntries,
  FormState,
  FormSubject,
  FormVault,
  VaultChoice,
} from '../../webview/form/state-protocol.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { FormDefaults } from './form-services.ts';
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
  return KNOWN_CAS.map((ca) => {
    const rehearsal = KNOWN_CAS.find(({ id }) => id === ca.rehearsedAt)?.name;
    return {
      ...{ id: ca.id, name: ca.name, meaning: describeCa(ca, t), isStaging: ca.isStaging },
      ...(rehearsal !== undefined && { rehearsedAt: rehearsal }),
    };
  });
}

/** `RSA 2048`, `RSA-HSM 2048`. */
export function keyTypes(): FormState['keyTypes'] {
  return KEY_TYPES.map((id) => ({ id, name: describePolicyKey(policyKeyOf(id)) }));
}

/** @param vault - key of the choice, or empty */
export function newEntries(defaults: FormDefaults, vault: string): FormEntries {
  const { certificateAuthority, keyType, contentType } = defaults;
  return {
    vault,
    name: '',
    dnsNames: [],
    ca: certificateAuthority,
    profile: '',
    // Settings are anybody's text.
    keyType: KEY_TYPES.find((known) => known === keyType) ?? DEFAULT_KEY_TYPE,
    contentType: contentType === 'pem' ? 'pem' : 'pkcs12',
    exportable: true,
    reuseKey: false,
    tags: [],
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...USUAL_POLICY_FIELDS,
  };
}

export function directoryOf(subject: FormSubject): string | undefined {
  return subject.mode === 'create' ? subject.vault?.directory : subject.ref.directory;
}

export function isVaultOf(ref: FormVault): (seen: SeenVault) => boolean {
  return (seen) => keyOfSeen(seen) === choiceKey(ref);
}
