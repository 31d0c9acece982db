/** What stands in the way of making a vault. */
import { listOf, quoted, type Entries } from './explanation.ts';

type VaultCreationError = 'VaultNameTaken' | 'InvalidLocation' | 'ResourceGroupNotFound';

/** Names that are told; more are no help. */
const MOST_TOLD = 10;

export const vaultCreationMessages: Entries<VaultCreationError> = {
  VaultNameTaken: ({ vault }, t) => ({
    message: t(
      'The name {0} is taken: by a vault of anybody in Azure, or by a deleted one that is still kept.',
      vault,
    ),
    remedies: [
      { text: t('Choose another name.') },
      {
        text: t('See whether it is a deleted vault of your own.'),
        command: `az keyvault show-deleted --name ${quoted(vault)}`,
      },
    ],
  }),
  InvalidLocation: ({ location, known }, t) => ({
    message: t('There is no location "{0}".', location),
    remedies: [{ text: t('Choose one such as {0}.', listOf(known.slice(0, MOST_TOLD), t, 'or')) }],
  }),
  ResourceGroupNotFound: ({ group, subscription, known }, t) => ({
    message: t(
      'The signed-in account sees no resource group "{0}" in the subscription {1}.',
      group,
      subscription,
    ),
    remedies: [
      ...(known.length > 0
        ? [{ text: t('Choose one such as {0}.', listOf(known.slice(0, MOST_TOLD), t, 'or')) }]
        : []),
      {
        text: t('Make it.'),
        command: `az group create --name ${quoted(group)} --location YOUR_LOCATION --subscription ${quoted(subscription)}`,
      },
    ],
  }),
};
