/** The resources that tokens can be asked for, in every spelling that Entra knows. */
const RESOURCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://vault.azure.net',
];

/** MSAL adds these to every request; they change nothing about an access token. */
const OPENID_SCOPES = ['openid', 'profile', 'offline_access', 'email'];

/**
 * The resource that scopes mean, spelled as it was asked: one that ends in a slash is asked with two.
 * @param permissions what may follow the resource, such as `.default`
 * @returns undefined unless there is exactly one such scope
 */
export function resourceOf(
  scopes: readonly string[],
  permissions: readonly string[],
): string | undefined {
  const asked = scopes.filter((each) => !OPENID_SCOPES.includes(each));
  const [only] = asked;
  if (only === undefined || asked.length > 1) return undefined;
  const end = permissions.find((permission) => only.endsWith(`/${permission}`));
  return end === undefined ? undefined : only.slice(0, -end.length - 1) || undefined;
}

export function isKnownResource(resource: string): boolean {
  return RESOURCES.includes(resource.replace(/\/$/, ''));
}
