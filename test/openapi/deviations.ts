/**
 * Where the services or the sandbox are known to differ from the descriptions, and why. A finding
 * that no line explains fails a test; a line that explains nothing should be taken out.
 */
import type { DescriptionName } from './description.ts';
import type { Finding } from './finding.ts';

export interface Deviation {
  readonly description: DescriptionName;
  readonly part: Finding['part'];
  /** Matches the finding's place, whole. */
  readonly at: RegExp;
  readonly what: RegExp;
  readonly reason: string;
}

const UNDECLARED = /^is not declared$/;

/** The description is of 7.0-preview (2018); the SDKs speak 2025-07-01. */
const KEY_VAULT: readonly Deviation[] = [
  {
    description: 'keyvault',
    part: 'response body',
    at: /^(.+\/)?attributes\/recoverableDays$/,
    what: UNDECLARED,
    reason: 'Newer: since 7.1.',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^(.+\/)?attributes\/recoveryLevel$/,
    what: /^must be equal to one of the allowed values$/,
    reason: 'Newer: Customized… levels for retentions below 90 days (recorded 2021, 2022).',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^(policy\/)?x509_props\/basic_constraints$/,
    what: UNDECLARED,
    reason: "Recorded, and in the description's own examples.",
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^pending$/,
    what: UNDECLARED,
    reason: "Recorded on every bundle with an operation, and in the description's own example.",
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^(value\/#\/)?subject$/,
    what: UNDECLARED,
    reason: 'Recorded: always an empty text.',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^nextLink$/,
    what: /^must be string$/,
    reason: 'Recorded: null at the end of every list.',
  },
  {
    description: 'keyvault',
    part: 'request query',
    at: /^(\$skiptoken|request_id)$/,
    what: UNDECLARED,
    reason:
      "The service's own links carry them (recorded); `request_id` is documented as a filter.",
  },
  {
    description: 'keyvault',
    part: 'request body',
    at: /^(policy\/)?x509_props\/sans\/(uris|ipAddresses)$/,
    what: UNDECLARED,
    reason: 'Newer: since 2025-06-01.',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^(policy\/)?x509_props\/sans\/(uris|ipAddresses)$/,
    what: UNDECLARED,
    reason: 'Newer: since 2025-06-01.',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^org_details\/zip$/,
    what: UNDECLARED,
    reason: "Recorded: the service's own addition, always 0.",
  },
  {
    description: 'keyvault',
    part: 'request body',
    at: /^preserveCertOrder$/,
    what: UNDECLARED,
    reason: 'Newer: since 7.6.',
  },
  {
    description: 'keyvault',
    part: 'response body',
    at: /^preserveCertOrder$/,
    what: UNDECLARED,
    reason: 'Newer: since 7.6.',
  },
];

const OTHERS: readonly Deviation[] = [
  {
    description: 'authorization-authorization-RACalls',
    part: 'response body',
    at: /^(value\/#\/)?properties\/(principalType|condition|conditionVersion|createdOn|updatedOn|createdBy|updatedBy|delegatedManagedIdentityResourceId|description)$/,
    what: UNDECLARED,
    reason: 'Newer: recorded in 2019, or documented for 2022-04-01.',
  },
  {
    description: 'authorization-authorization-RACalls',
    part: 'status',
    at: /^$/,
    what: /^(200|[45]\d\d) is not described$/,
    reason:
      'The description of 2017-10-01-preview has no error answers, nor that of a repeated PUT.',
  },
  {
    description: 'dns',
    part: 'response body',
    at: /^(code|message)$/,
    what: UNDECLARED,
    reason: 'Recorded 2020–2024: errors of Azure DNS are flat, without `error`.',
  },
  {
    description: 'dns',
    part: 'response body',
    at: /^(value\/#\/)?properties\/maxNumberOfRecordsPerRecordSet$/,
    what: UNDECLARED,
    reason: 'Recorded: always null.',
  },
  {
    description: 'resources-subscriptions',
    part: 'response body',
    at: /^$/,
    what: /^must have required property 'nextLink'$/,
    reason:
      'Assumed, as with other lists of ARM: the last page has none. The description requires it.',
  },
  {
    description: 'resources-subscriptions',
    part: 'response body',
    at: /^value\/#\/(countryCode|displayName|domains|tenantCategory|defaultDomain|tenantType)$/,
    what: UNDECLARED,
    reason: 'Newer: tenants of 2022-12-01.',
  },
  {
    description: 'resourcegraph',
    part: 'request body',
    at: /^$/,
    what: /^must have required property 'subscriptions'$/,
    reason: 'Newer: since 2020-04-01-preview a query without them covers all that can be seen.',
  },
  {
    description: 'resourcegraph',
    part: 'response body',
    at: /^error\/details\/#\/(line|characterPositionInLine|token|expectedToken)$/,
    what: /^must be object$/,
    reason: 'Recorded 2021: numbers and texts, where the description says objects.',
  },
  {
    description: 'resources-subscriptions',
    part: 'status',
    at: /^$/,
    what: /^[45]\d\d is not described$/,
    reason: 'The description of 2019-06-01 has no error answers.',
  },
];

export const DEVIATIONS: readonly Deviation[] = [...KEY_VAULT, ...OTHERS];

/** undefined for a finding that nobody has accounted for. */
export function findDeviation(
  description: DescriptionName,
  finding: Finding,
): Deviation | undefined {
  return DEVIATIONS.find(
    (each) =>
      each.description === description &&
      each.part === finding.part &&
      each.at.test(finding.at) &&
      each.what.test(finding.what),
  );
}
