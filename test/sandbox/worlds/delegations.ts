/** The default world with what people do to names: namesakes, challenges handed on, dead ends. */
import type { InitialRecordSet } from '../arm/resources.ts';
import { assign, zone } from '../world-parts.ts';
import { zoneId, type World, type WorldZone } from '../world.ts';

const OPERATORS = ['operator', 'stranger', 'operator@contoso.com'];

export function delegationsWorld(defaults: World): World {
  const [production = '', development = ''] = defaults.subscriptions.map(({ id }) => id);
  const more: readonly WorldZone[] = [
    // The older one lost its name; nobody has removed it.
    { ...zone('example.net', production, 'dns', '11'), registered: false },
    zone('example.net', development, 'dns-dev', '12'),
    { ...zone('limited.example', production, 'dns', '13'), recordsPerSet: 20 },
  ];
  const roles = more.map((each) => assign('DNS Zone Contributor', zoneId(each)));
  return {
    ...defaults,
    zones: [...defaults.zones.map(withRecords), ...more],
    principals: defaults.principals.map((each) =>
      OPERATORS.includes(each.name) ? { ...each, roles: [...each.roles, ...roles] } : each,
    ),
    users: defaults.users.map((user) => {
      const [home, ...guests] = user.accounts;
      if (!OPERATORS.includes(user.upn)) return user;
      return { ...user, accounts: [{ ...home, roles: [...home.roles, ...roles] }, ...guests] };
    }),
  };
}

const RECORDS: Readonly<Record<string, readonly InitialRecordSet[]>> = {
  'example.com': [
    // Two hops, into the zone that is delegated.
    cname('_acme-challenge.alias', 'alias.hop.example.org'),
    cname('_acme-challenge.loop', 'loop.example.org'),
    cname('_acme-challenge.dangling', 'dangling.gone.example'),
    // Name servers that know no such zone.
    {
      name: 'lost',
      type: 'NS',
      ttl: 3600,
      records: [{ nsdname: 'ns1-12.azure-dns.com.' }, { nsdname: 'ns2-12.azure-dns.net.' }],
    },
  ],
  'example.org': [
    cname('alias.hop', 'alias.challenges.example.net'),
    cname('loop', '_acme-challenge.loop.example.com'),
  ],
};

function withRecords(each: WorldZone): WorldZone {
  return { ...each, recordSets: [...each.recordSets, ...(RECORDS[each.name] ?? [])] };
}

function cname(name: string, target: string): InitialRecordSet {
  return { name, type: 'CNAME', ttl: 3600, records: [{ cname: `${target}.` }] };
}
