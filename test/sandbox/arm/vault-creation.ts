import { armError } from './arm-errors.ts';
import { resourceGroupOf, subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import { isJsonObject, isStringRecord, parseJsonObject, type JsonObject } from './json.ts';
import { checkLocks } from './locks.ts';
import { LOCATIONS } from './locations.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { resourceGroupId, type VaultResource } from './resources.ts';
import { authorize } from './roles.ts';
import { vaultResource, VAULT_PATH } from './vaults.ts';

const TYPE = 'Microsoft.KeyVault/vaults';
/** 3–24 letters, digits and hyphens; a letter first, no hyphen last, no two of them together. */
const NAME = /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i;
/** From here on a vault goes by roles where nothing is said (documented). */
const ROLES_BY_DEFAULT = '2026-02-01';

/** Microsoft.KeyVault, Vaults: create or update, delete, check of a name. */
export function vaultCreationOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'POST',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault/checkNameAvailability',
      run: (arm) => {
        const { subscriptionId } = subscriptionOf(context, arm);
        const action = 'Microsoft.KeyVault/checkNameAvailability/read';
        authorize(arm.caller.principal, action, `/subscriptions/${subscriptionId}`);
        return { status: 200, body: checkName(context, parseJsonObject(arm.request.body) ?? {}) };
      },
    },
    { method: 'PUT', path: VAULT_PATH, run: (arm) => putVault(context, arm) },
    { method: 'DELETE', path: VAULT_PATH, run: (arm) => deleteVault(context, arm) },
  ];
}

function checkName({ vaults }: ArmContext, { name, type }: JsonObject): JsonObject {
  if (typeof name !== 'string' || type !== TYPE) {
    throw badRequest('The parameters name and type must be given.');
  }
  if (!NAME.test(name)) {
    return { nameAvailable: false, reason: 'AccountNameInvalid', message: nameInvalid(name) };
  }
  if (!vaults.isTaken(name)) return { nameAvailable: true };
  return { nameAvailable: false, reason: 'AlreadyExists', message: nameTaken(name) };
}

function putVault(context: ArmContext, arm: ArmRequest) {
  const { tenantId } = subscriptionOf(context, arm);
  const scope = arm.request.url.pathname;
  authorize(arm.caller.principal, 'Microsoft.KeyVault/vaults/write', scope);
  const group = resourceGroupOf(context, arm);
  checkLocks(context.locks.all(), 'write', scope);
  const name = arm.param('vaultName');
  const id = `${resourceGroupId(group)}/providers/${TYPE}/${name}`;
  const existing = context.vaults.named(name);
  const isOwn = existing?.id.toLowerCase() === id.toLowerCase();
  const sent = parseJsonObject(arm.request.body) ?? {};
  if (!NAME.test(name)) throw armError(400, 'VaultNameNotValid', nameInvalid(name));
  const vault = readVault(sent, { id, name, tenantId, version: arm.query('api-version') ?? '' });
  if (context.vaults.isTaken(name) && !isOwn) {
    throw armError(409, 'VaultAlreadyExists', nameTaken(name));
  }
  const body = vaultResource(context.vaults.put(isOwn ? { ...vault, id: existing.id } : vault));
  return { status: 200, body };
}

function deleteVault(context: ArmContext, arm: ArmRequest) {
  subscriptionOf(context, arm);
  const scope = arm.request.url.pathname;
  authorize(arm.caller.principal, 'Microsoft.KeyVault/vaults/delete', scope);
  const group = resourceGroupOf(context, arm);
  const vault = context.vaults.named(arm.param('vaultName'));
  const id = `${resourceGroupId(group)}/providers/${TYPE}/${arm.param('vaultName')}`;
  if (vault?.id.toLowerCase() !== id.toLowerCase()) return { status: 204 };
  checkLocks(context.locks.all(), 'delete', scope);
  const days = vault.properties?.['softDeleteRetentionInDays'];
  context.vaults.delete(vault, typeof days === 'number' ? days : 90);
  return { status: 200 };
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly version: string;
}

function readVault(sent: JsonObject, { id, name, tenantId, version }: Place): VaultResource {
  const { location, tags, properties } = sent;
  if (typeof location !== 'string') {
    throw armError(
      400,
      'LocationRequired',
      'The location property is required for this definition.',
    );
  }
  const region = location.toLowerCase().replaceAll(' ', '');
  if (!LOCATIONS.some((each) => each.name === region)) {
    throw armError(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type '${TYPE}'.`,
    );
  }
  if (!isJsonObject(properties)) throw badRequest('The parameter properties is not specified.');
  return {
    ...{ id, name, tenantId, location: region, vaultUri: `https://${name}.vault.azure.net/` },
    ...(isStringRecord(tags) ? { tags } : {}),
    properties: readProperties(properties, tenantId, version),
  };
}

function readProperties(sent: JsonObject, tenantId: string, version: string): JsonObject {
  const { sku, accessPolicies = [], publicNetworkAccess = 'Enabled' } = sent;
  const days = sent['softDeleteRetentionInDays'] ?? 90;
  const enableRbacAuthorization = sent['enableRbacAuthorization'] ?? version >= ROLES_BY_DEFAULT;
  const protection = sent['enablePurgeProtection'];
  const tier = isJsonObject(sku) ? sku['name'] : undefined;
  if (String(sent['tenantId']).toLowerCase() !== tenantId.toLowerCase()) {
    throw badRequest('Invalid tenantId.');
  }
  if (typeof tier !== 'string' || !['standard', 'premium'].includes(tier.toLowerCase())) {
    throw badRequest('Invalid sku: it is standard or premium of family A.');
  }
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 7 || days > 90) {
    throw badRequest(
      'The property "softDeleteRetentionInDays" is invalid: it is a number from 7 to 90.',
    );
  }
  if (sent['enableSoftDelete'] === false) {
    throw badRequest('The property "enableSoftDelete" cannot be set to false.');
  }
  if (protection === false) {
    throw badRequest(
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  if (enableRbacAuthorization !== true && sent['accessPolicies'] === undefined) {
    throw badRequest('The parameter accessPolicies is not specified.');
  }
  return {
    sku: { family: 'A', name: tier },
    accessPolicies,
    softDeleteRetentionInDays: days,
    enableRbacAuthorization,
    ...(protection === true ? { enablePurgeProtection: true } : {}),
    publicNetworkAccess,
  };
}

function badRequest(message: string): Error {
  return armError(400, 'BadRequest', message);
}

function nameTaken(name: string): string {
  return `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, refer to https://go.microsoft.com/fwlink/?linkid=2147740`;
}

function nameInvalid(name: string): string {
  return `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens. Follow this link for more information: https://go.microsoft.com/fwlink/?linkid=2147742`;
}
