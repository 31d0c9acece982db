import { cliCommand } from '../../domain/cli-command.ts';
import { CHINA, US_GOVERNMENT, type Cloud } from '../../domain/cloud.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';

export interface Surroundings {
  /** As in `process.platform`. */
  readonly platform: string;
  readonly cloud: Cloud;
  /** The setting `kvcert.dns.servers`. */
  readonly dnsServers: readonly string[];
  /** The setting `kvcert.dns.dohServers`. */
  readonly dohServers: readonly string[];
  /** The setting `kvcert.dns.propagationWait`. */
  readonly propagationWait: number;
}

/** The command line that does here what the editor would do, for the shell that is usual here. */
export function copiedCommand(
  wish: IssuanceWish,
  { platform, cloud, dnsServers, dohServers, propagationWait }: Surroundings,
): string {
  const shell = platform === 'win32' ? 'powershell' : 'posix';
  const servers = dnsServers.length > 0 ? ['--dns-servers', dnsServers.join(',')] : [];
  const doh = dohServers.length > 0 ? ['--doh', dohServers.join(',')] : [];
  const wait = propagationWait > 0 ? ['--propagation-wait', String(propagationWait)] : [];
  return cliCommand(wish, shell, [...cloudArguments(cloud), ...servers, ...doh, ...wait]);
}

/** Clouds of one's own cannot be named on the command line. */
function cloudArguments({ resourceManager }: Cloud): readonly string[] {
  switch (resourceManager) {
    case US_GOVERNMENT.resourceManager:
      return ['--cloud', 'us-government'];
    case CHINA.resourceManager:
      return ['--cloud', 'china'];
    default:
      return [];
  }
}
