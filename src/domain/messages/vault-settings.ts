/** Sentences about the issuers and contacts of a vault. */
import { listOf, quoted, type Entries } from './explanation.ts';

type VaultSettingError = 'InvalidIssuerName' | 'IssuerExists' | 'ContactNotFound';

export const vaultSettingMessages: Entries<VaultSettingError> = {
  InvalidIssuerName: ({ name }, t) => ({
    message: t(
      '"{0}" cannot be the name of an issuer: letters, digits and hyphens are allowed, at most 127 of them, and neither Self nor Unknown.',
      name,
    ),
    remedies: [{ text: t('Choose a name such as digicert-prod.') }],
  }),
  IssuerExists: ({ vault, issuer }, t) => ({
    message: t('The vault {0} has an issuer "{1}" already.', vault, issuer),
    remedies: [
      {
        text: t('Change that one.'),
        command: `kvcert issuer update ${quoted(vault)} ${quoted(issuer)}`,
        action: { kind: 'refresh' },
      },
      { text: t('Choose another name.') },
    ],
  }),
  ContactNotFound: ({ vault, email, known }, t) => ({
    message:
      known.length === 0
        ? t('The vault {0} has no contacts.', vault)
        : t('{0} is no contact of the vault {1}, but {2}.', email, vault, listOf(known, t)),
    remedies: [],
  }),
};
