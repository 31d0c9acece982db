import { SCRIPTED_CA_HOST } from '../acme/scripted/directory.ts';

/** The stand-ins; the log and the faults call them by these names. */
export type ApiName = 'login' | 'arm' | 'keyvault' | 'acme' | 'doh';

const HOSTS: Readonly<Record<string, ApiName>> = {
  'login.microsoftonline.com': 'login',
  'management.azure.com': 'arm',
  'acme-v02.api.letsencrypt.org': 'acme',
  'acme-staging-v02.api.letsencrypt.org': 'acme',
  [SCRIPTED_CA_HOST]: 'acme',
  'ca.step.test': 'acme',
  'dns.example-doh.test': 'doh',
};

const VAULT_HOST = /^[a-z0-9-]+\.vault\.azure\.net$/;

/** Names for the server certificate. */
export const SERVER_NAMES: readonly string[] = [...Object.keys(HOSTS), '*.vault.azure.net'];

/** Which API answers at a production host name; undefined for every other name of the internet. */
export function findApi(hostname: string): ApiName | undefined {
  const name = hostname.toLowerCase();
  return Object.hasOwn(HOSTS, name) ? HOSTS[name] : VAULT_HOST.test(name) ? 'keyvault' : undefined;
}
