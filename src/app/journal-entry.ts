/** What a file of the journal must hold, so that nobody trips over it in the middle of a clean-up. */
import type { CertificatePolicy, PolicyKey } from '../domain/certificate-policy.ts';
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
import type { Vault } from '../domain/key-vault.ts';
import type { Claim } from '../domain/ownership.ts';
import { listOf, object, oneOf, optional, recordOf, text, truth, whole } from './shape.ts';
import type { Members, Shape } from './shape.ts';

/** Says which shape the files have; a later shape is refused instead of being misread. */
export const FORMAT = 1;

/** Seconds since the epoch that a Date can take (ECMA-262, 21.4.1.1). */
const time: Shape = (value) => whole(value) && Math.abs(Number(value)) <= 8.64e12;

const key: Members<PolicyKey> = {
  kty: text,
  size: optional(whole),
  curve: optional(text),
  exportable: truth,
  reuse: truth,
};

const policy: Members<CertificatePolicy> = {
  issuer: text,
  subject: text,
  dnsNames: listOf(text),
  key: object(key),
  contentType: text,
  ekus: listOf(text),
  validityMonths: optional(whole),
  raw: () => true,
};

const vault: Members<Vault> = {
  id: text,
  name: text,
  uri: text,
  subscriptionId: text,
  resourceGroup: text,
  tenantId: text,
  location: text,
};

const ca: Members<IssuanceCa> = { id: text, name: text, directoryUrl: text };

const claim: Members<Claim> = {
  run: text,
  certificate: text,
  owner: text,
  since: time,
  until: time,
};

const place: Members<ChallengePlace> = {
  record: text,
  zoneId: text,
  zoneName: text,
  name: text,
  nameServers: listOf(text),
  recordLimit: whole,
};

const previous: Members<PreviousVersion> = { version: text, policy: optional(object(policy)) };

const plan: Members<IssuancePlan> = {
  id: text,
  kind: oneOf('create', 'renew'),
  vault: object(vault),
  name: text,
  dnsNames: listOf(text),
  ca: object(ca),
  profile: optional(text),
  policy: object(policy),
  claim: object(claim),
  tags: optional(recordOf(text)),
  places: listOf(object(place)),
  abandonedRequest: optional(text),
  previous: optional(object(previous)),
};

const step = oneOf(...ISSUANCE_STEPS);

const stepTime: Members<StepTime> = { name: step, ms: whole };

const progress: Members<IssuanceProgress> = {
  step,
  accountUrl: optional(text),
  orderUrl: optional(text),
  values: recordOf(listOf(text)),
  claimed: truth,
  pending: optional(object({ requestId: optional(text) })),
  finalizing: truth,
  chain: optional(text),
  version: optional(text),
  reported: truth,
  steps: listOf(object(stepTime)),
};

const entry = object({ format: oneOf(FORMAT), plan: object(plan), progress: object(progress) });

/** True for what was written by a version that knows the same shape. */
export function isEntry(value: unknown): value is JournalEntry {
  return entry(value);
}
