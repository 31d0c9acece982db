/** The port VaultMaker: a few requests to ARM, for which no package is needed. */
import { randomUUID } from 'node:crypto';
import { armHost } from '../domain/cloud.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { Vault } from '../domain/key-vault.ts';
import {
  CERTIFICATES_OFFICER,
  type Location,
  type NameAvailability,
  type NewVault,
  type VaultMaker,
} from '../domain/vault-creation.ts';
import { callerOf } from './access.ts';
import { untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import { asCertError } from './network-errors.ts';

const API = {
  vaults: '2023-07-01',
  locations: '2022-12-01',
  groups: '2021-04-01',
  roleAssignments: '2022-04-01',
} as const;

const PROVIDER = 'providers/Microsoft.KeyVault';

/** Asks nothing before the first use. */
export function createVaultMaker(context: AzureContext): VaultMaker {
  const read = <T>(path: string, signal: AbortSignal | undefined): Promise<T> =>
    untilAborted(signal, `reading ${path}`, () => ask<T>('GET', path, context));

  return {
    checkName(subscriptionId, name, signal) {
      const path = `/subscriptions/${subscriptionId}/${PROVIDER}/checkNameAvailability?api-version=${API.vaults}`;
      const body = { name, type: 'Microsoft.KeyVault/vaults' };
      return untilAborted(signal, `looking for the name ${name}`, async () =>
        toAvailability(await ask<WireAvailability>('POST', path, context, body)),
      );
    },

    async locations(subscriptionId, signal) {
      const path = `/subscriptions/${subscriptionId}/locations?api-version=${API.locations}`;
      const { value = [] } = await read<WireList<Partial<Location>>>(path, signal);
      return value.map(({ name = '', displayName = name }) => ({ name, displayName }));
    },

    async resourceGroups(subscriptionId, signal) {
      const names: string[] = [];
      let path: string | undefined =
        `/subscriptions/${subscriptionId}/resourcegroups?api-version=${API.groups}`;
      while (path !== undefined) {
        const page: WireList<WireGroup> = await read<WireList<WireGroup>>(path, signal);
        names.push(...(page.value ?? []).map(({ name = '' }) => name));
        path = nextPath(page.nextLink);
      }
      return names.toSorted((a, b) => a.localeCompare(b));
    },

    async create(vault) {
      const path = `${idOf(vault)}?api-version=${API.vaults}`;
      try {
        const made = await ask<WireVault>('PUT', path, context, bodyOf(vault));
        return toVault(vault, made, context);
      } catch (error) {
        if (!isCertError(error, 'ArmRefused') || error.facts.serviceCode !== 'VaultAlreadyExists') {
          throw error;
        }
        throw new CertError('VaultNameTaken', { vault: vault.name }, { cause: error });
      }
    },

    async isReady({ id }, signal) {
      const { properties } = await read<WireVault>(`${id}?api-version=${API.vaults}`, signal);
      return properties?.provisioningState === 'Succeeded';
    },

    async assignToCaller({ id, subscriptionId }) {
      const { objectId: principalId } = await callerOf(context);
      const roles = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
      const path = `${id}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=${API.roleAssignments}`;
      const roleDefinitionId = `${roles}/${CERTIFICATES_OFFICER}`;
      await ask('PUT', path, context, { properties: { roleDefinitionId, principalId } });
    },
  };
}

function idOf({ subscriptionId, resourceGroup, name }: NewVault): string {
  const group = encodeURIComponent(resourceGroup);
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/${PROVIDER}/vaults/${name}`;
}

function bodyOf({ tenantId, tier, location, tags, ...vault }: NewVault): object {
  return {
    location,
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    properties: {
      tenantId,
      sku: { family: 'A', name: tier },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: vault.retentionDays,
      // `false` is refused: it can only be switched on.
      ...(vault.purgeProtection ? { enablePurgeProtection: true } : {}),
    },
  };
}

function toVault(asked: NewVault, made: WireVault, { cloud }: AzureContext): Vault {
  const { subscriptionId, resourceGroup, tenantId, tier, location } = asked;
  const uri = made.properties?.vaultUri?.replace(/\/+$/, '');
  if (made.id === undefined || uri === undefined) {
    const excerpt = 'a vault without id or URI';
    throw new CertError('UnexpectedAnswer', { host: armHost(cloud), status: 200, excerpt });
  }
  const place = { subscriptionId, resourceGroup, tenantId, tier, location };
  return { ...place, id: made.id, name: asked.name, uri };
}

function toAvailability({ nameAvailable, reason = '' }: WireAvailability): NameAvailability {
  return nameAvailable === false ? { isFree: false, reason } : { isFree: true };
}

async function ask<T>(
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  context: AzureContext,
  body?: object,
): Promise<T> {
  try {
    const [, subscriptionId = ''] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
    const [client, { createHttpHeaders, createPipelineRequest }] = await Promise.all([
      openDnsClient(subscriptionId, context),
      import('@azure/core-rest-pipeline'),
    ]);
    const request = createPipelineRequest({
      url: `${context.cloud.resourceManager}${path}`,
      method,
      ...(body && {
        body: JSON.stringify(body),
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
      }),
    });
    const response = await client.sendRequest(request);
    return JSON.parse(response.bodyAsText ?? '') as T;
  } catch (error) {
    throw asCertError(error, armHost(context.cloud));
  }
}

/** Its host is not looked at: the token goes to the cloud's own ARM alone. */
function nextPath(link: string | null | undefined): string | undefined {
  if (!link) return undefined;
  const { pathname, search } = new URL(link);
  return `/${pathname.replace(/^\/+/, '')}${search}`;
}

interface WireList<T> {
  readonly value?: readonly T[];
  readonly nextLink?: string | null;
}

interface WireGroup {
  readonly name?: string;
}

interface WireAvailability {
  readonly nameAvailable?: boolean;
  readonly reason?: string;
}

interface WireVault {
  readonly id?: string;
  readonly properties?: { readonly vaultUri?: string; readonly provisioningState?: string };
}
