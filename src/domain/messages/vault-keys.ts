/** Why a key of Key Vault is not made, or does not sign for an ACME account or its certificate. */
import type { VaultKeyProblem } from '../error-reasons.ts';
import type { Translate } from '../translate.ts';
import { quoted, type Entries, type Entry } from './explanation.ts';

export const vaultKeyMessages: Entries<'VaultKeyUnusable' | 'HsmNeedsPremium'> = {
  HsmNeedsPremium: ({ vault }, t) => ({
    message: t(
      'The vault {0} is of the standard tier, which has no HSM: only vaults of the premium tier make keys in one.',
      vault,
    ),
    remedies: [
      { text: t('Choose another vault, or a kind of key outside of an HSM.') },
      {
        text: t('Raise the vault to the premium tier, where keys in the HSM are billed monthly.'),
        command: `az keyvault update --name ${quoted(vault)} --set properties.sku.name=premium`,
      },
    ],
  }),
  VaultKeyUnusable: ({ vault, name, problem }, t) => ({
    message: sentence(vault, name, problem, t),
    remedies: remedies(vault, name, problem, t),
  }),
};

function sentence(vault: string, name: string, problem: VaultKeyProblem, t: Translate): string {
  switch (problem) {
    case 'missing':
      return t('The vault {0} has no key "{1}", or only a deleted one.', vault, name);
    case 'deleted':
      return t(
        'The name "{0}" belongs to a deleted key that the vault {1} still keeps, or that it is just deleting or recovering.',
        name,
        vault,
      );
    case 'disabled':
      return t('The key "{0}" in the vault {1} is disabled, so it signs nothing.', name, vault);
    case 'outside-validity':
      return t(
        'The key "{0}" in the vault {1} has expired or is not valid yet, so it signs nothing.',
        name,
        vault,
      );
    case 'may-not-sign':
      return t('The key "{0}" in the vault {1} may not be used for signing.', name, vault);
    case 'wrong-kind':
      return t(
        'The key "{0}" in the vault {1} is of a kind that CAs do not take here: RSA, P-256 and P-384 are.',
        name,
        vault,
      );
    case 'of-certificate':
      return t(
        'The key "{0}" in the vault {1} belongs to the certificate of that name.',
        name,
        vault,
      );
    case 'of-other-ca':
      return t('The tags of the key "{0}" in the vault {1} name another CA.', name, vault);
  }
}

function remedies(
  vault: string,
  name: string,
  problem: VaultKeyProblem,
  t: Translate,
): Entry['remedies'] {
  const key = `--vault-name ${quoted(vault)} --name ${quoted(name)}`;
  switch (problem) {
    case 'missing':
    case 'deleted':
      return [
        {
          text: t('Recover the deleted key: the account at the CA lives by it.'),
          command: `az keyvault key recover ${key}`,
        },
        { text: t('Choose another key with --key-name.'), only: 'command-line' },
      ];
    case 'disabled':
      return [
        {
          text: t('Enable it, if it was not disabled on purpose.'),
          command: `az keyvault key set-attributes ${key} --enabled true`,
        },
      ];
    case 'outside-validity':
      return [
        {
          text: t('Change the dates between which it is valid.'),
          command: `az keyvault key set-attributes ${key} --expires YYYY-MM-DDTHH:MM:SSZ`,
        },
      ];
    case 'may-not-sign':
      return [
        {
          text: t('Allow it to sign, if its owner agrees.'),
          command: `az keyvault key set-attributes ${key} --ops sign verify`,
        },
      ];
    case 'wrong-kind':
    case 'of-certificate':
    case 'of-other-ca':
      return [{ text: t('Choose another key with --key-name.'), only: 'command-line' }];
  }
}
