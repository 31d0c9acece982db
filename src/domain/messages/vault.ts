import type { NotRenewableReason } from '../error-reasons.ts';
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { answer, listOf, quoted, quoting, utc, type Entries, type Entry } from './explanation.ts';
import { missingVersion } from './missing-version.ts';
import { mismatch } from './mismatch.ts';
import { describeDifference, describeNotRenewable } from './reasons.ts';
import { vaultForbidden } from './vault-gates.ts';

export type VaultError =
  | 'NoSubscription'
  | 'NoVault'
  | 'SubscriptionNotFound'
  | 'VaultNotFound'
  | 'CertificateNotFound'
  | 'CertificateExists'
  | 'StagingOverTrusted'
  | 'ForeignPendingOperation'
  | 'WorkInProgress'
  | 'NotRenewable'
  | 'TooManyTags'
  | 'CertificateMismatch'
  | 'CertificateChanged'
  | 'VaultForbidden'
  | 'KeyVaultRefused';

export const vaultMessages: Entries<VaultError> = {
  NoSubscription: ({ accounts }, t) => ({
    message: t('{0} can see no subscription of Azure.', listOf(accounts, t)),
    remedies: [
      {
        text: t('The role Reader on a subscription, or on a vault, is needed to see it.'),
        action: { kind: 'refresh' },
      },
      { text: t('Use another account.'), action: { kind: 'sign-in' } },
    ],
  }),
  NoVault: ({ accounts, elsewhere }, t) => ({
    message: noVaultToChoose(listOf(accounts, t), elsewhere, t),
    remedies:
      elsewhere === 0
        ? [
            {
              text: t('The role Reader on a vault, or on its subscription, is needed to see it.'),
              action: { kind: 'refresh' },
            },
            { text: t('Use another account.'), action: { kind: 'sign-in' } },
          ]
        : [{ text: t('Choose other subscriptions.'), action: { kind: 'choose-subscriptions' } }],
  }),
  SubscriptionNotFound: ({ subscription, visible }, t) => ({
    message:
      visible === 1
        ? t(
            'No subscription is called "{0}", or has it as its id: the account sees one other.',
            subscription,
          )
        : t(
            'No subscription is called "{0}", or has it as its id, among the {1} that the account sees.',
            subscription,
            visible,
          ),
    remedies: [
      {
        text: t('See which subscriptions there are.'),
        command: 'az account list --output table',
        action: { kind: 'choose-subscriptions' },
      },
      {
        text: t('The role Reader on a subscription, or on a vault, is needed to see it.'),
        action: { kind: 'refresh' },
      },
    ],
  }),
  VaultNotFound: ({ vault, visible }, t) => ({
    message: noVault(vault, visible, t),
    remedies: [
      {
        text: t('See which vaults there are.'),
        command: 'kvcert vaults',
        action: { kind: 'choose-subscriptions' },
      },
      {
        text: t('If it exists, the account needs the role Reader on it to see it.'),
        action: { kind: 'refresh' },
      },
    ],
  }),
  CertificateNotFound: ({ vault, name, version }, t) => {
    if (version !== undefined) return missingVersion({ vault, name }, version, t);
    return {
      message: t('The vault {0} has no certificate "{1}".', vault, name),
      remedies: [
        {
          text: t('See which there are.'),
          command: `kvcert list --vault ${quoted(vault)}`,
          action: { kind: 'refresh' },
        },
        { text: t('Make it with kvcert create.'), only: 'command-line' },
      ],
    };
  },
  CertificateExists: ({ vault, name }, t) => ({
    message: t('The vault {0} has a certificate "{1}" already.', vault, name),
    remedies: [
      {
        text: t('Renew it with the names it has.'),
        command: `kvcert renew ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'renew', vault, name },
      },
      {
        text: t('Add --new-version to make a new version of it from what is given here.'),
        only: 'command-line',
      },
      { text: t('Choose another name.') },
    ],
  }),
  StagingOverTrusted: ({ vault, name, ca, issuer }, t) => ({
    message: t(
      'What {0} issues is trusted by nobody, and "{1}" in the vault {2} holds a certificate of {3}: whoever uses the newest version would get the untrusted one.',
      ca,
      name,
      vault,
      issuer,
    ),
    remedies: [
      { text: t('Try it out under another name.') },
      { text: t('Choose the CA that is trusted.') },
      {
        text: t('If that is what you want, add --force-staging.'),
        only: 'command-line',
      },
    ],
  }),
  ForeignPendingOperation: (facts, t) => ({
    message: foreignOperation(facts, t),
    remedies: [
      {
        text: t('Look at it; wait until it is merged, or ask whoever began it.'),
        command: `kvcert pending show ${quoted(`${facts.vault}/${facts.name}`)}`,
        action: { kind: 'pending', vault: facts.vault, name: facts.name },
      },
      {
        text: t('If nobody needs it, delete the operation (not the certificate).'),
        command: `kvcert pending delete ${quoted(`${facts.vault}/${facts.name}`)}`,
        action: { kind: 'pending', vault: facts.vault, name: facts.name },
      },
      { text: t('Choose another name.') },
    ],
  }),
  WorkInProgress: ({ vault, name, owner, since, until }, t) => ({
    message: t(
      '{0} has been at work on "{1}" in the vault {2} since {3}.',
      owner,
      name,
      vault,
      utc(since),
    ),
    remedies: [
      {
        text: t('Wait for the result. What is unfinished at {0} can be taken over.', utc(until)),
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  }),
  NotRenewable: ({ vault, name, reason }, t) => ({
    message: t(
      '"{0}" in the vault {1} cannot be renewed: {2}.',
      name,
      vault,
      describeNotRenewable(reason, t),
    ),
    remedies: notRenewableRemedies(vault, name, reason, t),
  }),
  TooManyTags: ({ vault, name, count, limit }, t) => ({
    message: t(
      '"{0}" in the vault {1} carries {2} tags; Azure allows {3}, and two are needed for renewals.',
      name,
      vault,
      count,
      limit,
    ),
    remedies: [
      {
        text: t('Remove tags that nobody needs.'),
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  }),
  CertificateMismatch: mismatch,
  CertificateChanged: (facts, t) => ({
    message: changedMeanwhile(facts, t),
    remedies: [
      {
        text: t('Look at it, then begin again if a new version is still needed.'),
        command: `kvcert show ${quoted(`${facts.vault}/${facts.name}`)}`,
        action: { kind: 'show-certificate', vault: facts.vault, name: facts.name },
      },
    ],
  }),
  VaultForbidden: vaultForbidden,
  KeyVaultRefused: ({ vault, status, serviceCode, message }, t) => ({
    message: quoting(
      message,
      (said) =>
        t('The vault {0} refused the request ({1}): {2}', vault, answer(status, serviceCode), said),
      () => t('The vault {0} refused the request ({1}).', vault, answer(status, serviceCode)),
    ),
    remedies: [],
  }),
};

function notRenewableRemedies(
  vault: string,
  name: string,
  reason: NotRenewableReason,
  t: Translate,
): Entry['remedies'] {
  const target = quoted(`${vault}/${name}`);
  const action = { kind: 'renew', vault, name } as const;
  switch (reason.kind) {
    case 'no-dns-name':
      return [
        {
          text: t('Issue a new version of it with DNS names.'),
          command: `kvcert create ${target} --new-version --dns YOUR_NAME`,
          action,
        },
      ];
    case 'no-policy':
      return [];
    case 'issued-by-vault':
      return [
        {
          text: t('Renew it without changes.'),
          command: `kvcert renew ${target}`,
          action,
        },
      ];
    case 'other-tool':
      return [
        {
          text: t('Take it over, and take it off the list of {0}.', reason.tool),
          command: `kvcert renew ${target} --adopt`,
          action,
        },
      ];
    case 'no-ca-tag':
    case 'ca-never-used':
    case 'unknown-ca':
      return [
        {
          text: t('Say which CA is to issue it.'),
          command: `kvcert renew ${target} --ca letsencrypt`,
          action,
        },
        {
          text: t(
            'Make a CSR with --csr for a CA that is not asked by ACME; it waits for its merge.',
          ),
          only: 'command-line',
        },
      ];
  }
}

function noVaultToChoose(accounts: string, elsewhere: number, t: Translate): string {
  if (accounts === '') return t('The signed-in account can see no key vault.');
  if (elsewhere === 0) return t('{0} can see no key vault.', accounts);
  return elsewhere === 1
    ? t(
        '{0} can see no key vault in the chosen subscriptions; one is in another subscription.',
        accounts,
      )
    : t(
        '{0} can see no key vault in the chosen subscriptions; {1} are in others.',
        accounts,
        elsewhere,
      );
}

function noVault(vault: string, visible: number, t: Translate): string {
  if (visible === 0) {
    return t('The signed-in account can see no vault, and so none that is called "{0}".', vault);
  }
  return visible === 1
    ? t('There is no vault "{0}": the one that the signed-in account can see is another.', vault)
    : t(
        'There is no vault "{0}" among the {1} that the signed-in account can see.',
        vault,
        visible,
      );
}

function foreignOperation(
  { vault, name, issuer, pendingNames, differences }: ErrorFacts['ForeignPendingOperation'],
  t: Translate,
): Entry['message'] {
  const sentences = [pendingOn(vault, name, issuer, pendingNames, t)];
  if (differences.length > 0) {
    const list = differences.map((difference) => describeDifference(difference, t));
    sentences.push(t('It differs from what is asked: {0}.', listOf(list, t)));
  }
  return sentences.join(' ');
}

function pendingOn(
  vault: string,
  name: string,
  issuer: string,
  pendingNames: readonly string[],
  t: Translate,
): string {
  if (issuer === '') {
    return t(
      'Another operation is pending on "{0}" in the vault {1}. It was not touched.',
      name,
      vault,
    );
  }
  return pendingNames.length > 0
    ? t(
        'Another operation is pending on "{0}" in the vault {1} (issuer {2}, for {3}). It was not touched.',
        name,
        vault,
        issuer,
        listOf(pendingNames, t),
      )
    : t(
        'Another operation is pending on "{0}" in the vault {1} (issuer {2}). It was not touched.',
        name,
        vault,
        issuer,
      );
}

function changedMeanwhile(
  { vault, name, expected, found }: ErrorFacts['CertificateChanged'],
  t: Translate,
): string {
  if (expected === '') {
    return t(
      '"{0}" in the vault {1} was made by somebody else meanwhile: its version is {2}.',
      name,
      vault,
      found,
    );
  }
  return found === ''
    ? t(
        '"{0}" in the vault {1} was removed by somebody else meanwhile: version {2} was the newest.',
        name,
        vault,
        expected,
      )
    : t(
        '"{0}" in the vault {1} was changed by somebody else meanwhile: version {2} was the newest, now it is {3}.',
        name,
        vault,
        expected,
        found,
      );
}
