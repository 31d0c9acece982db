/** A 403 of Key Vault: which of its gates is closed, and who can open it. */
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { quoted, quoting, type Entry } from './explanation.ts';
import { whereItRuns } from './network.ts';

type Forbidden = ErrorFacts['VaultForbidden'];

export function vaultForbidden(facts: Forbidden, t: Translate): Entry {
  const sentences = [gateSentence(facts, t)];
  if (facts.caller) sentences.push(t('Caller: {0}.', facts.caller));
  return { message: sentences.join(' '), remedies: gateRemedies(facts, t) };
}

function gateSentence(facts: Forbidden, t: Translate): string {
  const { vault, gate, action, clientAddress, message } = facts;
  switch (gate) {
    case 'rbac':
      return action === undefined
        ? t('The signed-in account has no role in the vault {0} that allows this.', vault)
        : t('The signed-in account has no role in the vault {0} that allows {1}.', vault, action);
    case 'access-policy':
      return action === undefined
        ? t(
            'The access policies of the vault {0} do not give the signed-in account the permission that is needed here.',
            vault,
          )
        : t(
            'The access policies of the vault {0} do not give the signed-in account the permission "{1}".',
            vault,
            action,
          );
    case 'firewall':
      return clientAddress
        ? t(
            'The firewall of the vault {0} does not let this address in ({1}).',
            vault,
            clientAddress,
          )
        : t('The firewall of the vault {0} does not let this address in.', vault);
    case 'private-link':
      return t(
        'The vault {0} does not take connections from public networks: it can be reached through its private endpoint only.',
        vault,
      );
    case 'policy':
      return quoting(
        message,
        (said) => t('A policy of the vault {0} forbids this: {1}', vault, said),
        () => t('A policy of the vault {0} forbids this.', vault),
      );
    case 'other':
      return quoting(
        message,
        (said) => t('The vault {0} refused this: {1}', vault, said),
        () => t('The vault {0} refused this.', vault),
      );
  }
}

function gateRemedies(facts: Forbidden, t: Translate): Entry['remedies'] {
  const { vault, gate, action = '' } = facts;
  switch (gate) {
    case 'rbac':
      if (isOnKeys(action)) return [keyRole(vault, action, t)];
      if (isOnSecrets(action)) return [secretRole(vault, t)];
      return [
        {
          text: t(
            'Grant the role Key Vault Certificates Officer on the vault; it takes effect within minutes.',
          ),
          command: `az role assignment create --role ${quoted('Key Vault Certificates Officer')} --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name ${quoted(vault)} --query id --output tsv)"`,
        },
      ];
    case 'access-policy':
      if (isOnKeys(action)) {
        return [
          {
            text: t('Give the account the permissions on keys.'),
            command: `az keyvault set-policy --name ${quoted(vault)} --upn YOUR_ACCOUNT --key-permissions get sign create update`,
          },
        ];
      }
      if (isOnSecrets(action)) {
        return [
          {
            text: t('Give the account the permission to read secrets.'),
            command: `az keyvault set-policy --name ${quoted(vault)} --upn YOUR_ACCOUNT --secret-permissions get`,
          },
        ];
      }
      return [
        {
          text: t('Give the account the permissions on certificates.'),
          command: `az keyvault set-policy --name ${quoted(vault)} --upn YOUR_ACCOUNT --certificate-permissions get list create update`,
        },
      ];
    case 'firewall':
      return [
        { text: t('Run this from a network that the vault allows, or allow this address.') },
        {
          text: t('Allow an address.'),
          command: `az keyvault network-rule add --name ${quoted(vault)} --ip-address YOUR_ADDRESS`,
        },
        whereItRuns(t),
      ];
    case 'private-link':
      return [
        { text: t('Run this from a machine inside the network of the private endpoint.') },
        whereItRuns(t),
      ];
    case 'policy':
    case 'other':
      return [];
  }
}

/** `Microsoft.KeyVault/vaults/keys/sign/action`, or `keys sign` of an access policy. */
function isOnKeys(action: string): boolean {
  return /\/keys\/|^keys /i.test(action);
}

function isOnSecrets(action: string): boolean {
  return /\/secrets\/|^secrets /i.test(action);
}

function secretRole(vault: string, t: Translate): Entry['remedies'][number] {
  return {
    text: t(
      'Grant the role Key Vault Certificate User on the vault, which may read the secrets with the private keys; it takes effect within minutes.',
    ),
    command: `az role assignment create --role ${quoted('Key Vault Certificate User')} --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name ${quoted(vault)} --query id --output tsv)"`,
  };
}

/** Whoever uses a key does not have to be allowed to make one. */
function keyRole(vault: string, action: string, t: Translate): Entry['remedies'][number] {
  if (/\/keys\/create/i.test(action)) {
    return {
      text: t(
        'Grant the role Key Vault Crypto Officer on the vault, or have somebody who has it make the key: to use it, Key Vault Crypto User is enough. Roles take effect within minutes.',
      ),
      command: `az role assignment create --role ${quoted('Key Vault Crypto Officer')} --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name ${quoted(vault)} --query id --output tsv)"`,
    };
  }
  return {
    text: t('Grant the role Key Vault Crypto User on the vault; it takes effect within minutes.'),
    command: `az role assignment create --role ${quoted('Key Vault Crypto User')} --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name ${quoted(vault)} --query id --output tsv)"`,
  };
}
