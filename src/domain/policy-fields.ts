/**
 * The fields of the form that only certificates have which Key Vault makes without ACME: as they are
 * typed, what they say of the policy, and what is wrong with them.
 */
import type { CertificatePolicy, ContentType } from './certificate-policy.ts';
import { ekuOf } from './extended-key-usages.ts';
import { isHsmType } from './key-type.ts';
import { formatTrigger, parseTrigger } from './lifetime-trigger.ts';
import {
  BY_HAND,
  changedPolicy,
  defaultPolicy,
  SELF,
  type IssuerKind,
  type PolicyChange,
} from './policy-change.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { policyProblems } from './policy-rules.ts';
import { asciiDnsName } from './subject-alternative-names.ts';
import { parseVaultKeyType } from './vault-key-type.ts';

/** By an ACME CA, or by Key Vault with an issuer of that kind. */
export type MadeBy = 'acme' | IssuerKind;

export interface PolicyFields {
  readonly madeBy: MadeBy;
  /** Name of an issuer of the vault: of `named` ones only. */
  readonly issuer: string;
  /** X.500 name; empty: it follows the first DNS name. */
  readonly subject: string;
  readonly emails: readonly string[];
  readonly upns: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
  /** Object identifiers, or their names; empty: Key Vault's default. */
  readonly ekus: readonly string[];
  /** Empty: Key Vault's default. */
  readonly keyUsages: readonly string[];
  /** A whole number; empty: Key Vault's default. */
  readonly months: string;
  /** `80%`, `30d`; where it and `notify` are empty: Key Vault's default. */
  readonly autoRenew: string;
  readonly notify: string;
  /** Which of a named issuer's products. */
  readonly certificateType: string;
  readonly transparency: Transparency;
  readonly enabled: boolean;
}

/** Empty: the issuer does what it does. */
export type Transparency = '' | 'yes' | 'no';

/** What the fields stand on before anybody has touched them. */
export const USUAL_POLICY_FIELDS: PolicyFields = {
  madeBy: 'acme',
  ...policyFieldsOf(defaultPolicy(SELF)),
  issuer: '',
};

/** The fields that the policy of any certificate has, and those of the form that go into it, too. */
export interface PolicyForm extends PolicyFields {
  readonly dnsNames: readonly string[];
  /** As `parseVaultKeyType` takes it. */
  readonly keyType: string;
  readonly contentType: ContentType;
  readonly exportable: boolean;
  readonly reuseKey: boolean;
}

export type PolicyField = Exclude<keyof PolicyForm, 'madeBy' | 'enabled'>;

/**
 * Fields that do not belong to the issuer that is chosen say nothing, whatever they hold, and so does
 * what is no number.
 * @throws CertError InvalidKeyType
 */
export function policyChangeOf(form: PolicyForm): PolicyChange {
  const { subject, emails, upns, ipAddresses, uris, keyUsages, transparency } = form;
  const ekus = words(form.ekus).map(ekuOf);
  const autoRenew = form.madeBy === 'by-hand' ? undefined : parseTrigger(form.autoRenew);
  const notify = parseTrigger(form.notify);
  const actions = [
    ...(autoRenew ? [{ action: 'AutoRenew', ...autoRenew }] : []),
    ...(notify ? [{ action: 'EmailContacts', ...notify }] : []),
  ];
  const certificateType = form.certificateType.trim();
  const isNamed = form.madeBy === 'named';
  return {
    issuer: issuerOf(form),
    ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
    dnsNames: words(form.dnsNames).map(asciiDnsName),
    emails: words(emails),
    upns: words(upns),
    ipAddresses: words(ipAddresses),
    uris: words(uris),
    key: {
      ...parseVaultKeyType(form.keyType),
      exportable: form.exportable && !isHsmType(form.keyType),
      reuse: form.reuseKey,
    },
    contentType: form.contentType,
    ...(ekus.length > 0 && { ekus }),
    ...(keyUsages.length > 0 && { keyUsages }),
    ...(isWhole(form.months) && { validityMonths: Number(form.months) }),
    ...(actions.length > 0 && { lifetimeActions: actions }),
    ...(isNamed && certificateType !== '' && { certificateType }),
    ...(isNamed && transparency !== '' && { certificateTransparency: transparency === 'yes' }),
  };
}

/**
 * What Key Vault would refuse, by the field where it was typed. Inside of a field, problems have no
 * name of their own.
 * @throws CertError InvalidKeyType
 */
export function policyFieldProblems(
  form: PolicyForm,
): ReadonlyMap<PolicyField, readonly PolicyProblem[]> {
  const change = policyChangeOf(form);
  const policy = changedPolicy(defaultPolicy(change.issuer ?? ''), change);
  const found: (readonly [PolicyField, PolicyProblem])[] = policyProblems(policy).map((problem) => [
    fieldOf(problem, policy),
    { ...problem, field: '' },
  ]);
  const problems = new Map<PolicyField, PolicyProblem[]>();
  for (const [field, problem] of [...unreadable(form), ...found]) {
    problems.set(field, [...(problems.get(field) ?? []), problem]);
  }
  return problems;
}

/** The fields for a policy that there is, in the words that `policyChangeOf` reads. */
export function policyFieldsOf(policy: CertificatePolicy): Omit<PolicyFields, 'madeBy'> {
  const { emails = [], upns = [], ipAddresses = [], uris = [] } = policy.otherNames ?? {};
  const { certificateTransparency: isPublished, validityMonths: months } = policy;
  return {
    issuer: policy.issuer,
    subject: policy.subject,
    ...{ emails, upns, ipAddresses, uris },
    ekus: policy.ekus ?? [],
    keyUsages: policy.keyUsages ?? [],
    months: months === undefined ? '' : String(months),
    autoRenew: triggerOf(policy, 'AutoRenew'),
    notify: triggerOf(policy, 'EmailContacts'),
    certificateType: policy.certificateType ?? '',
    transparency: isPublished === undefined ? '' : isPublished ? 'yes' : 'no',
    enabled: true,
  };
}

function triggerOf({ lifetimeActions }: CertificatePolicy, action: string): string {
  const found = lifetimeActions?.find((one) => one.action === action);
  return found ? formatTrigger(found) : '';
}

function issuerOf({ madeBy, issuer }: PolicyFields): string {
  if (madeBy === 'self') return SELF;
  return madeBy === 'by-hand' ? BY_HAND : issuer.trim();
}

/** What cannot even be said of a policy. */
function unreadable(form: PolicyForm): readonly (readonly [PolicyField, PolicyProblem])[] {
  const moments = form.madeBy === 'by-hand' ? (['notify'] as const) : MOMENTS;
  return [
    ...(form.months.trim() === '' || isWhole(form.months) ? [] : ([['months', whole()]] as const)),
    ...moments
      .filter((field) => form[field].trim() !== '' && parseTrigger(form[field]) === undefined)
      .map((field) => [field, moment(form[field])] as const),
  ];
}

const MOMENTS = ['autoRenew', 'notify'] as const;

function whole(): PolicyProblem {
  return { field: '', fault: { kind: 'wrong-type', expected: 'whole-number' } };
}

function moment(value: string): PolicyProblem {
  return { field: '', fault: { kind: 'malformed', value, what: 'moment' } };
}

const FIELDS: readonly (readonly [RegExp, PolicyField])[] = [
  [/^key_props\.exportable/, 'exportable'],
  [/^key_props/, 'keyType'],
  [/^secret_props/, 'contentType'],
  [/^x509_props\.subject/, 'subject'],
  [/^x509_props\.sans\.dns_names/, 'dnsNames'],
  [/^x509_props\.sans\.emails/, 'emails'],
  [/^x509_props\.sans\.upns/, 'upns'],
  [/^x509_props\.sans\.uris/, 'uris'],
  [/^x509_props\.sans\.ipAddresses/, 'ipAddresses'],
  [/^x509_props\.ekus/, 'ekus'],
  [/^x509_props\.key_usage/, 'keyUsages'],
  [/^x509_props\.validity_months/, 'months'],
  [/^issuer\.cty/, 'certificateType'],
  [/^issuer\.cert_transparency/, 'transparency'],
  [/^issuer/, 'issuer'],
];

function fieldOf({ field, fault }: PolicyProblem, policy: CertificatePolicy): PolicyField {
  // Nobody has typed a subject: a DNS name is what is missing.
  if (fault.kind === 'nameless') return 'dnsNames';
  const [, index] = /^lifetime_actions\[(\d+)\]/.exec(field) ?? [];
  const action = index === undefined ? undefined : policy.lifetimeActions?.[Number(index)];
  if (action) return action.action === 'AutoRenew' ? 'autoRenew' : 'notify';
  return FIELDS.find(([pattern]) => pattern.test(field))?.[1] ?? 'issuer';
}

function isWhole(text: string): boolean {
  return /^\d{1,5}$/.test(text.trim());
}

function words(typed: readonly string[]): readonly string[] {
  return typed.map((word) => word.trim()).filter((word) => word !== '');
}
