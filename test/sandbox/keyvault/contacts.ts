/** /certificates/contacts: who is told of what happens to the vault's certificates. */
import type { ApiResponse } from '../api.ts';
import { contactsNotFound, invalidProperty } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { binder, forms, object, text } from './json-body.ts';
import type { VaultStore } from './vault-store.ts';
import { vaultUri } from './vault.ts';

export interface Contact {
  readonly email?: string;
  readonly name?: string;
  readonly phone?: string;
}

const bindContacts = binder(
  forms.compile<{ readonly contacts: readonly Contact[] }>(
    object(
      { contacts: { type: 'array', items: object({ email: text, name: text, phone: text }) } },
      ['contacts'],
    ),
  ),
);

export function getContacts({ store }: Exchange): ApiResponse {
  return { status: 200, body: contactsBundle(store, requireContacts(store)) };
}

/** Replaces the whole list. */
export function setContacts({ request, store }: Exchange): ApiResponse {
  const { contacts } = bindContacts(request);
  if (contacts.length === 0 || contacts.some(({ email = '' }) => !email.includes('@'))) {
    throw invalidProperty('contacts');
  }
  store.contacts = contacts.map(({ email, name, phone }) => ({
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
  }));
  return { status: 200, body: contactsBundle(store, store.contacts) };
}

/** Answers with what was deleted (recorded). */
export function deleteContacts({ store }: Exchange): ApiResponse {
  const contacts = requireContacts(store);
  store.contacts = [];
  return { status: 200, body: contactsBundle(store, contacts) };
}

function requireContacts({ contacts }: VaultStore): readonly Contact[] {
  if (contacts.length === 0) throw contactsNotFound();
  return contacts;
}

function contactsBundle(store: VaultStore, contacts: readonly Contact[]) {
  return { id: `${vaultUri(store.vault)}/certificates/contacts`, contacts };
}
