/**
 * The service's JSON of a policy (data plane 2025-07-01, CertificatePolicy), written and read. What
 * the Azure CLI prints (`az keyvault certificate get-default-policy`, `show --query policy`) is the
 * same in other words, and is read as well.
 */
import type { CertificatePolicy, LifetimeAction } from './certificate-policy.ts';
import { CertError } from './errors.ts';
import { readJsonMembers, type JsonReader, type Place } from './json-members.ts';
import { syntaxErrorIn } from './json-syntax.ts';
import type { PolicyChange } from './policy-change.ts';
import type { PolicyProblem } from './policy-problem.ts';

/** A policy as the service has it on the wire; what is undefined in the model is not there. */
export interface PolicyDocument {
  readonly key_props: object;
  readonly secret_props: object;
  readonly x509_props: object;
  readonly lifetime_actions?: readonly object[];
  readonly issuer: object;
}

/** Without what the service alone writes (`id`, `attributes`, `basic_constraints`). */
export function policyDocument(policy: CertificatePolicy): PolicyDocument {
  const { key, lifetimeActions, otherNames } = policy;
  const sans = {
    dns_names: listed(policy.dnsNames),
    emails: listed(otherNames?.emails),
    upns: listed(otherNames?.upns),
    uris: listed(otherNames?.uris),
    ipAddresses: listed(otherNames?.ipAddresses),
  };
  const actions = lifetimeActions?.map(({ action, daysBeforeExpiry, lifetimePercentage }) => ({
    trigger: defined({
      lifetime_percentage: lifetimePercentage,
      days_before_expiry: daysBeforeExpiry,
    }),
    action: { action_type: action },
  }));
  return {
    key_props: defined({
      exportable: key.exportable,
      kty: key.kty,
      key_size: key.size,
      reuse_key: key.reuse,
      crv: key.curve,
    }),
    secret_props: { contentType: policy.contentType },
    x509_props: defined({
      subject: policy.subject,
      sans: Object.keys(defined(sans)).length > 0 ? defined(sans) : undefined,
      ekus: policy.ekus,
      key_usage: policy.keyUsages,
      validity_months: policy.validityMonths,
    }),
    ...(actions && { lifetime_actions: actions }),
    issuer: defined({
      name: policy.issuer,
      cty: policy.certificateType,
      cert_transparency: policy.certificateTransparency,
    }),
  };
}

/** Members by their names on the wire, each with the Azure CLI's name. */
const POLICY = {
  key_props: 'keyProperties',
  secret_props: 'secretProperties',
  x509_props: 'x509CertificateProperties',
  lifetime_actions: 'lifetimeActions',
  issuer: 'issuerParameters',
  id: 'id',
  attributes: 'attributes',
} as const;
const KEY = {
  kty: 'keyType',
  key_size: 'keySize',
  crv: 'curve',
  exportable: 'exportable',
  reuse_key: 'reuseKey',
} as const;
const SECRET = { contentType: 'contentType' } as const;
const CERTIFICATE = {
  subject: 'subject',
  sans: 'subjectAlternativeNames',
  ekus: 'ekus',
  key_usage: 'keyUsage',
  validity_months: 'validityInMonths',
  basic_constraints: 'basicConstraints',
} as const;
const NAMES = {
  dns_names: 'dnsNames',
  emails: 'emails',
  upns: 'upns',
  uris: 'uris',
  ipAddresses: 'ipAddresses',
} as const;
const ACTION = { trigger: 'trigger', action: 'action' } as const;
const TRIGGER = {
  lifetime_percentage: 'lifetimePercentage',
  days_before_expiry: 'daysBeforeExpiry',
} as const;
const ACTION_TYPE = { action_type: 'actionType' } as const;
const ISSUER = {
  name: 'name',
  cty: 'certificateType',
  cert_transparency: 'certificateTransparency',
} as const;

/**
 * What a document says; `null` says nothing. All that is wrong with it is told at once.
 * @throws CertError InvalidPolicy
 */
export function readPolicyDocument(text: string): PolicyChange {
  const json = text.replace(/^\uFEFF/, '');
  const wrong = syntaxErrorIn(json);
  if (wrong) {
    throw invalidPolicy([{ field: '', fault: { kind: 'syntax', ...wrong } }]);
  }
  const problems: PolicyProblem[] = [];
  const change = changeIn(readJsonMembers(problems), { value: JSON.parse(json), path: '' });
  if (problems.length > 0) throw invalidPolicy(problems);
  return change;
}

export function invalidPolicy(problems: readonly PolicyProblem[]): CertError<'InvalidPolicy'> {
  return new CertError('InvalidPolicy', { problems });
}

function changeIn(read: JsonReader, document: Place): PolicyChange {
  const policy = read.members(document, POLICY);
  const key = read.members(policy.key_props, KEY);
  const secret = read.members(policy.secret_props, SECRET);
  const certificate = read.members(policy.x509_props, CERTIFICATE);
  const issuer = read.members(policy.issuer, ISSUER);
  return defined({
    issuer: read.text(issuer.name),
    certificateType: read.text(issuer.cty),
    certificateTransparency: read.truth(issuer.cert_transparency),
    subject: read.text(certificate.subject),
    ...namesIn(read, certificate.sans),
    key: defined({
      kty: read.text(key.kty),
      size: read.whole(key.key_size),
      curve: read.text(key.crv),
      exportable: read.truth(key.exportable),
      reuse: read.truth(key.reuse_key),
    }),
    contentType: read.text(secret.contentType),
    ekus: read.texts(certificate.ekus),
    keyUsages: read.texts(certificate.key_usage),
    validityMonths: read.whole(certificate.validity_months),
    lifetimeActions: read.list(policy.lifetime_actions)?.map((action) => actionIn(read, action)),
  });
}

/** Where names are given they are all of them: a kind that is left out has none. */
function namesIn(read: JsonReader, sans: Place | undefined): Partial<PolicyChange> {
  if (sans === undefined) return {};
  const names = read.members(sans, NAMES);
  return {
    dnsNames: read.texts(names.dns_names) ?? [],
    emails: read.texts(names.emails) ?? [],
    upns: read.texts(names.upns) ?? [],
    uris: read.texts(names.uris) ?? [],
    ipAddresses: read.texts(names.ipAddresses) ?? [],
  };
}

function actionIn(read: JsonReader, place: Place): LifetimeAction {
  const { action, trigger } = read.members(place, ACTION);
  const { action_type } = read.members(action, ACTION_TYPE);
  const { days_before_expiry, lifetime_percentage } = read.members(trigger, TRIGGER);
  return {
    action: read.text(action_type) ?? '',
    daysBeforeExpiry: read.whole(days_before_expiry),
    lifetimePercentage: read.whole(lifetime_percentage),
  };
}

function listed(names: readonly string[] = []): readonly string[] | undefined {
  return names.length > 0 ? names : undefined;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are undefined: JSON has none, and they would replace what there is. */
function defined<T extends object>(members: T): Defined<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
