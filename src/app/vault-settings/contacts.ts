/** Whom Key Vault writes to about the certificates of a vault. */
import type { CertificateContact, CertificateContacts } from '../../domain/certificate-contacts.ts';
import { CertError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Vault } from '../../domain/key-vault.ts';
import { chosenVault, type VaultChoice } from '../find-vault.ts';

export interface ContactServices {
  readonly inventory: Pick<Inventory, 'vaults'>;
  readonly contactsOf: (vault: Vault) => CertificateContacts;
}

/** Each change resolves to all contacts that there are then. */
export interface VaultContacts {
  list(vault: VaultChoice, signal: AbortSignal): Promise<readonly CertificateContact[]>;
  /** In the place of the one with that address, where there is one. */
  add(
    vault: VaultChoice,
    contact: CertificateContact,
    signal: AbortSignal,
  ): Promise<readonly CertificateContact[]>;
  /** @throws CertError ContactNotFound */
  remove(
    vault: VaultChoice,
    email: string,
    signal: AbortSignal,
  ): Promise<readonly CertificateContact[]>;
}

export function openContacts({ inventory, contactsOf }: ContactServices): VaultContacts {
  /** The service knows only all of them at once: what somebody adds in the same second is lost. */
  const change = async (
    choice: VaultChoice,
    signal: AbortSignal,
    next: (before: readonly CertificateContact[], vault: Vault) => readonly CertificateContact[],
  ): Promise<readonly CertificateContact[]> => {
    const vault = await chosenVault(inventory, choice, signal);
    const contacts = contactsOf(vault);
    const after = next(await contacts.list(signal), vault);
    signal.throwIfAborted();
    await contacts.set(after);
    return after;
  };
  return {
    async list(choice, signal) {
      return contactsOf(await chosenVault(inventory, choice, signal)).list(signal);
    },
    add: (choice, contact, signal) =>
      change(choice, signal, (before) => [
        ...before.filter(({ email }) => !isSame(email, contact.email)),
        contact,
      ]),
    remove: (choice, email, signal) =>
      change(choice, signal, (before, { name: vault }) => {
        const after = before.filter((contact) => !isSame(contact.email, email));
        if (after.length < before.length) return after;
        const known = before.map((contact) => contact.email);
        throw new CertError('ContactNotFound', { vault, email, known });
      }),
  };
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
