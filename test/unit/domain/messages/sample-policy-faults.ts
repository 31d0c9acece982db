/** One fault of a policy of every kind, with what is said of it in English; complete by type. */
import type {
  Form,
  JsonKind,
  PolicyFault,
  X500Fault,
} from '../../../../src/domain/policy-problem.ts';

type Plain = Exclude<PolicyFault, { readonly kind: 'wrong-type' | 'malformed' | 'x500' }>;

const PLAIN: {
  readonly [K in Plain['kind']]: readonly [Extract<Plain, { readonly kind: K }>, string];
} = {
  syntax: [{ kind: 'syntax', line: 2, column: 7 }, 'it is not JSON, from line 2, column 7 on'],
  'unknown-member': [
    { kind: 'unknown-member', known: ['trigger', 'action'] },
    'there is no such member; known are trigger and action',
  ],
  twice: [{ kind: 'twice', other: 'key_props' }, 'key_props says the same already'],
  'not-allowed': [
    { kind: 'not-allowed', value: 'oct', allowed: ['RSA', 'EC'] },
    '"oct" is none of RSA and EC',
  ],
  'out-of-range': [
    { kind: 'out-of-range', value: 0, least: 1, most: 99 },
    '0 is not between 1 and 99',
  ],
  'curve-of-rsa': [{ kind: 'curve-of-rsa' }, 'an RSA key has no curve'],
  'not-of-curve': [
    { kind: 'not-of-curve', curve: 'P-256', size: 256 },
    'a key on the curve P-256 has 256 bits',
  ],
  'leaves-no-hsm': [{ kind: 'leaves-no-hsm' }, 'a key in an HSM never leaves it'],
  'too-long': [{ kind: 'too-long', limit: 200 }, 'it has more than 200 characters'],
  nameless: [{ kind: 'nameless' }, 'a certificate needs a subject or a subject alternative name'],
  repeated: [{ kind: 'repeated', value: 'a.example' }, '"a.example" is there twice'],
  'one-trigger': [
    { kind: 'one-trigger' },
    'it needs either days_before_expiry or lifetime_percentage',
  ],
  'nobody-renews': [
    { kind: 'nobody-renews' },
    'with the issuer Unknown nobody could renew: only EmailContacts is possible',
  ],
  'named-issuer-only': [
    { kind: 'named-issuer-only', issuer: 'Self' },
    'only a named issuer is asked for it, and the issuer is Self',
  ],
};

const TYPES: Readonly<Record<JsonKind, string>> = {
  object: 'an object is expected',
  list: 'a list is expected',
  text: 'a text is expected',
  'whole-number': 'a whole number is expected',
  truth: 'true or false is expected',
  'list-of-texts': 'a list of texts is expected',
};

const FORMS: Readonly<Record<Form, string>> = {
  'dns-name': '"x y" is not a DNS name',
  email: '"x y" is not an e-mail address',
  upn: '"x y" is not a user principal name',
  'ip-address': '"x y" is not an IP address',
  uri: '"x y" is not a URI with a scheme',
  oid: '"x y" is not an object identifier',
  moment: '"x y" is neither a share of its life such as 80% nor days before its end such as 30d',
  'issuer-name': '"x y" cannot be the name of an issuer: only letters, digits and hyphens',
};

const NAMES: Readonly<Record<X500Fault, string>> = {
  type: 'a part such as CN=example.com is expected',
  'unknown-type': 'this kind of attribute is not known; CN, O, OU, L, S and C are',
  equals: 'an equals sign is expected',
  'empty-value': 'a value is missing',
  quote: 'a quotation mark is not closed, or stands inside a value',
  'after-quote': 'a comma is expected',
  escape: 'a backslash stands before something that needs none',
  binary: 'a value cannot begin with a hash sign unless it is quoted',
  'control-character': 'there is a control character',
};

export const POLICY_FAULTS: readonly (readonly [PolicyFault, string])[] = [
  ...Object.values(PLAIN),
  ...entries(TYPES).map(([expected, words]) => [{ kind: 'wrong-type', expected }, words] as const),
  ...entries(FORMS).map(
    ([what, words]) => [{ kind: 'malformed', what, value: 'x y' }, words] as const,
  ),
  [{ kind: 'malformed', what: 'issuer-name', value: '' }, 'it is missing'],
  ...entries(NAMES).map(
    ([fault, words]) => [{ kind: 'x500', fault, at: 3 }, `${words} (character 3)`] as const,
  ),
];

function entries<K extends string>(table: Readonly<Record<K, string>>): readonly [K, string][] {
  return Object.entries(table) as [K, string][];
}
