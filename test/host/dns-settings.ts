import type { Ready } from '../sandbox/ready.ts';
import type { Settings } from './profile.ts';

/** Port 53 is not the sandbox's, so the extension is told where its name servers are. */
export function dnsSettings(sandbox: Pick<Ready, 'env'> | undefined): Settings {
  const servers = sandbox?.env['KVCERT_DNS_SERVERS'];
  return servers === undefined ? {} : { 'kvcert.dns.servers': servers.split(',') };
}
