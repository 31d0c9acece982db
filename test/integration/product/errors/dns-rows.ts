/** Zones and records. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { azureCaller, txtUrl } from '../azure-caller.ts';
import type { Row } from './row.ts';
import { ALWAYS, createArgs, inAHurry, type Scene } from './scene.ts';

const ZONE = 'example.com';

async function armRefuses(
  scene: Scene,
  status: number,
  code: string,
  message: string,
): Promise<Awaited<ReturnType<Scene['create']>>> {
  const fault = {
    kind: 'fail',
    status,
    count: ALWAYS,
    body: { error: { code, message } },
  } as const;
  await scene.client.fault({ ...fault, match: { api: 'arm', method: 'PUT' } });
  return scene.create();
}

const DENIED =
  "The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Network/dnsZones/TXT/write' over scope '/subscriptions/s/resourceGroups/dns' or the scope is invalid.";

export const dnsRows = {
  ZoneNotFound: {
    exit: 1,
    says: 'None of the 3 Azure DNS zones that the signed-in account can see holds _acme-challenge.www.none.net.',
    remedies: [
      'Create the zone in Azure DNS and delegate the domain to it.',
      'If it exists, the account needs DNS Zone Contributor on it.',
      'If the account may not list the zone, give its resource id with --zone or KVCERT_DNS_ZONES.',
    ],
    provoke: (s) => s.create('--dns', 'www.none.net'),
  },
  ZoneNotDelegated: {
    exit: 1,
    says: '_acme-challenge.www.away.example.com stands in the zone away.example.com, which is delegated to ns1-10.azure-dns.com and ns2-10.azure-dns.net; the signed-in account sees no Azure DNS zone of that name.',
    remedies: [
      'If away.example.com is in Azure DNS, the account needs DNS Zone Contributor on it.',
      'If the account may not list the zone, give its resource id with --zone or KVCERT_DNS_ZONES.',
    ],
    provoke: (s) => s.create('--dns', 'www.away.example.com'),
  },
  ArmForbidden: {
    exit: 1,
    says: 'The signed-in account may not perform Microsoft.Network/dnsZones/TXT/write on /subscriptions/s/resourceGroups/dns.',
    remedies: [
      "Grant the role DNS Zone Contributor on the zone; it takes effect within minutes. $ az role assignment create --role 'DNS Zone Contributor' --assignee YOUR_ACCOUNT --scope /subscriptions/s/resourceGroups/dns",
    ],
    provoke: (s) => armRefuses(s, 403, 'AuthorizationFailed', DENIED),
  },
  ArmRefused: {
    exit: 1,
    says: 'Azure refused a request on /subscriptions/11111111-0a0a-4b0b-8c0c-000000000001/resourceGroups/dns/providers/Microsoft.Network/dnsZones/example.com/TXT/_acme-challenge.armrefused (400 BadRequest): The value is not valid.',
    remedies: [],
    provoke: (s) => armRefuses(s, 400, 'BadRequest', 'The value is not valid.'),
  },
  ResourceLocked: {
    exit: 1,
    says: 'A resource lock keeps /subscriptions/11111111-0a0a-4b0b-8c0c-000000000001/resourceGroups/dns/providers/Microsoft.Network/dnsZones/example.com/TXT/_acme-challenge.resourcelocked from being changed. The scope is locked: lock-1.',
    remedies: ['Remove the lock, or ask whoever set it. $ az lock list --output table'],
    provoke: (s) => armRefuses(s, 409, 'ScopeLocked', 'The scope is locked: lock-1.'),
  },
  TxtRecordSetFull: {
    exit: 1,
    says: '_acme-challenge.txtrecordsetfull.example.com holds 20 TXT values; one more does not fit, Azure DNS allows 20 in a set. 20 of the values are of others.',
    remedies: ['Remove values that nobody needs, or wait until other issuances are done.'],
    provoke: async (s) => {
      const zone = s.world.ready.zones.find(({ name }) => name === ZONE);
      const stranger = azureCaller(s.world.ready, 'stranger');
      const TXTRecords = Array.from({ length: 20 }, (_, n) => ({ value: [`value ${n}`] }));
      const url = txtUrl(zone?.id ?? '', `_acme-challenge.${s.name}`);
      await stranger.ask('PUT', url, { properties: { TTL: 300, TXTRecords } });
      return s.create('--room-wait', '0');
    },
  },
  TxtConflict: {
    exit: 1,
    says: '_acme-challenge.txtconflict.example.com was changed by others at every one of 40 attempts to write it.',
    remedies: ['Try again when fewer writers are at work.'],
    provoke: (s) => armRefuses(s, 412, 'PreconditionFailed', 'It was changed.'),
  },
  PropagationTimeout: {
    exit: 1,
    says: 'After <n> seconds _acme-challenge.propagationtimeout.example.com does not show <value> everywhere. Missing at 127.0.0.1:<port>.',
    remedies: [
      'Try again: the servers may have been slow.',
      'If they never see it, check that the zone is the one that is delegated.',
    ],
    provoke: async (s) => {
      await s.world.control.nameServer('authoritative-2', { visibleAfterMs: 3_600_000 });
      try {
        return await s.runIn(inAHurry(s.client.env), ...createArgs(s.name));
      } finally {
        await s.world.control.nameServer('authoritative-2', { visibleAfterMs: 0 });
      }
    },
  },
  NameServersUnreachable: {
    exit: 1,
    says: 'No name server of _acme-challenge.nameserversunreachable.example.com could be asked (tried 127.0.0.1:9 (cannot be reached)): outgoing DNS (port 53) may be blocked here.',
    remedies: [
      'Name servers that can be reached from here, with --dns-servers or KVCERT_DNS_SERVERS.',
      'A resolver that is asked over HTTPS, with --doh or KVCERT_DOH; it learns the names.',
      'As a last resort a fixed wait instead of looking, with --propagation-wait.',
    ],
    provoke: (s) => s.create('--dns-servers', '127.0.0.1:9'),
  },
  CnameLoop: {
    exit: 1,
    says: 'The CNAME records of _acme-challenge.cnameloop.example.com lead in a circle, or too far: _acme-challenge.cnameloop.example.com → round.example.com → _acme-challenge.cnameloop.example.com.',
    remedies: ['Correct the CNAME records.'],
    provoke: (s) => s.create(),
  },
  CaaForbids: {
    exit: 1,
    says: "The CAA records of caaforbids.example.com do not allow Let's Encrypt to issue for caaforbids.example.com, they allow digicert.com.",
    remedies: [
      'Add the CAA record 0 issue "letsencrypt.org" to caaforbids.example.com.',
      'Choose a CA that the records allow.',
    ],
    provoke: (s) => s.create(),
  },
} satisfies Partial<Record<ErrorCode, Row>>;
