/**
 * What Key Vault refuses in a policy, or an issuer could not make (data plane 2025-07-01, About
 * certificates). Asked before anything is sent: the service names one property at a time, and some
 * only when the issuer has been paid.
 */
import { isIssuerName } from './certificate-issuers.ts';
import {
  KEY_USAGES,
  type CertificatePolicy,
  type LifetimeAction,
  type PolicyKey,
} from './certificate-policy.ts';
import { isInHsm } from './key-type.ts';
import { issuerKind } from './policy-change.ts';
import { invalidPolicy } from './policy-json.ts';
import type { Form, PolicyFault, PolicyProblem } from './policy-problem.ts';
import {
  isAbsoluteUri,
  isDnsSubject,
  isEmailAddress,
  isIpAddress,
  isPrincipalName,
} from './subject-alternative-names.ts';
import { readX500Name } from './x500-name.ts';

const KEY_TYPES = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM'];
const RSA_SIZES = [2048, 3072, 4096];
const CONTENT_TYPES = ['application/x-pkcs12', 'application/x-pem-file'];
const ACTIONS = ['AutoRenew', 'EmailContacts'];

/** Bits of each curve's key. */
const CURVES: Readonly<Record<string, number>> = {
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  'P-256K': 256,
};

const MAX_SUBJECT = 200;
const MONTHS = { least: 1, most: 1200 };
const PERCENTAGE = { least: 1, most: 99 };

/** What Key Vault takes where the policy says nothing. */
const DEFAULT_MONTHS = 12;

/** The longest that a lifetime action may come before the end, for each month of validity. */
const DAYS_A_MONTH = 27;

const OBJECT_IDENTIFIER = /^(?:[01]\.(?:[0-9]|[1-3][0-9])|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/;

/** All at once, in the order of the service's JSON; empty: nothing is wrong. */
export function policyProblems(policy: CertificatePolicy): readonly PolicyProblem[] {
  return [
    ...keyProblems(policy.key),
    ...oneOf('secret_props.contentType', policy.contentType, CONTENT_TYPES),
    ...subjectProblems(policy),
    ...nameProblems(policy),
    ...usageProblems(policy),
    ...rangeProblem('x509_props.validity_months', policy.validityMonths, MONTHS),
    ...actionProblems(policy),
    ...issuerProblems(policy),
  ];
}

/**
 * @param before - the policy that there is: what the service has taken already is not asked about
 * @throws CertError InvalidPolicy
 */
export function requireSoundPolicy(policy: CertificatePolicy, before?: CertificatePolicy): void {
  const known = new Set(before && policyProblems(before).map((one) => JSON.stringify(one)));
  const problems = policyProblems(policy).filter((one) => !known.has(JSON.stringify(one)));
  if (problems.length > 0) throw invalidPolicy(problems);
}

function keyProblems(key: PolicyKey): readonly PolicyProblem[] {
  const { kty, size, curve, exportable } = key;
  const wrongType = oneOf('key_props.kty', kty, KEY_TYPES);
  if (wrongType.length > 0) return wrongType;
  const shape = kty.startsWith('EC') ? curveProblems(curve, size) : sizeProblems(curve, size);
  const stays = isInHsm(key) && exportable;
  return [...shape, ...(stays ? [problem('key_props.exportable', { kind: 'leaves-no-hsm' })] : [])];
}

function sizeProblems(curve: string | undefined, size = 2048): readonly PolicyProblem[] {
  const wrong = oneOf('key_props.key_size', String(size), RSA_SIZES.map(String));
  if (curve === undefined) return wrong;
  return [...wrong, problem('key_props.crv', { kind: 'curve-of-rsa' })];
}

function curveProblems(curve = 'P-256', size: number | undefined): readonly PolicyProblem[] {
  const wrong = oneOf('key_props.crv', curve, Object.keys(CURVES));
  const bits = CURVES[curve];
  if (size === undefined || bits === undefined || size === bits) return wrong;
  return [problem('key_props.key_size', { kind: 'not-of-curve', curve, size: bits })];
}

function subjectProblems(policy: CertificatePolicy): readonly PolicyProblem[] {
  const { subject, dnsNames, otherNames } = policy;
  const field = 'x509_props.subject';
  const names = [dnsNames, ...Object.values<readonly string[]>({ ...otherNames })].flat();
  if (subject === '' && names.length === 0) return [problem(field, { kind: 'nameless' })];
  const read = readX500Name(subject);
  return [
    ...('fault' in read ? [problem(field, { kind: 'x500', ...read })] : []),
    ...(subject.length > MAX_SUBJECT
      ? [problem(field, { kind: 'too-long', limit: MAX_SUBJECT })]
      : []),
  ];
}

function nameProblems({ dnsNames, otherNames }: CertificatePolicy): readonly PolicyProblem[] {
  const { emails = [], upns = [], uris = [], ipAddresses = [] } = otherNames ?? {};
  return [
    ...listProblems('x509_props.sans.dns_names', dnsNames, 'dns-name', isDnsSubject),
    ...listProblems('x509_props.sans.emails', emails, 'email', isEmailAddress),
    ...listProblems('x509_props.sans.upns', upns, 'upn', isPrincipalName),
    ...listProblems('x509_props.sans.uris', uris, 'uri', isAbsoluteUri),
    ...listProblems('x509_props.sans.ipAddresses', ipAddresses, 'ip-address', isIpAddress),
  ];
}

function usageProblems({ ekus = [], keyUsages = [] }: CertificatePolicy): readonly PolicyProblem[] {
  return [
    ...listProblems('x509_props.ekus', ekus, 'oid', (eku) => OBJECT_IDENTIFIER.test(eku)),
    ...keyUsages.flatMap((usage, index) =>
      oneOf(`x509_props.key_usage[${String(index)}]`, usage, KEY_USAGES),
    ),
  ];
}

function actionProblems(policy: CertificatePolicy): readonly PolicyProblem[] {
  const { lifetimeActions = [], validityMonths = DEFAULT_MONTHS } = policy;
  return lifetimeActions.flatMap((action, index) => {
    const field = `lifetime_actions[${String(index)}]`;
    const type = `${field}.action.action_type`;
    const before = lifetimeActions.slice(0, index).map((one) => one.action);
    return [
      ...oneOf(type, action.action, ACTIONS),
      ...(before.includes(action.action)
        ? [problem(type, { kind: 'repeated', value: action.action })]
        : []),
      ...(action.action === 'AutoRenew' && issuerKind(policy.issuer) === 'by-hand'
        ? [problem(type, { kind: 'nobody-renews' })]
        : []),
      ...triggerProblems(`${field}.trigger`, action, validityMonths),
    ];
  });
}

function triggerProblems(
  field: string,
  { daysBeforeExpiry: days, lifetimePercentage: percentage }: LifetimeAction,
  months: number,
): readonly PolicyProblem[] {
  if ((days === undefined) === (percentage === undefined)) {
    return [problem(field, { kind: 'one-trigger' })];
  }
  const most = DAYS_A_MONTH * Math.max(1, months);
  return [
    ...rangeProblem(`${field}.days_before_expiry`, days, { least: 1, most }),
    ...rangeProblem(`${field}.lifetime_percentage`, percentage, PERCENTAGE),
  ];
}

/** What is `false` asks for nothing; the service keeps it where somebody has sent it. */
function issuerProblems(policy: CertificatePolicy): readonly PolicyProblem[] {
  const { issuer, certificateType, certificateTransparency } = policy;
  if (!isIssuerName(issuer)) {
    return [problem('issuer.name', { kind: 'malformed', value: issuer, what: 'issuer-name' })];
  }
  if (issuerKind(issuer) === 'named') return [];
  const fault = { kind: 'named-issuer-only', issuer } as const;
  return [
    ...(certificateType ? [problem('issuer.cty', fault)] : []),
    ...(certificateTransparency ? [problem('issuer.cert_transparency', fault)] : []),
  ];
}

function listProblems(
  field: string,
  values: readonly string[],
  what: Form,
  holds: (value: string) => boolean,
): readonly PolicyProblem[] {
  return values.flatMap((value, index) => {
    const place = `${field}[${String(index)}]`;
    if (!holds(value)) return [problem(place, { kind: 'malformed', value, what })];
    return values.indexOf(value) < index ? [problem(place, { kind: 'repeated', value })] : [];
  });
}

function oneOf(field: string, value: string, allowed: readonly string[]): readonly PolicyProblem[] {
  return allowed.includes(value) ? [] : [problem(field, { kind: 'not-allowed', value, allowed })];
}

function rangeProblem(
  field: string,
  value: number | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): readonly PolicyProblem[] {
  if (value === undefined || (value >= least && value <= most)) return [];
  return [problem(field, { kind: 'out-of-range', value, least, most })];
}

function problem(field: string, fault: PolicyFault): PolicyProblem {
  return { field, fault };
}
