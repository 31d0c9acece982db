import type { ErrorFacts, TagProblem } from '../errors.ts';
import { listOf, type Explanation } from './explanation.ts';

export type InputError =
  | 'InvalidCertificateName'
  | 'InvalidVaultName'
  | 'InvalidTarget'
  | 'InvalidDnsName'
  | 'TooManyDnsNames'
  | 'NoDnsName'
  | 'InvalidKeyType'
  | 'KeyTypeRefusedByCa'
  | 'UnknownProfile'
  | 'InvalidCa'
  | 'InvalidTag'
  | 'InvalidNameServer'
  | 'InvalidUsage'
  | 'InvalidOption';

export const inputMessages: {
  readonly [C in InputError]: (facts: ErrorFacts[C]) => Explanation;
} = {
  InvalidCertificateName: ({ name }) => ({
    message: `"${name}" cannot be the name of a certificate in Key Vault: only letters, digits and hyphens are allowed, at most 127 of them.`,
    remedies: [{ text: 'Choose a name such as www-example-com.' }],
  }),
  InvalidVaultName: ({ name }) => ({
    message: `"${name}" cannot be the name of a vault: 3 to 24 letters, digits and single hyphens, beginning with a letter and not ending with a hyphen.`,
    remedies: [{ text: 'See which vaults there are.', command: 'kvcert vaults' }],
  }),
  InvalidTarget: ({ target }) => ({
    message: `"${target}" does not name a certificate: write VAULT/NAME, for example contoso-prod/www.`,
    remedies: [{ text: 'See which vaults there are.', command: 'kvcert vaults' }],
  }),
  InvalidDnsName: ({ name, reason }) => ({
    message: `"${name}" is not a DNS name that a certificate can be issued for: ${reason}.`,
    remedies: [{ text: 'Write it like www.example.com, or *.example.com for a wildcard.' }],
  }),
  TooManyDnsNames: ({ count, limit }) => ({
    message: `${String(count)} DNS names are too many for one certificate: this CA and profile take ${String(limit)}.`,
    remedies: [{ text: 'Use a wildcard, or several certificates.' }],
  }),
  NoDnsName: () => ({
    message: 'A certificate needs at least one DNS name.',
    remedies: [{ text: 'Name one or more with --dns, for example --dns example.com.' }],
  }),
  InvalidKeyType: ({ keyType, allowed }) => ({
    message: `"${keyType}" is not a kind of key that can be asked for.`,
    remedies: [{ text: `Choose one of ${listOf(allowed, 'or')}.` }],
  }),
  KeyTypeRefusedByCa: ({ keyType, ca, accepted }) => ({
    message: `${ca} does not sign ${keyType} keys.`,
    remedies: [{ text: `Choose one of ${listOf(accepted, 'or')}.` }],
  }),
  UnknownProfile: ({ profile, ca, offered }) => ({
    message:
      offered.length > 0
        ? `${ca} offers no profile "${profile}".`
        : `${ca} offers no profiles, so "${profile}" cannot be asked for.`,
    remedies: [
      {
        text:
          offered.length > 0
            ? `Choose one of ${listOf(offered, 'or')}, or leave --profile out.`
            : 'Leave --profile out.',
      },
    ],
  }),
  InvalidCa: ({ ca, known }) => ({
    message: `"${ca}" is neither a known CA nor the https URL of an ACME directory.`,
    remedies: [{ text: `Choose one of ${listOf(known, 'or')}, or give the directory's URL.` }],
  }),
  InvalidTag: ({ tag, problem, limit }) => ({
    message: TAG_SENTENCES[problem](tag, limit),
    remedies: problem === 'reserved' ? [{ text: 'Choose another name for the tag.' }] : [],
  }),
  InvalidNameServer: ({ server }) => ({
    message: `"${server}" is not the address of a name server: write ADDRESS or ADDRESS:PORT, for example 192.0.2.53:53 or [2001:db8::53]:53.`,
    remedies: [{ text: 'Several are separated by commas.' }],
  }),
  InvalidUsage: ({ message }) => ({
    message,
    remedies: [{ text: 'See the help.', command: 'kvcert --help' }],
  }),
  InvalidOption: ({ option, value, expected }) => ({
    message: `"${value}" is not a value for ${option}: ${expected}.`,
    remedies: [{ text: 'See the help.', command: 'kvcert --help' }],
  }),
};

const TAG_SENTENCES: Readonly<Record<TagProblem, (tag: string, limit: number) => string>> = {
  'no-name': () => 'A tag needs a name.',
  'name-too-long': (tag, limit) =>
    `The name of the tag "${tag}" is too long: Key Vault allows ${String(limit)} characters.`,
  'value-too-long': (tag, limit) =>
    `The value of the tag "${tag}" is too long: Key Vault allows ${String(limit)} characters.`,
  'control-character': (tag) => `The tag "${tag}" holds a line break or another control character.`,
  reserved: (tag) => `The tag "${tag}" is written by this product itself and cannot be set.`,
  repeated: (tag) => `The tag "${tag}" is given twice.`,
};
