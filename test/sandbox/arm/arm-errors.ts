import { ApiError } from '../api.ts';

/** ARM's error envelope. `gateway` marks what ARM itself refused before any provider was asked. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiError {
  return new ApiError({
    status,
    headers: { 'Cache-Control': 'no-cache', 'x-ms-failure-cause': 'gateway', ...headers },
    body: { error: { code, message } },
  });
}

export function subscriptionNotFound(subscriptionId: string): ApiError {
  return armError(
    404,
    'SubscriptionNotFound',
    `The subscription '${subscriptionId}' could not be found.`,
  );
}

/** Text quoted in cert-manager/cert-manager#5841. */
export function resourceGroupNotFound(name: string): ApiError {
  return armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

/** `type` and `name` as `Microsoft.KeyVault/vaults/x`. */
export function resourceNotFound(typeAndName: string, resourceGroup: string): ApiError {
  return armError(
    404,
    'ResourceNotFound',
    `The Resource '${typeAndName}' under resource group '${resourceGroup}' was not found.`,
  );
}

/** Text quoted in hashicorp/terraform-provider-azurerm#26124. */
export function parentResourceNotFound(action: string, type: string, parentId: string): ApiError {
  return armError(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${action}' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
  );
}
