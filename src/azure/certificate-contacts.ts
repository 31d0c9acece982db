/** The port CertificateContacts on Key Vault's REST API. */
import type { CertificateContact, CertificateContacts } from '../domain/certificate-contacts.ts';
import type { CertError } from '../domain/errors.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { absentIfNotFound } from './not-found.ts';
import type { Refusal } from './refusals.ts';
import type { VaultCall, VaultRest } from './vault-rest.ts';

/** Asks nothing before the first use. */
export function createCertificateContacts(vault: string, rest: VaultRest): CertificateContacts {
  const ask = (
    method: VaultCall['method'],
    doing: string,
    signal: AbortSignal | undefined,
    body?: object,
  ): Promise<unknown> =>
    absentIfNotFound(
      rest.ask(
        {
          ...{ method, path: '/certificates/contacts', ...(body && { body }) },
          doing: `${doing} the contacts of vault ${vault}`,
          explain: (refusal: Refusal): CertError => keyVaultError(vault, refusal),
        },
        signal,
      ),
    );
  return {
    async list(signal) {
      const { contacts } = ((await ask('GET', 'reading', signal)) ?? {}) as WireContacts;
      return (contacts ?? []).map(toContact);
    },
    async set(contacts, signal) {
      if (contacts.length === 0) await ask('DELETE', 'deleting', signal);
      else await ask('PUT', 'writing', signal, { contacts });
    },
  };
}

/** Contacts of the data plane's OpenAPI description. */
interface WireContacts {
  readonly contacts?: readonly WireContact[] | null;
}

interface WireContact {
  readonly email?: string | null;
  readonly name?: string | null;
  readonly phone?: string | null;
}

function toContact({ email, name, phone }: WireContact): CertificateContact {
  return { email: email ?? '', ...(name && { name }), ...(phone && { phone }) };
}
