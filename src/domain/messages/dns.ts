import type { ErrorFacts } from '../errors.ts';
import { ended, listOf, quoted, type Explanation } from './explanation.ts';

export type DnsError =
  | 'ZoneNotFound'
  | 'ZoneNotDelegated'
  | 'ArmForbidden'
  | 'ArmRefused'
  | 'ResourceLocked'
  | 'TxtRecordSetFull'
  | 'TxtConflict'
  | 'PropagationTimeout'
  | 'NameServersUnreachable'
  | 'CnameLoop';

export const dnsMessages: {
  readonly [C in DnsError]: (facts: ErrorFacts[C]) => Explanation;
} = {
  ZoneNotFound: ({ name, visibleZones, aliasOf }) => ({
    message:
      `None of the ${String(visibleZones)} Azure DNS zones that the signed-in account can see holds ${name}` +
      (aliasOf === undefined ? '.' : `, to which the CNAME of ${aliasOf} leads.`),
    remedies: [
      { text: 'Create the zone in Azure DNS and delegate the domain to it.' },
      { text: 'If it exists, the account needs DNS Zone Contributor on it.' },
    ],
  }),
  ZoneNotDelegated: ({ name, zone, expected, found }) =>
    expected.length === 0 ? unseen(name, zone, found) : elsewhere(name, zone, expected, found),
  ArmForbidden: ({ action, scope }) => ({
    message: `The signed-in account may not perform ${action} on ${scope}.`,
    remedies: [
      {
        text: 'Grant the role DNS Zone Contributor on the zone; it takes effect within minutes.',
        command: `az role assignment create --role ${quoted('DNS Zone Contributor')} --assignee YOUR_ACCOUNT --scope ${quoted(scope)}`,
      },
    ],
  }),
  ArmRefused: ({ status, serviceCode, message, resource }) => ({
    message: ended(
      `Azure refused a request on ${resource} (${String(status)} ${serviceCode}): ${message}`,
    ),
    remedies: [],
  }),
  ResourceLocked: ({ resource, message }) => ({
    message: ended(`A resource lock keeps ${resource} from being changed. ${message}`),
    remedies: [
      { text: 'Remove the lock, or ask whoever set it.', command: 'az lock list --output table' },
    ],
  }),
  TxtRecordSetFull: ({ record, limit, present, needed }) => ({
    message: `${record} holds ${String(present)} TXT values; ${String(needed)} more do not fit, Azure DNS allows ${String(limit)} in a set.`,
    remedies: [
      { text: 'Remove values that nobody needs, or wait until other issuances are done.' },
    ],
  }),
  TxtConflict: ({ record, attempts }) => ({
    message: `${record} was changed by others at every one of ${String(attempts)} attempts to write it.`,
    remedies: [{ text: 'Try again when fewer writers are at work.' }],
  }),
  PropagationTimeout: ({ record, expected, missingAt, unreachable, seconds }) => ({
    message:
      `After ${String(seconds)} seconds ${record} does not show ${listOf(expected)} everywhere. ` +
      `Missing at ${listOf(missingAt)}` +
      (unreachable.length > 0 ? `; no answer from ${listOf(unreachable)}.` : '.'),
    remedies: [
      { text: 'Try again: the servers may have been slow.' },
      { text: 'If they never see it, check that the zone is the one that is delegated.' },
    ],
  }),
  NameServersUnreachable: ({ record, servers }) => ({
    message: `No name server of ${record} could be asked${servers.length > 0 ? ` (tried ${listOf(servers)})` : ''}: outgoing DNS (port 53) may be blocked here.`,
    remedies: [
      {
        text: 'Name servers that can be reached from here, with --dns-servers or KVCERT_DNS_SERVERS.',
      },
    ],
  }),
  CnameLoop: ({ record, chain }) => ({
    message: `The CNAME records of ${record} lead in a circle, or too far: ${chain.join(' → ')}.`,
    remedies: [{ text: 'Correct the CNAME records.' }],
  }),
};

/** A zone that stands between, and that the account does not see. */
function unseen(name: string, zone: string, found: readonly string[]): Explanation {
  return {
    message:
      `${name} stands in the zone ${zone}, which is delegated to ${listOf(found)}; ` +
      'the signed-in account sees no Azure DNS zone of that name.',
    remedies: [
      { text: `If ${zone} is in Azure DNS, the account needs DNS Zone Contributor on it.` },
    ],
  };
}

function elsewhere(
  name: string,
  zone: string,
  expected: readonly string[],
  found: readonly string[],
): Explanation {
  return {
    message:
      `The zone ${zone}, which would hold ${name}, is not the one that the public DNS uses: ` +
      (found.length > 0
        ? `the domain is delegated to ${listOf(found)}, Azure serves the zone from ${listOf(expected)}.`
        : `nobody is delegated for it; Azure serves it from ${listOf(expected)}.`),
    remedies: [
      { text: `Set the NS records of ${zone} at its parent or registrar to ${listOf(expected)}.` },
    ],
  };
}
