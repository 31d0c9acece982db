/** /keys and /keys/{name}: create, list, get, update, versions */
import { createPublicKey } from 'node:crypto';
import type { ApiResponse } from '../../api.ts';
import { CURVE_BITS, isEc } from '../certificate-policy.ts';
import { invalidProperty } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { KOBLITZ_CURVE } from '../koblitz.ts';
import { newId, seconds } from '../operation-lifecycle.ts';
import { page } from '../paging.ts';
import { requireHsm } from '../policy-rules.ts';
import { generateKeyPair, type KeyType } from '../signing-request.ts';
import { bindCreateKey, bindUpdateKey, type CreateKeyParameters } from './key-body.ts';
import { currentKey, keyBundle, keyItem } from './key-bundle.ts';
import { defaultOperations, type KeyVersion } from './key-entry.ts';
import { keyManaged, keyNotFound } from './key-errors.ts';
import { allKeys, managedKey, requireKey, type FoundKey } from './managed-keys.ts';

const KEY_TYPES = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM'];
const RSA_SIZES = [2048, 3072, 4096];

/** A name that is there already gets one version more. */
export async function createKey(exchange: Exchange): Promise<ApiResponse> {
  const { request, store, name, now } = exchange;
  const parameters = bindCreateKey(request);
  const type = keyType(parameters);
  requireHsm(type.kty, store.vault);
  checkName(exchange);
  const version = await makeVersion(parameters, type, seconds(now));
  // Another creation of the same name may have been quicker while the key was being made.
  checkName(exchange);
  const entry =
    store.keys.find(name, now) ?? store.keys.add(name, (place) => ({ ...place, versions: [] }));
  entry.versions.push(version);
  return { status: 200, body: keyBundle(store, { entry, isManaged: false }, version) };
}

export function listKeys(exchange: Exchange): ApiResponse {
  const { store, now } = exchange;
  return page(
    exchange,
    allKeys(store, now),
    ({ entry }) => entry.ordinal,
    (found) => keyItem(store, found),
  );
}

/** A disabled key, too, shows its public half. */
export function getKey(exchange: Exchange): ApiResponse {
  const { found, version } = requireKeyVersion(exchange);
  return { status: 200, body: keyBundle(exchange.store, found, version) };
}

/** Tags are replaced as a whole where they are sent. */
export function updateKey(exchange: Exchange): ApiResponse {
  const { attributes, tags, key_ops } = bindUpdateKey(exchange.request);
  const { found, version } = requireKeyVersion(exchange);
  if (found.isManaged) throw keyManaged('update');
  version.attributes = { ...version.attributes, ...attributes, updated: seconds(exchange.now) };
  if (tags !== undefined) version.tags = tags;
  if (key_ops !== undefined) version.operations = key_ops;
  return { status: 200, body: keyBundle(exchange.store, found, version) };
}

export function listKeyVersions(exchange: Exchange): ApiResponse {
  const { store, name, now } = exchange;
  const found = requireKey(store, name, now);
  return page(
    exchange,
    found.entry.versions.entries(),
    ([index]) => index + 1,
    ([, version]) => keyItem(store, found, version),
  );
}

/** @throws ApiError 404 KeyNotFound */
export function requireKeyVersion({ store, name, version: id, now }: Exchange): {
  readonly found: FoundKey;
  readonly version: KeyVersion;
} {
  const found = requireKey(store, name, now);
  const { entry } = found;
  const version = id === '' ? currentKey(entry) : entry.versions.find((each) => each.id === id);
  if (version === undefined) throw keyNotFound(`${name}/${id}`);
  return { found, version };
}

/** @throws ApiError 403 for the name of a certificate, 409 for one that is deleted or recovering */
function checkName({ store, name, now }: Exchange): void {
  if (managedKey(store, name, now) !== undefined) throw keyManaged('create');
  store.keys.checkNameIsFree(name, now);
}

/** @throws ApiError 400 for a type, size or curve that the vault does not make */
function keyType({ kty, crv = 'P-256', key_size }: CreateKeyParameters): KeyType {
  if (!KEY_TYPES.includes(kty)) throw invalidProperty('kty');
  // The sandbox does not sign with P-256K, and so does not make keys of it by themselves.
  if (crv === KOBLITZ_CURVE) throw invalidProperty('crv');
  const bits = isEc(kty) ? CURVE_BITS[crv] : (key_size ?? 2048);
  if (bits === undefined) throw invalidProperty('crv');
  if (!isEc(kty)) {
    if (!RSA_SIZES.includes(bits)) throw invalidProperty('key_size');
    return { kty, key_size: bits };
  }
  if (key_size !== undefined && key_size !== bits) throw invalidProperty('key_size');
  return { kty, key_size: bits, crv };
}

async function makeVersion(
  { key_ops, attributes, tags }: CreateKeyParameters,
  type: KeyType,
  now: number,
): Promise<KeyVersion> {
  const keys = await generateKeyPair(type);
  return {
    id: newId(),
    kty: type.kty,
    publicKey: createPublicKey(keys.privateKey),
    privateKey: keys.privateKey,
    operations: key_ops ?? defaultOperations(type.kty),
    attributes: { enabled: true, ...attributes, created: now, updated: now },
    tags,
  };
}
