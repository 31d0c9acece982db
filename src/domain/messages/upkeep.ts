/** What stands in the way of changing, deleting or getting back what is in a vault. */
import { quoted, quoting, utc, type Entries } from './explanation.ts';

type UpkeepError =
  | 'NameSoftDeleted'
  | 'NotDeleted'
  | 'PurgeProtected'
  | 'BackupRefused'
  | 'NoOperation'
  | 'OperationEnded'
  | 'OperationInterrupted'
  | 'MergeForbidden';

export const upkeepMessages: Entries<UpkeepError> = {
  NameSoftDeleted: ({ vault, name }, t) => ({
    message: t(
      'The name "{0}" belongs to a deleted certificate that the vault {1} still keeps; it cannot be used until that one is recovered or purged.',
      name,
      vault,
    ),
    remedies: [
      {
        text: t('Recover the deleted certificate.'),
        command: `kvcert recover ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'recover', vault, name },
      },
      {
        text: t('Purge it, for ever.'),
        command: `kvcert purge ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'purge', vault, name },
      },
      { text: t('Choose another name.') },
    ],
  }),
  NotDeleted: ({ vault, name }, t) => ({
    message: t('The vault {0} keeps no deleted certificate "{1}".', vault, name),
    remedies: [
      {
        text: t('See which it keeps; what was deleted seconds ago is not among them yet.'),
        command: `kvcert list --deleted --vault ${quoted(vault)}`,
        action: { kind: 'refresh' },
      },
    ],
  }),
  PurgeProtected: ({ vault, name, until }, t) => ({
    message:
      until === ''
        ? t('The vault {0} has purge protection: nobody can purge "{1}" early.', vault, name)
        : t(
            'The vault {0} has purge protection: nobody can purge "{1}" before {2}, when the vault does it by itself.',
            vault,
            name,
            utc(until),
          ),
    remedies: [
      {
        text: t('Recover it, if the name is needed.'),
        command: `kvcert recover ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'recover', vault, name },
      },
      { text: t('Choose another name.') },
    ],
  }),
  BackupRefused: ({ vault, taken, message }, t) => ({
    message: quoting(
      message,
      (said) =>
        taken
          ? t('The vault {0} has a certificate of that name already: {1}', vault, said)
          : t('The vault {0} does not take this backup: {1}', vault, said),
      () =>
        taken
          ? t('The vault {0} has a certificate of that name already.', vault)
          : t('The vault {0} does not take this backup.', vault),
    ),
    remedies: taken
      ? [
          {
            text: t('Delete that one first, and purge it, if it is not needed.'),
            command: `kvcert list --vault ${quoted(vault)}`,
            action: { kind: 'refresh' },
          },
        ]
      : [
          {
            text: t(
              'A backup goes into a vault of the subscription and the geography that it comes from, and nowhere else.',
            ),
          },
        ],
  }),
  NoOperation: ({ vault, name, requestId }, t) => ({
    message:
      requestId === undefined
        ? t('Nothing is pending for "{0}" in the vault {1}.', name, vault)
        : t(
            'The operation {0} is not there any more for "{1}" in the vault {2}: it was deleted, or another one has taken its place.',
            requestId,
            name,
            vault,
          ),
    remedies: [
      {
        text: t('See how the certificate stands.'),
        command: `kvcert show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  }),
  OperationEnded: ({ vault, name, status }, t) => ({
    message:
      status === ''
        ? t('The operation of "{0}" in the vault {1} is not in progress any more.', name, vault)
        : t(
            'The operation of "{0}" in the vault {1} is not in progress any more: it is {2}.',
            name,
            vault,
            status,
          ),
    remedies: [
      {
        text: t('See what has become of it.'),
        command: `kvcert pending show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'pending', vault, name },
      },
      {
        text: t('Delete it, if it is of no use any more.'),
        command: `kvcert pending delete ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'pending', vault, name },
      },
    ],
  }),
  OperationInterrupted: ({ vault, name, id }, t) => ({
    message: t(
      'What is pending for "{0}" in the vault {1} belongs to an issuance that was begun here and interrupted ({2}).',
      name,
      vault,
      id,
    ),
    remedies: [
      {
        text: t('Finish it.'),
        command: `kvcert operations resume ${quoted(id)}`,
        action: { kind: 'operations' },
      },
      {
        text: t('Undo it: the operation goes with it.'),
        command: `kvcert operations undo ${quoted(id)}`,
        action: { kind: 'operations' },
      },
    ],
  }),
  MergeForbidden: ({ vault, name, issuer }, t) => ({
    message: t(
      'Nothing can be merged into "{0}" in the vault {1} while its issuer {2} is at work on it: Key Vault completes it by itself.',
      name,
      vault,
      issuer,
    ),
    remedies: [
      {
        text: t('See how far it is.'),
        command: `kvcert pending show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'pending', vault, name },
      },
      {
        text: t('Cancel it, if the certificate is to come from elsewhere.'),
        command: `kvcert pending cancel ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'pending', vault, name },
      },
    ],
  }),
};
