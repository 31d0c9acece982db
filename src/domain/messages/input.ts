import type { TagProblem } from '../error-reasons.ts';
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { listOf, type Entries, type Entry } from './explanation.ts';
import { describeNameProblem } from './reasons.ts';

export type InputError =
  | 'InvalidCertificateName'
  | 'InvalidVaultName'
  | 'InvalidTarget'
  | 'InvalidDnsName'
  | 'TooManyDnsNames'
  | 'NoDnsName'
  | 'InvalidKeyType'
  | 'KeyTypeRefusedByCa'
  | 'HsmKeyNotExportable'
  | 'UnknownProfile'
  | 'InvalidCa'
  | 'NoRehearsal'
  | 'InvalidTag'
  | 'InvalidNameServer'
  | 'InvalidDohServer'
  | 'InvalidZoneId'
  | 'InvalidUsage'
  | 'InvalidOption';

export const inputMessages: Entries<InputError> = {
  InvalidCertificateName: ({ name }, t) => ({
    message: t(
      '"{0}" cannot be the name of a certificate in Key Vault: only letters, digits and hyphens are allowed, at most 127 of them.',
      name,
    ),
    remedies: [{ text: t('Choose a name such as www-example-com.') }],
  }),
  InvalidVaultName: ({ name }, t) => ({
    message: t(
      '"{0}" cannot be the name of a vault: 3 to 24 letters, digits and single hyphens, beginning with a letter and not ending with a hyphen.',
      name,
    ),
    remedies: [seeVaults(t)],
  }),
  InvalidTarget: ({ target }, t) => ({
    message: t(
      '"{0}" does not name a certificate: write VAULT/NAME, for example contoso-prod/www.',
      target,
    ),
    remedies: [seeVaults(t)],
  }),
  InvalidDnsName: ({ name, problem }, t) => ({
    message: t(
      '"{0}" is not a DNS name that a certificate can be issued for: {1}.',
      name,
      describeNameProblem(problem, t),
    ),
    remedies: [{ text: t('Write it like www.example.com, or *.example.com for a wildcard.') }],
  }),
  TooManyDnsNames: ({ count, limit }, t) => ({
    message: t(
      '{0} DNS names are too many for one certificate: this CA and profile take {1}.',
      count,
      limit,
    ),
    remedies: [{ text: t('Use a wildcard, or several certificates.') }],
  }),
  NoDnsName: (_facts, t) => ({
    message: t('A certificate needs at least one DNS name.'),
    remedies: [
      {
        text: t('Name one or more with --dns, for example --dns example.com.'),
        only: 'command-line',
      },
      { text: t('Name one or more, for example example.com.'), only: 'editor' },
    ],
  }),
  InvalidKeyType: ({ keyType, allowed }, t) => ({
    message: t('"{0}" is not a kind of key that can be asked for.', keyType),
    remedies: [{ text: t('Choose one of {0}.', listOf(allowed, t, 'or')) }],
  }),
  KeyTypeRefusedByCa: ({ keyType, ca, accepted }, t) => ({
    message: t('{0} does not sign {1} keys.', ca, keyType),
    remedies: [{ text: t('Choose one of {0}.', listOf(accepted, t, 'or')) }],
  }),
  HsmKeyNotExportable: ({ keyType, instead }, t) => ({
    message: t(
      'A key of kind {0} never leaves the HSM in which it is made: it cannot be exported.',
      keyType,
    ),
    remedies: [
      {
        text: t('Leave --export out, or name a kind of key outside of an HSM: --key {0}.', instead),
        only: 'command-line',
      },
      { text: t('Do without export, or choose a key outside of an HSM.'), only: 'editor' },
    ],
  }),
  UnknownProfile: ({ profile, ca, offered }, t) =>
    offered.length > 0
      ? {
          message: t('{0} offers no profile "{1}".', ca, profile),
          remedies: [
            {
              text: t('Choose one of {0}, or leave --profile out.', listOf(offered, t, 'or')),
              only: 'command-line',
            },
            {
              text: t('Choose one of {0}, or no profile.', listOf(offered, t, 'or')),
              only: 'editor',
            },
          ],
        }
      : {
          message: t('{0} offers no profiles, so "{1}" cannot be asked for.', ca, profile),
          remedies: [
            { text: t('Leave --profile out.'), only: 'command-line' },
            { text: t('Choose no profile.'), only: 'editor' },
          ],
        },
  NoRehearsal: ({ ca }, t) => ({
    message: t('No other CA is known at which an issuance by {0} could be rehearsed.', ca),
    remedies: [
      { text: t('Name one with --rehearse-at CA, or do without.'), only: 'command-line' },
      { text: t('Issue it without a rehearsal.'), only: 'editor' },
    ],
  }),
  InvalidCa: ({ ca, known }, t) => ({
    message: t('"{0}" is neither a known CA nor the https URL of an ACME directory.', ca),
    remedies: [
      { text: t("Choose one of {0}, or give the directory's URL.", listOf(known, t, 'or')) },
    ],
  }),
  InvalidTag: ({ tag, problem, limit }, t) => ({
    message: tagSentence(problem, tag, limit, t),
    remedies: problem === 'reserved' ? [{ text: t('Choose another name for the tag.') }] : [],
  }),
  InvalidNameServer: ({ server }, t) => ({
    message: t(
      '"{0}" is not the address of a name server: write ADDRESS or ADDRESS:PORT, for example 192.0.2.53:53 or [2001:db8::53]:53.',
      server,
    ),
    remedies: [
      { text: t('Several are separated by commas.'), only: 'command-line' },
      {
        text: t('Correct it in the settings.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.servers' },
        only: 'editor',
      },
    ],
  }),
  InvalidDohServer: ({ server }, t) => ({
    message: t(
      '"{0}" is not the URL of a resolver over HTTPS: an https URL with its host and path is needed.',
      server,
    ),
    remedies: [
      { text: t('Several are separated by commas.'), only: 'command-line' },
      {
        text: t('Correct it in the settings.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.dohServers' },
        only: 'editor',
      },
    ],
  }),
  InvalidZoneId: ({ zone }, t) => ({
    message: t(
      '"{0}" is not the resource id of a DNS zone: write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/dnsZones/NAME.',
      zone,
    ),
    remedies: [
      {
        text: t('Whoever may read the zone can look its id up.'),
        command: 'az network dns zone list --query "[].id" --output tsv',
      },
      { text: t('Several are separated by commas.'), only: 'command-line' },
      {
        text: t('Correct it in the settings.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.zones' },
        only: 'editor',
      },
    ],
  }),
  InvalidUsage: ({ message }, t) => ({ message, remedies: [seeHelp(t)] }),
  InvalidOption: ({ option, value, expected }, t) => ({
    message: t('"{0}" is not a value for {1}: {2}.', value, option, expected),
    remedies:
      option === 'kvcert.ca.rootsFile'
        ? [{ text: t('Change the setting.'), action: { kind: 'open-setting', setting: option } }]
        : [seeHelp(t)],
  }),
};

type EntryRemedy = Entry['remedies'][number];

function seeVaults(t: Translate): EntryRemedy {
  return {
    text: t('See which vaults there are.'),
    command: 'kvcert vaults',
    action: { kind: 'choose-subscriptions' },
  };
}

function seeHelp(t: Translate): EntryRemedy {
  return { text: t('See the help.'), command: 'kvcert --help', only: 'command-line' };
}

function tagSentence(
  problem: TagProblem,
  tag: string,
  limit: ErrorFacts['InvalidTag']['limit'],
  t: Translate,
): string {
  switch (problem) {
    case 'no-name':
      return t('A tag needs a name.');
    case 'name-too-long':
      return t(
        'The name of the tag "{0}" is too long: Key Vault allows {1} characters.',
        tag,
        limit,
      );
    case 'value-too-long':
      return t(
        'The value of the tag "{0}" is too long: Key Vault allows {1} characters.',
        tag,
        limit,
      );
    case 'control-character':
      return t('The tag "{0}" holds a line break or another control character.', tag);
    case 'reserved':
      return t('The tag "{0}" is written by this product itself and cannot be set.', tag);
    case 'repeated':
      return t('The tag "{0}" is given twice.', tag);
  }
}
