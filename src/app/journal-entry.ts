/** What a file of the journal must hold, so that nobody trips over it in the middle of a clean-up. */
import type {
  CertificatePolicy,
  LifetimeAction,
  OtherNames,
  PolicyKey,
} from '../domain/certificate-policy.ts';
import {
  ISSUANCE_STEPS,
  type ChallengePlace,
  type IssuanceCa,
  type IssuancePlan,
  type IssuanceProgress,
  type JournalEntry,
  type PreviousVersion,
  type StepTime,
} from '../domain/issuance.ts';
import { isOccasion } from '../domain/history.ts';
import { isVault } from '../domain/key-vault.ts';
import type { Claim } from '../domain/ownership.ts';
import {
  isListOf,
  isOneOf,
  isRecord,
  isRecordOf,
  isText,
  isTruth,
  isWhole,
  optional,
  type Guard,
} from '../domain/shape.ts';

/** Says which shape the files have; a later shape is refused instead of being misread. */
export const FORMAT = 1;

/** Seconds since the epoch that a Date can take (ECMA-262, 21.4.1.1). */
const isTime: Guard<number> = (value): value is number =>
  isWhole(value) && Math.abs(value) <= 8.64e12;

const isKey = isRecord<PolicyKey>({
  kty: isText,
  size: optional(isWhole),
  curve: optional(isText),
  exportable: isTruth,
  reuse: isTruth,
});

const isLifetimeAction = isRecord<LifetimeAction>({
  action: isText,
  daysBeforeExpiry: optional(isWhole),
  lifetimePercentage: optional(isWhole),
});

const isOtherNames = isRecord<OtherNames>({
  emails: isListOf(isText),
  upns: isListOf(isText),
  uris: isListOf(isText),
  ipAddresses: isListOf(isText),
});

const isPolicy = isRecord<CertificatePolicy>({
  issuer: isText,
  certificateType: optional(isText),
  certificateTransparency: optional(isTruth),
  subject: isText,
  dnsNames: isListOf(isText),
  otherNames: optional(isOtherNames),
  key: isKey,
  contentType: isText,
  ekus: optional(isListOf(isText)),
  keyUsages: optional(isListOf(isText)),
  validityMonths: optional(isWhole),
  lifetimeActions: optional(isListOf(isLifetimeAction)),
});

const isCa = isRecord<IssuanceCa>({ id: isText, name: isText, directoryUrl: isText });

const isClaim = isRecord<Claim>({
  run: isText,
  certificate: isText,
  owner: isText,
  since: isTime,
  until: isTime,
});

const isPlace = isRecord<ChallengePlace>({
  record: isText,
  zoneId: isText,
  zoneTenant: optional(isText),
  zoneName: isText,
  name: isText,
  nameServers: isListOf(isText),
  recordLimit: isWhole,
});

const isPrevious = isRecord<PreviousVersion>({ version: isText, policy: optional(isPolicy) });

const isPlan = isRecord<IssuancePlan>({
  id: isText,
  kind: isOneOf('create', 'renew'),
  vault: isVault,
  name: isText,
  dnsNames: isListOf(isText),
  ca: isCa,
  account: optional(isText),
  profile: optional(isText),
  policy: isPolicy,
  claim: isClaim,
  replaces: optional(isText),
  tags: optional(isRecordOf(isText)),
  places: isListOf(isPlace),
  abandonedRequest: optional(isText),
  previous: optional(isPrevious),
  validDays: optional(isWhole),
  preferredChain: optional(isText),
  rehearsal: optional(isTruth),
  occasion: optional(isOccasion),
});

const isStep = isOneOf(...ISSUANCE_STEPS);

const isStepTime = isRecord<StepTime>({ name: isStep, ms: isWhole });

const isProgress = isRecord<IssuanceProgress>({
  step: isStep,
  accountUrl: optional(isText),
  orderUrl: optional(isText),
  values: isRecordOf(isListOf(isText)),
  claimed: isTruth,
  pending: optional(isRecord({ requestId: optional(isText) })),
  finalizing: isTruth,
  chain: optional(isText),
  version: optional(isText),
  reported: isTruth,
  steps: isListOf(isStepTime),
});

/** True for what was written by a version that knows the same shape. */
export const isEntry = isRecord<JournalEntry & { readonly format: typeof FORMAT }>({
  format: isOneOf(FORMAT),
  plan: isPlan,
  progress: isProgress,
});
