import type { ErrorFacts, VaultGate } from '../errors.ts';
import { ended, listOf, quoted, utc, type Explanation, type Remedy } from './explanation.ts';

export type VaultError =
  | 'VaultNotFound'
  | 'CertificateNotFound'
  | 'CertificateExists'
  | 'NameSoftDeleted'
  | 'ForeignPendingOperation'
  | 'WorkInProgress'
  | 'NotRenewable'
  | 'TooManyTags'
  | 'CertificateMismatch'
  | 'CertificateChanged'
  | 'VaultForbidden'
  | 'KeyVaultRefused';

export const vaultMessages: {
  readonly [C in VaultError]: (facts: ErrorFacts[C]) => Explanation;
} = {
  VaultNotFound: ({ vault, visible }) => ({
    message: `There is no vault "${vault}" among the ${String(visible)} that the signed-in account can see.`,
    remedies: [
      { text: 'See which vaults there are.', command: 'kvcert vaults' },
      { text: 'If it exists, the account needs the role Reader on it to see it.' },
    ],
  }),
  CertificateNotFound: ({ vault, name }) => ({
    message: `The vault ${vault} has no certificate "${name}".`,
    remedies: [
      { text: 'See which there are.', command: `kvcert list --vault ${quoted(vault)}` },
      { text: 'Make it with kvcert create.' },
    ],
  }),
  CertificateExists: ({ vault, name }) => ({
    message: `The vault ${vault} has a certificate "${name}" already.`,
    remedies: [
      {
        text: 'Renew it with the names it has.',
        command: `kvcert renew ${quoted(`${vault}/${name}`)}`,
      },
      {
        text: 'Add --new-version to issue a new version of it with the names and the key given here.',
      },
      { text: 'Choose another name.' },
    ],
  }),
  NameSoftDeleted: ({ vault, name }) => ({
    message: `The name "${name}" belongs to a deleted certificate that the vault ${vault} still keeps; it cannot be used until that one is recovered or purged.`,
    remedies: [
      {
        text: 'Recover the deleted certificate.',
        command: `az keyvault certificate recover --vault-name ${quoted(vault)} --name ${quoted(name)}`,
      },
      {
        text: 'Purge it, for ever.',
        command: `az keyvault certificate purge --vault-name ${quoted(vault)} --name ${quoted(name)}`,
      },
      { text: 'Choose another name.' },
    ],
  }),
  ForeignPendingOperation: ({ vault, name, issuer, pendingNames, differences }) => ({
    message:
      `Somebody else's operation is pending on "${name}" in the vault ${vault} (issuer ${issuer}` +
      `${pendingNames.length > 0 ? `, for ${listOf(pendingNames)}` : ''}). It was not touched.` +
      (differences.length > 0 ? ` It differs from what is asked: ${listOf(differences)}.` : ''),
    remedies: [
      { text: 'Wait until it is merged, or ask whoever began it.' },
      {
        text: 'If nobody needs it, delete the operation (not the certificate).',
        command: `az keyvault certificate pending delete --vault-name ${quoted(vault)} --name ${quoted(name)}`,
      },
      { text: 'Choose another name.' },
    ],
  }),
  WorkInProgress: ({ vault, name, owner, since, until }) => ({
    message: `${owner} has been at work on "${name}" in the vault ${vault} since ${utc(since)}.`,
    remedies: [
      { text: `Wait for the result. What is unfinished at ${utc(until)} can be taken over.` },
    ],
  }),
  NotRenewable: ({ vault, name, reason }) => ({
    message: `"${name}" in the vault ${vault} cannot be renewed: ${reason}.`,
    remedies: [
      {
        text: 'Say which CA is to issue it.',
        command: `kvcert renew ${quoted(`${vault}/${name}`)} --ca letsencrypt`,
      },
    ],
  }),
  TooManyTags: ({ vault, name, count, limit }) => ({
    message: `"${name}" in the vault ${vault} carries ${String(count)} tags; Azure allows ${String(limit)}, and two are needed for the renewal.`,
    remedies: [{ text: 'Remove tags that nobody needs.' }],
  }),
  CertificateMismatch: ({ vault, name, differences }) => ({
    message: `What the vault ${vault} holds as "${name}" after the merge is not what was asked for: ${listOf(differences)}.`,
    remedies: [
      { text: 'Look at the new version.', command: `kvcert show ${quoted(`${vault}/${name}`)}` },
    ],
  }),
  CertificateChanged: ({ vault, name, expected, found }) => ({
    message: `"${name}" in the vault ${vault} was changed by somebody else meanwhile: version ${expected} was the newest, now it is ${found}.`,
    remedies: [{ text: 'Look at it, then begin again if a new version is still needed.' }],
  }),
  VaultForbidden: (facts) => ({
    message: `${GATE_SENTENCES[facts.gate](facts)}${facts.caller ? ` Caller: ${facts.caller}.` : ''}`,
    remedies: gateRemedies(facts),
  }),
  KeyVaultRefused: ({ vault, status, serviceCode, message }) => ({
    message: ended(
      `The vault ${vault} refused the request (${String(status)} ${serviceCode}): ${message}`,
    ),
    remedies: [],
  }),
};

type Forbidden = ErrorFacts['VaultForbidden'];

const GATE_SENTENCES: Readonly<Record<VaultGate, (facts: Forbidden) => string>> = {
  rbac: ({ vault, action }) =>
    `The signed-in account has no role in the vault ${vault} that allows ${action ?? 'this'}.`,
  'access-policy': ({ vault, action }) =>
    `The access policies of the vault ${vault} do not give the signed-in account the permission "${action ?? 'needed here'}".`,
  firewall: ({ vault, clientAddress }) =>
    `The firewall of the vault ${vault} does not let this address in${clientAddress ? ` (${clientAddress})` : ''}.`,
  'private-link': ({ vault }) =>
    `The vault ${vault} does not take connections from public networks: it can be reached through its private endpoint only.`,
  policy: ({ vault, message }) => ended(`A policy of the vault ${vault} forbids this: ${message}`),
  other: ({ vault, message }) => ended(`The vault ${vault} refused this: ${message}`),
};

function gateRemedies({ vault, gate }: Forbidden): readonly Remedy[] {
  switch (gate) {
    case 'rbac':
      return [
        {
          text: 'Grant the role Key Vault Certificates Officer on the vault; it takes effect within minutes.',
          command: `az role assignment create --role ${quoted('Key Vault Certificates Officer')} --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name ${quoted(vault)} --query id --output tsv)"`,
        },
      ];
    case 'access-policy':
      return [
        {
          text: 'Give the account the permissions on certificates.',
          command: `az keyvault set-policy --name ${quoted(vault)} --upn YOUR_ACCOUNT --certificate-permissions get list create update`,
        },
      ];
    case 'firewall':
      return [
        { text: 'Run this from a network that the vault allows, or allow this address.' },
        {
          text: 'Allow an address.',
          command: `az keyvault network-rule add --name ${quoted(vault)} --ip-address YOUR_ADDRESS`,
        },
      ];
    case 'private-link':
      return [{ text: 'Run this from a machine inside the network of the private endpoint.' }];
    case 'policy':
    case 'other':
      return [];
  }
}
