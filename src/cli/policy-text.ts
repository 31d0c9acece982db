/** A certificate's policy for people: what it says, and nothing that it does not. */
import { describePolicyKey } from '../domain/key-type.ts';
import type { CertificatePolicy, LifetimeAction } from '../domain/certificate-policy.ts';
import type { PolicyDifference } from '../domain/policy-difference.ts';
import { columns, fields } from './table.ts';

export function policyText(policy: CertificatePolicy): string {
  const { key, otherNames } = policy;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Issuer', policy.issuer],
    ['Product', policy.certificateType],
    ['Transparency', yesNo(policy.certificateTransparency)],
    ['Subject', policy.subject],
    ['DNS names', listed(policy.dnsNames)],
    ['E-mail', listed(otherNames?.emails)],
    ['Principals', listed(otherNames?.upns)],
    ['URIs', listed(otherNames?.uris)],
    ['IP addresses', listed(otherNames?.ipAddresses)],
    ['Key', describePolicyKey(key)],
    ['Exportable', yesNo(key.exportable)],
    ['Key is reused', yesNo(key.reuse)],
    ['Secret', policy.contentType],
    ['Extended key usages', listed(policy.ekus)],
    ['Key usages', listed(policy.keyUsages)],
    ['Months', policy.validityMonths === undefined ? undefined : String(policy.validityMonths)],
    ['Lifetime actions', listed(policy.lifetimeActions?.map(actionText))],
  ];
  return fields(
    rows.flatMap(([label, value]) =>
      value === undefined || value === '' ? [] : [[label, value] as const],
    ),
  );
}

/** What changes, member by member, `-` where there is nothing. */
export function differenceText(differences: readonly PolicyDifference[]): string {
  return columns(
    ['Member', 'Before', 'After'],
    differences.map(({ field, before = '-', after = '-' }) => [field, before, after]),
  );
}

function actionText({ action, daysBeforeExpiry, lifetimePercentage }: LifetimeAction): string {
  return daysBeforeExpiry === undefined
    ? `${action} at ${String(lifetimePercentage ?? '?')} %`
    : `${action} ${String(daysBeforeExpiry)} days before the end`;
}

function listed(items: readonly string[] | undefined): string | undefined {
  return items?.join(', ');
}

function yesNo(value: boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value ? 'yes' : 'no';
}
