/** Rights that nothing shows, and how they are given. */
import type { HiddenGrant } from '../azure-rights.ts';
import type { MissingRights, RightsPlace } from '../preflight.ts';
import type { Translate } from '../translate.ts';
import { listOf, quoted, type Entry } from './explanation.ts';

export function missingRights(place: RightsPlace, grant: MissingRights, t: Translate): Entry {
  const { missing, hidden } = grant;
  const actions = listOf(missing, t);
  const sentences = [
    place.kind === 'vault-policies'
      ? t('No access policy of {0} gives the account itself: {1}.', place.name, actions)
      : t('No role shows that the account may do this on {0}: {1}.', place.name, actions),
    ...hidden.map((reason) => HIDDEN[reason](t)),
  ];
  return { message: sentences.join(' '), remedies: remediesFor(place, grant, t) };
}

const HIDDEN: Readonly<Record<HiddenGrant, (t: Translate) => string>> = {
  group: (t) => t('Groups that it belongs to may give it.'),
  eligible: (t) =>
    t('It has roles that have yet to be activated (Privileged Identity Management).'),
  condition: (t) => t('A role gives it under a condition.'),
  unreadable: (t) => t('Its role assignments cannot be read.'),
};

function remediesFor(
  place: RightsPlace,
  { hidden, objectId }: MissingRights,
  t: Translate,
): Entry['remedies'] {
  const activate = hidden.includes('eligible')
    ? [{ text: t('Activate the role in the Azure portal, under Privileged Identity Management.') }]
    : [];
  switch (place.kind) {
    case 'vault-roles':
      return [
        ...activate,
        {
          text: t(
            'Grant the role Key Vault Certificates Officer on the vault; it takes effect within minutes.',
          ),
          command: `az role assignment create --role ${quoted('Key Vault Certificates Officer')} --assignee ${quoted(objectId)} --scope ${quoted(place.id)}`,
        },
      ];
    case 'zone':
      return [
        ...activate,
        {
          text: t(
            'Grant the role DNS Zone Contributor on the zone; it takes effect within minutes.',
          ),
          command: `az role assignment create --role ${quoted('DNS Zone Contributor')} --assignee ${quoted(objectId)} --scope ${quoted(place.id)}`,
        },
      ];
    case 'vault-policies':
      return [
        {
          text: t('Give the account the permissions on certificates.'),
          command: `az keyvault set-policy --name ${quoted(place.name)} --object-id ${quoted(objectId)} --certificate-permissions get list create update`,
        },
      ];
  }
}
