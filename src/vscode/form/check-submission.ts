/** The host's own look at what was submitted, before anything is begun. */
import { externalAccountRequired, resolveCa } from '../../domain/certificate-authorities.ts';
import {
  checkForm,
  vaultWishOf,
  wishOf,
  type FormContext,
  type FormField,
} from '../../domain/certificate-form.ts';
import type { CertError } from '../../domain/errors.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { VaultWish } from '../../domain/vault-wish.ts';
import { nameProblem } from '../../domain/name-state.ts';
import type { PolicyChange } from '../../domain/policy-change.ts';
import { policyEditOf } from '../../domain/policy-form.ts';
import type { FormEntries } from '../../webview/form/state-protocol.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';

export type FieldErrors = ReadonlyMap<FormField, CertError>;

/**
 * What is wrong by the rules alone, or the wish.
 * @param current - of renewals: the entries where nothing changes
 */
export function wishFrom(
  entries: FormEntries,
  { vault }: SeenVault,
  current: FormEntries | undefined,
): { readonly errors: FieldErrors } | { readonly wish: IssuanceWish } {
  const values = { ...entries, vault: vault.name };
  const context = contextOf(vault.name, current);
  const errors = checkForm(values, context);
  return errors.size > 0 ? { errors } : { wish: wishOf(values, context) };
}

/** The same for what Key Vault is to make without ACME. */
export function vaultWishFrom(
  entries: FormEntries,
  { vault }: SeenVault,
): { readonly errors: FieldErrors } | { readonly wish: VaultWish } {
  const values = { ...entries, vault: vault.name };
  const errors = checkForm(values);
  return errors.size > 0 ? { errors } : { wish: vaultWishOf(values) };
}

/** The same for an edit of the policy that the certificate has. */
export function policyEditFrom(
  entries: FormEntries,
  { vault }: SeenVault,
  before: FormEntries,
): { readonly errors: FieldErrors } | { readonly change: PolicyChange } {
  const values = { ...entries, vault: vault.name };
  const errors = checkForm(values, contextOf(vault.name, before));
  return errors.size > 0 ? { errors } : { change: policyEditOf(values, before) };
}

/** What only the CA and the vault know; empty where nothing speaks against it. */
export async function refusals(
  entries: FormEntries,
  { vault, directory }: SeenVault,
  current: FormEntries | undefined,
  signal: AbortSignal,
): Promise<FieldErrors> {
  const engine = await directory.engine();
  const { name } = entries;
  const ca = resolveCa(entries.ca);
  const [state, authority] = await Promise.all([
    current ? undefined : engine.nameState(vault, name, signal),
    engine.authority(ca, signal),
  ]);
  const errors = new Map(
    checkForm({ ...entries, vault: vault.name }, { ...contextOf(vault.name, current), authority }),
  );
  const taken = state && nameProblem({ vault: vault.name, name }, state);
  if (taken) errors.set('name', taken);
  if (authority.externalAccountRequired) {
    errors.set('ca', externalAccountRequired(ca));
  }
  return errors;
}

function contextOf(vault: string, current: FormEntries | undefined): FormContext {
  return current ? { current: { ...current, vault } } : {};
}
