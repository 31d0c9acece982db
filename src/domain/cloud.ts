/**
 * Which Azure: the public one, those of governments, or one that a company runs. A vault's address
 * is no part of it, ARM says it (`vaultUri`).
 */

export interface Cloud {
  /** For people. */
  readonly name: string;
  /** `https://management.azure.com`; no URL here ends with a slash. */
  readonly resourceManager: string;
  readonly portal: string;
  /** What a token for ARM is asked for. */
  readonly armScope: string;
  /** Where Entra signs in; shells with a sign-in of their own do not need it. */
  readonly authority: string;
}

export const PUBLIC_CLOUD: Cloud = {
  name: 'Azure',
  resourceManager: 'https://management.azure.com',
  portal: 'https://portal.azure.com',
  armScope: 'https://management.azure.com/.default',
  authority: 'https://login.microsoftonline.com',
};

export const US_GOVERNMENT: Cloud = {
  name: 'Azure US Government',
  resourceManager: 'https://management.usgovcloudapi.net',
  portal: 'https://portal.azure.us',
  armScope: 'https://management.usgovcloudapi.net/.default',
  authority: 'https://login.microsoftonline.us',
};

export const CHINA: Cloud = {
  name: 'Azure China',
  resourceManager: 'https://management.chinacloudapi.cn',
  portal: 'https://portal.azure.cn',
  armScope: 'https://management.chinacloudapi.cn/.default',
  authority: 'https://login.chinacloudapi.cn',
};

/**
 * A cloud from its endpoints, under the names of VS Code's setting
 * `microsoft-sovereign-cloud.customEnvironment` (its schema requires them all). Values come from a
 * person's settings: undefined where one is missing or no https URL.
 */
export function customCloud(endpoints: Readonly<Record<string, unknown>>): Cloud | undefined {
  const resourceManager = httpsUrl(endpoints['resourceManagerEndpointUrl']);
  const portal = httpsUrl(endpoints['portalUrl']);
  const audience = httpsUrl(endpoints['activeDirectoryResourceId']);
  const authority = httpsUrl(endpoints['activeDirectoryEndpointUrl']);
  if (!resourceManager || !portal || !audience || !authority) return undefined;
  const name = endpoints['name'];
  return {
    name: typeof name === 'string' && name !== '' ? name : hostOf(resourceManager),
    resourceManager,
    portal,
    armScope: `${audience}/.default`,
    authority,
  };
}

/** The host of ARM, for people. */
export function armHost(cloud: Cloud): string {
  return hostOf(cloud.resourceManager);
}

/** Without a slash at its end; undefined for everything that is no https URL. */
function httpsUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const url = value.trim().replace(/\/+$/, '');
  return /^https:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(url) ? url : undefined;
}

/** Without `URL`, which the domain has no types for. */
function hostOf(url: string): string {
  return url.replace(/^https:\/\//i, '').replace(/\/.*$/, '');
}
