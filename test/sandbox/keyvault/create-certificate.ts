/** POST /certificates/{name}/create */
import type { ApiResponse } from '../api.ts';
import type { CertificateEntry, Operation, Version } from './certificate-entry.ts';
import type { CertificatePolicy } from './certificate-policy.ts';
import { completePolicy } from './certificate-policy.ts';
import { invalidProperty, nameTaken, pendingInProgress } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { newId, seconds } from './operation-lifecycle.ts';
import { operationBundle } from './pending-certificate.ts';
import { checkPolicy } from './policy-rules.ts';
import type { CreateParameters } from './request-body.ts';
import { bindCreate } from './request-body.ts';
import type { KeyPair } from './signing-request.ts';
import {
  createSelfSigned,
  createSigningRequest,
  generateKeyPair,
  keyPairFrom,
  validity,
} from './signing-request.ts';
import type { VaultStore } from './vault-store.ts';
import { vaultUri } from './vault.ts';

export async function createCertificate(exchange: Exchange): Promise<ApiResponse> {
  const { request, store, name } = exchange;
  const { entry, operation } = await beginCreation(exchange, bindCreate(request));
  const version = request.url.searchParams.get('api-version') ?? '';
  const pending = `${vaultUri(store.vault)}/certificates/${name}/pending`;
  return {
    status: 202,
    headers: {
      Location: `${pending}?api-version=${version}&request_id=${operation.requestId}`,
      'Retry-After': '10',
    },
    body: operationBundle(store, entry, operation),
  };
}

/** Where and when something is created. */
export type Place = Pick<Exchange, 'store' | 'name' | 'now'>;

/**
 * Makes the key and the CSR and opens an operation. The first creation of a name leaves a disabled
 * placeholder; a later one leaves the newest version as it is, until the merge.
 */
export async function beginCreation(
  place: Place,
  parameters: CreateParameters,
): Promise<{ readonly entry: CertificateEntry; readonly operation: Operation }> {
  const { now } = place;
  const existing = checkConflicts(place);
  const policy = policyFor(existing, parameters, seconds(now));
  checkPolicy(policy, place.store);
  const operation = await startOperation(place, existing, policy, parameters);
  // Another creation of the same name may have been quicker while the key was being made.
  const entry = checkConflicts(place) ?? open(place, policy, operation);
  entry.policy = policy;
  entry.operation = operation;
  return { entry, operation };
}

/** An operation that is not in progress is overwritten. */
export function checkConflicts({ store, name, now }: Place): CertificateEntry | undefined {
  store.certificates.checkNameIsFree(name, now);
  if (store.keys.find(name, now) !== undefined) throw nameTaken(name);
  const entry = store.certificates.find(name, now);
  if (entry?.operation?.status === 'inProgress') throw pendingInProgress();
  return entry;
}

/** There is one policy for all versions: what is sent replaces it at once, nothing sent keeps it. */
function policyFor(
  existing: CertificateEntry | undefined,
  { policy: sent }: CreateParameters,
  now: number,
): CertificatePolicy {
  if (sent === undefined) {
    if (existing === undefined) throw invalidProperty('policy');
    return existing.policy;
  }
  const created = existing?.policy.attributes.created ?? now;
  return completePolicy(sent, { enabled: true, created, updated: now });
}

async function startOperation(
  { store, now }: Place,
  existing: CertificateEntry | undefined,
  policy: CertificatePolicy,
  { tags, attributes, preserveCertOrder }: CreateParameters,
): Promise<Operation> {
  const keys = await keysFor(existing, policy);
  const csr = await createSigningRequest(policy, keys);
  return {
    requestId: newId(),
    issuer: policy.issuer.name,
    csr,
    privateKey: keys.privateKey,
    policy,
    tags,
    enabled: attributes?.enabled ?? true,
    preserveCertOrder,
    createdAt: now,
    delivery: await deliveryOf(store, policy, { keys, csr, now }),
    status: 'inProgress',
    error: undefined,
    cancellationRequestedAt: undefined,
  };
}

/** Made at once, because time in the sandbox passes without anybody working in it. */
async function deliveryOf(
  { providerCa }: VaultStore,
  policy: CertificatePolicy,
  { keys, csr, now }: { readonly keys: KeyPair; readonly csr: Buffer; readonly now: number },
): Promise<readonly Buffer[] | undefined> {
  if (policy.issuer.name === 'Unknown') return undefined;
  if (policy.issuer.name === 'Self') return [await createSelfSigned(policy, keys, now)];
  return providerCa.issue(csr, policy.x509_props.validity_months, now);
}

/** `reuse_key` takes the newest version's key again if it is of the type that the policy asks for. */
async function keysFor(
  existing: CertificateEntry | undefined,
  { key_props }: CertificatePolicy,
): Promise<KeyPair> {
  const last = existing?.versions.at(-1);
  if (key_props.reuse_key && last?.privateKey !== undefined && existing !== undefined) {
    const { kty, key_size, crv } = existing.policy.key_props;
    if (kty === key_props.kty && key_size === key_props.key_size && crv === key_props.crv) {
      return keyPairFrom(last.privateKey, key_props);
    }
  }
  return generateKeyPair(key_props);
}

function open(
  { store, name, now }: Place,
  policy: CertificatePolicy,
  operation: Operation,
): CertificateEntry {
  return store.certificates.add(name, (place) => ({
    ...place,
    policy,
    versions: [],
    placeholder: createPlaceholder(policy, operation, now),
    operation,
  }));
}

/** Disabled, with the dates that the certificate would have if it were issued now (recorded). */
function createPlaceholder(policy: CertificatePolicy, operation: Operation, now: number): Version {
  const created = seconds(now);
  return {
    id: newId(),
    attributes: {
      enabled: false,
      ...validity(policy.x509_props.validity_months, now),
      created,
      updated: created,
    },
    tags: operation.tags,
    preserveCertOrder: operation.preserveCertOrder,
  };
}
