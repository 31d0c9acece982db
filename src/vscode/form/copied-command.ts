import { cliCommand } from '../../domain/cli-command.ts';
import { CHINA, US_GOVERNMENT, type Cloud } from '../../domain/cloud.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { VaultWish } from '../../domain/vault-wish.ts';

/** Seconds: the command line's own default. */
const USUAL_ROOM_WAIT = 600;

export interface Surroundings {
  /** As in `process.platform`. */
  readonly platform: string;
  readonly cloud: Cloud;
  /** The setting `kvcert.dns.servers`. */
  readonly dnsServers: readonly string[];
  /** The setting `kvcert.dns.dohServers`. */
  readonly dohServers: readonly string[];
  /** The setting `kvcert.dns.zones`. */
  readonly zones: readonly string[];
  /** The setting `kvcert.dns.propagationWait`. */
  readonly propagationWait: number;
  /** The setting `kvcert.dns.roomWait`. */
  readonly roomWait: number;
  /** The setting `kvcert.ca.rootsFile`. */
  readonly caRootsFile: string;
}

/** The command line that does here what the editor would do, for the shell that is usual here. */
export function copiedCommand(
  wish: IssuanceWish | VaultWish,
  { platform, cloud, ...settings }: Surroundings,
): string {
  const { dnsServers, dohServers, zones, propagationWait, roomWait, caRootsFile } = settings;
  const more: readonly (readonly [option: string, value: string, isSaid: boolean])[] = [
    ['--dns-servers', dnsServers.join(','), dnsServers.length > 0],
    ['--doh', dohServers.join(','), dohServers.length > 0],
    ...zones.map((zone) => ['--zone', zone, true] as const),
    ['--propagation-wait', String(propagationWait), propagationWait > 0],
    ['--room-wait', String(roomWait), roomWait !== USUAL_ROOM_WAIT],
    ['--ca-root', caRootsFile, caRootsFile !== ''],
  ];
  // Key Vault itself asks no name server and no CA of ACME.
  const said =
    'change' in wish
      ? []
      : more.flatMap(([option, value, isSaid]) => (isSaid ? [option, value] : []));
  const shell = platform === 'win32' ? 'powershell' : 'posix';
  return cliCommand(wish, shell, [...cloudArguments(cloud), ...said]);
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
