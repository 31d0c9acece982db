import type { ApiResponse } from '../api.ts';
import { resourceNotFound } from './arm-errors.ts';
import { readable, resourceGroupOf, subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import type { JsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import type { VaultResource } from './resources.ts';
import { resourceGroupId, placeOf } from './resources.ts';
import { authorize, isWithin } from './roles.ts';

const ACTION = 'Microsoft.KeyVault/vaults/read';
const IN_SUBSCRIPTION = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault/vaults';
const IN_GROUP =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults';

export const VAULT_PATH = `${IN_GROUP}/{vaultName}`;

/** Microsoft.KeyVault, Vaults: list by subscription and resource group, get. */
export function vaultOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: IN_SUBSCRIPTION,
      run: (arm) => {
        const { subscriptionId } = subscriptionOf(context, arm);
        return vaultList(context, arm, `/subscriptions/${subscriptionId}`);
      },
    },
    {
      method: 'GET',
      path: IN_GROUP,
      run: (arm) => {
        subscriptionOf(context, arm);
        return vaultList(context, arm, resourceGroupId(resourceGroupOf(context, arm)));
      },
    },
    {
      method: 'GET',
      path: VAULT_PATH,
      run: (arm) => {
        subscriptionOf(context, arm);
        const scope = arm.request.url.pathname;
        authorize(arm.caller.principal, ACTION, scope);
        const group = resourceGroupOf(context, arm);
        const vault = findVault(context, arm);
        if (vault === undefined) {
          throw resourceNotFound(`Microsoft.KeyVault/vaults/${arm.param('vaultName')}`, group.name);
        }
        return { status: 200, body: vaultResource(vault) };
      },
    },
  ];
}

function findVault({ vaults }: ArmContext, arm: ArmRequest): VaultResource | undefined {
  const id = `/subscriptions/${arm.param('subscriptionId')}/resourceGroups/${arm.param('resourceGroupName')}/providers/Microsoft.KeyVault/vaults/${arm.param('vaultName')}`;
  return vaults.all().find((vault) => vault.id.toLowerCase() === id.toLowerCase());
}

/** A vault as ARM shows it: members of 2019-09-01 in their recorded order, then the newer ones. */
export function vaultResource(vault: VaultResource): JsonObject {
  return {
    id: vault.id,
    name: vault.name,
    type: 'Microsoft.KeyVault/vaults',
    location: vault.location,
    tags: vault.tags ?? {},
    properties: {
      sku: { family: 'A', name: 'standard' },
      tenantId: vault.tenantId,
      accessPolicies: [],
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enableRbacAuthorization: true,
      vaultUri: vault.vaultUri,
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      ...vault.properties,
    },
  };
}

/** A page that is not empty always has a `nextLink`, the last page is empty and has none. */
function vaultList(context: ArmContext, arm: ArmRequest, scope: string): ApiResponse {
  const vaults = readable(
    arm,
    ACTION,
    scope,
    context.vaults.all().filter(({ id }) => isWithin(id, scope)),
  );
  const token = arm.query('$skiptoken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString('utf8');
  const start = token === undefined ? 0 : vaults.findIndex((each) => position(each) === after) + 1;
  const page = vaults.slice(start, start + Number(arm.query('$top') ?? 1000));
  const last = page.at(-1);
  const value = page.map(vaultResource);
  if (last === undefined) return { status: 200, body: { value } };
  return { status: 200, body: { value, nextLink: nextLink(arm, position(last)) } };
}

function position(vault: VaultResource): string {
  return `${placeOf(vault.id).resourceGroup}|${vault.name}`;
}

function nextLink(arm: ArmRequest, after: string): string {
  const { url } = arm.request;
  const top = arm.query('$top');
  const query = [
    `api-version=${arm.query('api-version') ?? ''}`,
    ...(top === undefined ? [] : [`$top=${top}`]),
    `$skiptoken=${Buffer.from(after).toString('base64')}`,
  ];
  return `${url.origin}${url.pathname}?${query.join('&')}`;
}
