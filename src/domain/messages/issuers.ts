/** Sentences about the issuers that a vault itself asks. */
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { listOf, quoted, quoting, type Entries } from './explanation.ts';

type IssuerError = 'IssuerNotFound' | 'IssuerPending' | 'IssuerRefused';

export const issuerMessages: Entries<IssuerError> = {
  IssuerNotFound: ({ vault, issuer, known }, t) => ({
    message:
      known.length === 0
        ? t('The vault {0} knows no issuer "{1}", and no other either.', vault, issuer)
        : t('The vault {0} knows no issuer "{1}", but {2}.', vault, issuer, listOf(known, t)),
    remedies: [
      {
        text: t('Choose one that it knows, Self, or Unknown for a CSR that you take to a CA.'),
      },
    ],
  }),
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
        command: `kvcert pending show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  }),
  IssuerRefused: (facts, t) => ({
    message: refusal(facts, t),
    remedies: [
      {
        text: t('Check the account that the vault has at the issuer, and the policy.'),
        command: `az keyvault certificate issuer show --vault-name ${quoted(facts.vault)} --issuer-name ${quoted(facts.issuer)}`,
      },
    ],
  }),
};

/** The service has two codes: one for what is the issuer's fault, one for what is the request's. */
function refusal(
  { vault, name, issuer, code, message }: ErrorFacts['IssuerRefused'],
  t: Translate,
): string {
  if (/^certificate issuer error$/i.test(code)) {
    return quoting(
      message,
      (said) =>
        t(
          'The issuer {0} has failed to make "{1}" for the vault {2}: {3}',
          issuer,
          name,
          vault,
          said,
        ),
      () => t('The issuer {0} has failed to make "{1}" for the vault {2}.', issuer, name, vault),
    );
  }
  if (/^request rejected$/i.test(code)) {
    return quoting(
      message,
      (said) =>
        t(
          'The issuer {0} has rejected the request for "{1}" in the vault {2}: {3}',
          issuer,
          name,
          vault,
          said,
        ),
      () =>
        t(
          'The issuer {0} has rejected the request for "{1}" in the vault {2}.',
          issuer,
          name,
          vault,
        ),
    );
  }
  return quoting(
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
    () => t('The issuer {0} did not issue "{1}" in the vault {2}: {3}.', issuer, name, vault, code),
  );
}
