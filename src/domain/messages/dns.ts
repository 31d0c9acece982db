import type { RecordHolder } from '../error-reasons.ts';
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { silentServer } from './dns-failure.ts';
import { answer, listOf, quoted, quoting, utc, type Entries, type Entry } from './explanation.ts';
import { lookedAtInVain, signInsTo } from './other-tenants.ts';
import { givenByHand, neverDelegated, nothingAt } from './zones-by-hand.ts';

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
  | 'CnameLoop'
  | 'CaaForbids';

export const dnsMessages: Entries<DnsError> = {
  ZoneNotFound: (facts, t) => ({
    message: noZone(facts, t),
    remedies: [
      { text: t('Create the zone in Azure DNS and delegate the domain to it.') },
      {
        text: t('If it exists, the account needs DNS Zone Contributor on it.'),
        action: { kind: 'refresh' },
      },
      ...givenByHand(t),
      ...signInsTo(facts.unseen, t),
    ],
  }),
  ZoneNotDelegated: (facts, t) => {
    const { unseen, absent } = facts;
    const { message, remedies } = notDelegated(facts, t);
    return {
      message: [message, ...nothingAt(absent, t), ...lookedAtInVain(unseen, t)].join(' '),
      remedies: [...remedies, ...signInsTo(unseen, t)],
    };
  },
  ArmForbidden: ({ action, scope }, t) => ({
    message: t('The signed-in account may not perform {0} on {1}.', action, scope),
    remedies: [roleFor(action, scope, t)],
  }),
  ArmRefused: ({ status, serviceCode, message, resource }, t) => ({
    message: quoting(
      message,
      (said) =>
        t('Azure refused a request on {0} ({1}): {2}', resource, answer(status, serviceCode), said),
      () => t('Azure refused a request on {0} ({1}).', resource, answer(status, serviceCode)),
    ),
    remedies: [],
  }),
  ResourceLocked: ({ resource, message }, t) => ({
    message: quoting(
      message,
      (said) => t('A resource lock keeps {0} from being changed. {1}', resource, said),
      () => t('A resource lock keeps {0} from being changed.', resource),
    ),
    remedies: [
      {
        text: t('Remove the lock, or ask whoever set it.'),
        command: 'az lock list --output table',
      },
    ],
  }),
  TxtRecordSetFull: ({ record, limit, present, needed, holders, strangers, seconds }, t) => ({
    message: [
      needed === 1
        ? t(
            '{0} holds {1} TXT values; one more does not fit, Azure DNS allows {2} in a set.',
            record,
            present,
            limit,
          )
        : t(
            '{0} holds {1} TXT values; {2} more do not fit, Azure DNS allows {3} in a set.',
            record,
            present,
            needed,
            limit,
          ),
      ...(seconds > 0 ? [t('No room came up in {0} seconds.', seconds)] : []),
      ...(strangers > 0 ? [t('{0} of the values are of others.', strangers)] : []),
      ...(holders.length > 0
        ? [
            t(
              'At work there: {0}.',
              listOf(
                holders.map((holder) => atWork(holder, t)),
                t,
              ),
            ),
          ]
        : []),
    ].join(' '),
    remedies: [
      {
        text: t('Remove values that nobody needs, or wait until other issuances are done.'),
      },
    ],
  }),
  TxtConflict: ({ record, attempts }, t) => ({
    message: t(
      '{0} was changed by others at every one of {1} attempts to write it.',
      record,
      attempts,
    ),
    remedies: [{ text: t('Try again when fewer writers are at work.') }],
  }),
  PropagationTimeout: ({ record, expected, missingAt, unreachable, seconds }, t) => ({
    message: [
      t(
        'After {0} seconds {1} does not show {2} everywhere.',
        seconds,
        record,
        listOf(expected, t),
      ),
      unreachable.length > 0
        ? t('Missing at {0}; no answer from {1}.', listOf(missingAt, t), listOf(unreachable, t))
        : t('Missing at {0}.', listOf(missingAt, t)),
    ].join(' '),
    remedies: [
      { text: t('Try again: the servers may have been slow.') },
      { text: t('If they never see it, check that the zone is the one that is delegated.') },
    ],
  }),
  NameServersUnreachable: ({ record, servers }, t) => ({
    message:
      servers.length > 0
        ? t(
            'No name server of {0} could be asked (tried {1}): outgoing DNS (port 53) may be blocked here.',
            record,
            listOf(
              servers.map((each) => silentServer(each, t)),
              t,
            ),
          )
        : t(
            'No name server of {0} could be asked: outgoing DNS (port 53) may be blocked here.',
            record,
          ),
    remedies: [
      {
        text: t(
          'Name servers that can be reached from here, with --dns-servers or KVCERT_DNS_SERVERS.',
        ),
        only: 'command-line',
      },
      {
        text: t('Name servers that can be reached from here, in the settings.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.servers' },
        only: 'editor',
      },
      {
        text: t(
          'A resolver that is asked over HTTPS, with --doh or KVCERT_DOH; it learns the names.',
        ),
        only: 'command-line',
      },
      {
        text: t('A resolver that is asked over HTTPS, in the settings; it learns the names.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.dohServers' },
        only: 'editor',
      },
      {
        text: t('As a last resort a fixed wait instead of looking, with --propagation-wait.'),
        only: 'command-line',
      },
      {
        text: t('As a last resort a fixed wait instead of looking, in the settings.'),
        action: { kind: 'open-setting', setting: 'kvcert.dns.propagationWait' },
        only: 'editor',
      },
    ],
  }),
  CnameLoop: ({ record, chain }, t) => ({
    message: t(
      'The CNAME records of {0} lead in a circle, or too far: {1}.',
      record,
      chain.join(' → '),
    ),
    remedies: [{ text: t('Correct the CNAME records.') }],
  }),
  CaaForbids: (facts, t) => ({
    message: caaRefusal(facts, t),
    remedies: [
      ...(facts.reason.kind === 'critical-tag'
        ? [{ text: t('Remove that property from the CAA records of {0}.', facts.owner) }]
        : [
            {
              text: t(
                'Add the CAA record {0} to {1}.',
                `0 ${facts.reason.property} "${facts.identity}"`,
                facts.owner,
              ),
            },
          ]),
      { text: t('Choose a CA that the records allow.') },
    ],
  }),
};

function caaRefusal({ name, ca, owner, reason }: ErrorFacts['CaaForbids'], t: Translate): string {
  switch (reason.kind) {
    case 'critical-tag':
      return t(
        'The CAA records of {0} hold the critical property {1}, which CAs do not know: none may issue for {2}.',
        owner,
        reason.tag,
        name,
      );
    case 'nobody':
      return t('The CAA records of {0} allow no CA to issue for {1}.', owner, name);
    case 'other-issuers':
      return t(
        'The CAA records of {0} do not allow {1} to issue for {2}, they allow {3}.',
        owner,
        ca,
        name,
        listOf(reason.issuers, t),
      );
    case 'other-accounts':
      return t(
        'The CAA records of {0} allow {1} to issue for {2}, but not for the account that is used here.',
        owner,
        ca,
        name,
      );
    case 'other-methods':
      return reason.methods.length === 0
        ? t(
            'The CAA records of {0} allow {1} to issue for {2}, but by no way of validation.',
            owner,
            ca,
            name,
          )
        : t(
            'The CAA records of {0} allow {1} to issue for {2} after {3} only, and not after dns-01.',
            owner,
            ca,
            name,
            listOf(reason.methods, t, 'or'),
          );
  }
}

function atWork({ certificate, owner, since }: RecordHolder, t: Translate): string {
  return t('{0} by {1} since {2}', certificate, owner, utc(since));
}

function noZone(
  { name, visibleZones, aliasOf, unseen, absent }: ErrorFacts['ZoneNotFound'],
  t: Translate,
): string {
  const sentences = [zonesWithout(name, visibleZones, t)];
  if (aliasOf !== undefined) {
    sentences.push(t('The CNAME of {0} leads to that name.', aliasOf));
  }
  return [...sentences, ...nothingAt(absent, t), ...lookedAtInVain(unseen, t)].join(' ');
}

function zonesWithout(name: string, visible: number, t: Translate): string {
  if (visible === 0) {
    return t('The signed-in account can see no Azure DNS zone, and so none that holds {0}.', name);
  }
  return visible === 1
    ? t('The one Azure DNS zone that the signed-in account can see does not hold {0}.', name)
    : t(
        'None of the {0} Azure DNS zones that the signed-in account can see holds {1}.',
        visible,
        name,
      );
}

function notDelegated(facts: ErrorFacts['ZoneNotDelegated'], t: Translate): Entry {
  const { name, zone, expected, found } = facts;
  if (expected.length > 0) return elsewhere(facts, t);
  return found.length > 0 ? invisible(name, zone, found, t) : neverDelegated(name, zone, t);
}

/** A zone that stands between, and that the account does not see. */
function invisible(name: string, zone: string, found: readonly string[], t: Translate): Entry {
  return {
    message: t(
      '{0} stands in the zone {1}, which is delegated to {2}; the signed-in account sees no Azure DNS zone of that name.',
      name,
      zone,
      listOf(found, t),
    ),
    remedies: [
      {
        text: t('If {0} is in Azure DNS, the account needs DNS Zone Contributor on it.', zone),
        action: { kind: 'refresh' },
      },
      ...givenByHand(t),
    ],
  };
}

function elsewhere(
  { name, zone, expected, found }: ErrorFacts['ZoneNotDelegated'],
  t: Translate,
): Entry {
  const azure = listOf(expected, t);
  return {
    message:
      found.length > 0
        ? t(
            'The zone {0}, which would hold {1}, is not the one that the public DNS uses: the domain is delegated to {2}, Azure serves the zone from {3}.',
            zone,
            name,
            listOf(found, t),
            azure,
          )
        : t(
            'The zone {0}, which would hold {1}, is not the one that the public DNS uses: nobody is delegated for it; Azure serves it from {2}.',
            zone,
            name,
            azure,
          ),
    remedies: [
      { text: t('Set the NS records of {0} at its parent or registrar to {1}.', zone, azure) },
    ],
  };
}

/** The role that allows it, and where it is given: what is to be made is not there yet. */
function roleFor(action: string, scope: string, t: Translate): Entry['remedies'][number] {
  if (action.startsWith('Microsoft.Authorization/roleAssignments/')) {
    return {
      text: t('Have somebody do it who may give roles, such as an Owner.'),
    };
  }
  if (action.startsWith('Microsoft.KeyVault/')) {
    const group = scope.replace(/\/providers\/.*$/i, '');
    return {
      text: t('Grant the role Key Vault Contributor on the resource group.'),
      command: `az role assignment create --role ${quoted('Key Vault Contributor')} --assignee YOUR_ACCOUNT --scope ${quoted(group)}`,
    };
  }
  return {
    text: t('Grant the role DNS Zone Contributor on the zone; it takes effect within minutes.'),
    command: `az role assignment create --role ${quoted('DNS Zone Contributor')} --assignee YOUR_ACCOUNT --scope ${quoted(scope)}`,
  };
}
