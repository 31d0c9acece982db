/** Sentences about the issuers that a vault itself asks. */
import { quoted, quoting, type Entries } from './explanation.ts';

type IssuerError = 'IssuerPending' | 'IssuerRefused';

export const issuerMessages: Entries<IssuerError> = {
  IssuerPending: ({ vault, name, issuer }, t) => ({
    message: t(
      'The issuer {0} has not yet issued "{1}" in the vault {2}. Key Vault waits for it, and makes the new version by itself.',
      issuer,
      name,
      vault,
    ),
    remedies: [
      {
        text: t('Look at it later.'),
        command: `kvcert show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  }),
  IssuerRefused: ({ vault, name, issuer, code, message }, t) => ({
    message: quoting(
      message,
      (said) =>
        t(
          'The issuer {0} did not issue "{1}" in the vault {2} ({3}): {4}',
          issuer,
          name,
          vault,
          code,
          said,
        ),
      () =>
        t('The issuer {0} did not issue "{1}" in the vault {2}: {3}.', issuer, name, vault, code),
    ),
    remedies: [
      {
        text: t('Check the account that the vault has at the issuer, and the policy.'),
        command: `az keyvault certificate issuer show --vault-name ${quoted(vault)} --issuer-name ${quoted(issuer)}`,
      },
    ],
  }),
};
