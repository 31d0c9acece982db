import type { RecordSet, Zone, ZoneStore } from '../arm/zone-store.ts';
import { canonical, isAtOrBelow } from './domain-name.ts';
import { ZoneView } from './zone-view.ts';

/** Who answers for a name: a zone of the world, or name servers outside of it. */
export type Authority =
  | { readonly kind: 'zone'; readonly view: ZoneView }
  | { readonly kind: 'referral'; readonly owner: string; readonly nameServers: RecordSet };

/**
 * Follows the delegations from the registry down to a name. A zone that ARM holds but to which no
 * NS record set points is never reached, nor is a namesake with other name servers.
 * @returns undefined for a name that is not below any registered zone
 */
export function findAuthority(
  zones: ZoneStore,
  name: string,
  isVisible: (changedAt: number) => boolean,
): Authority | undefined {
  const registered = zones.zones
    .filter((zone) => zone.resource.registered && isAtOrBelow(name, zone.name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (registered === undefined) return undefined;
  let view = new ZoneView(registered, isVisible);
  for (;;) {
    const cut = findCut(view, name);
    if (cut === undefined) return { kind: 'zone', view };
    const child = zones.zones.find((zone) => isDelegatedTo(zone, cut));
    if (child === undefined) return { kind: 'referral', ...cut };
    view = new ZoneView(child, isVisible);
  }
}

interface Cut {
  readonly owner: string;
  readonly nameServers: RecordSet;
}

/** The first NS record set on the way from the zone down to the name. */
function findCut(view: ZoneView, name: string): Cut | undefined {
  const below = name === view.zone.name ? [] : name.slice(0, -view.zone.name.length - 1).split('.');
  for (let depth = below.length - 1; depth >= 0; depth--) {
    const owner = [...below.slice(depth), view.zone.name].join('.');
    const nameServers = view.get(owner, 'NS');
    if (nameServers !== undefined) return { owner, nameServers };
  }
  return undefined;
}

/** Whether a zone is the one that is meant: its name, and one of its name servers at least. */
function isDelegatedTo(zone: Zone, { owner, nameServers }: Cut): boolean {
  const hosts = nameServers.records.map(({ nsdname }) => canonical(String(nsdname)));
  return (
    zone.name === owner && zone.resource.nameServers.some((host) => hosts.includes(canonical(host)))
  );
}
