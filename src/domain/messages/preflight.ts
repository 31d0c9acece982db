/** The sentences of the checks that are made before a CA is asked. */
import { explain } from '../error-catalogue.ts';
import {
  gravest,
  type CheckResult,
  type Finding,
  type PreflightCheck,
  type Verdict,
} from '../preflight.ts';
import { english, type Translate } from '../translate.ts';
import { listOf, readBy, utc, type Entry, type Explanation, type Reader } from './explanation.ts';
import { missingRights } from './missing-rights.ts';

/** What a person is told about one check. */
export function describeCheck(
  { check, finding, verdict }: Pick<CheckResult, 'check' | 'finding' | 'verdict'>,
  t: Translate = english,
  reader: Reader = 'editor',
): Explanation {
  if (finding.kind !== 'error') return readBy(reader, findingEntry(finding, t));
  const { message, remedies } = explain(finding.error, t, reader);
  if (verdict !== 'unknown') return { message, remedies };
  return {
    message: t('{0}: it could not be looked at. {1}', checkTitle(check, t), message),
    remedies,
  };
}

/** Two or three words. */
export function checkTitle(check: PreflightCheck, t: Translate): string {
  return TITLES[check](t);
}

/** One word. */
export function describeVerdict(verdict: Verdict, t: Translate): string {
  return VERDICTS[verdict](t);
}

/** What comes of all checks together. */
export function describeOutcome(
  results: readonly Pick<CheckResult, 'verdict'>[],
  t: Translate,
): string {
  switch (gravest(results)) {
    case 'ok':
      return t('Nothing speaks against it.');
    case 'unknown':
      return t('Nothing is known to speak against it.');
    case 'warning':
      return t('It can be issued, with a warning.');
    case 'blocking':
      return t('It cannot be issued.');
  }
}

const TITLES: Readonly<Record<PreflightCheck, (t: Translate) => string>> = {
  'sign-in': (t) => t('Sign-in'),
  vault: (t) => t('Vault'),
  'vault-rights': (t) => t('Rights on the vault'),
  name: (t) => t('Name in the vault'),
  key: (t) => t('Key and names'),
  zones: (t) => t('DNS zones'),
  'zone-rights': (t) => t('Rights on the zones'),
  locks: (t) => t('Resource locks'),
  ca: (t) => t('Certificate authority'),
  caa: (t) => t('CAA records'),
  limits: (t) => t('Limits of the CA'),
};

const VERDICTS: Readonly<Record<Verdict, (t: Translate) => string>> = {
  ok: (t) => t('ok'),
  warning: (t) => t('warning'),
  blocking: (t) => t('blocking'),
  unknown: (t) => t('unknown'),
};

function findingEntry(finding: Exclude<Finding, { kind: 'error' }>, t: Translate): Entry {
  switch (finding.kind) {
    case 'rights-missing':
      return missingRights(finding.place, finding.grant, t);
    case 'other-tenant':
      return {
        message: t(
          'The account is signed in to the tenant {0}; the vault belongs to {1}.',
          finding.tenantId,
          finding.vaultTenant,
        ),
        remedies: [
          {
            text: t('Sign in to the tenant of the vault.'),
            command: `az login --tenant ${finding.vaultTenant}`,
            action: { kind: 'sign-in' },
          },
        ],
      };
    case 'locked':
      return locked(finding, t);
    case 'limit-spent':
      return spent(finding, t);
    case 'caa-unknown':
      return {
        message: t(
          'It cannot be told here whether the CAA records of {0} allow {1}.',
          listOf(finding.names, t),
          finding.ca,
        ),
        remedies: [],
      };
    case 'delegation-unknown':
      return {
        message: t(
          'No name server could be asked whether the public DNS uses {0}.',
          listOf(finding.zones, t),
        ),
        remedies: [
          {
            text: t('Name servers to ask can be given with --dns-servers or --doh.'),
            only: 'command-line',
          },
        ],
      };
    case 'zones-on-word':
      return {
        message: t(
          'Given by hand, and the account may not read it: {0}. That it is the delegated zone is your word alone.',
          listOf(finding.zones, t),
        ),
        remedies: [{ text: t('With the role Reader on the zone it can be told beforehand.') }],
      };
    default:
      return { message: quietSentence(finding, t), remedies: [] };
  }
}

type Told = 'error' | 'rights-missing' | 'other-tenant' | 'locked' | 'limit-spent';
type Unknown = 'caa-unknown' | 'delegation-unknown' | 'zones-on-word';
type Quiet = Exclude<Finding, { kind: Told | Unknown }>;

/** What nothing has to be done about. */
function quietSentence(finding: Quiet, t: Translate): string {
  switch (finding.kind) {
    case 'not-looked':
      return t('Not looked at: see "{0}" first.', checkTitle(finding.because, t));
    case 'signed-in':
      return t('Signed in as {0} in the tenant {1}.', finding.objectId, finding.tenantId);
    case 'vault-answers':
      return t('The vault {0} answers.', finding.vault);
    case 'rights-shown':
      return t('The account may do in {0} what is needed.', finding.place.name);
    case 'name-free':
      return t('The name is free.');
    case 'new-version':
      return t('A new version of the certificate will be made; {0} is the newest.', finding.of);
    case 'key-accepted':
      return t('{0} signs {1} keys.', finding.ca, finding.keyType);
    case 'key-unheard-of':
      return t(
        '{0} tells only when it is asked whether it signs {1} keys.',
        finding.ca,
        finding.keyType,
      );
    case 'zones-found':
      return t('The proofs go into {0}.', listOf(finding.zones, t));
    case 'no-lock':
      return t('No lock stands in the way.');
    case 'ca-ready':
      return finding.isRegistered
        ? t('{0} answers, and knows the account.', finding.ca)
        : t('{0} answers; an account is made with the first certificate.', finding.ca);
    case 'caa-allows':
      return t('The CAA records allow {0} to issue.', finding.ca);
    case 'limits-kept':
      return finding.known
        ? t('Nothing that was issued from this machine uses up a limit of {0}.', finding.ca)
        : t('The limits of {0} are not known here.', finding.ca);
  }
}

function locked({ zone, lock }: Extract<Finding, { kind: 'locked' }>, t: Translate): Entry {
  return {
    message:
      lock.level === 'ReadOnly'
        ? t('The lock "{0}" keeps {1} from being changed.', lock.name, zone)
        : t(
            'The lock "{0}" keeps record sets of {1} from being deleted: the certificate is issued, and the proof stays there until the lock is gone.',
            lock.name,
            zone,
          ),
    remedies: [
      {
        text: t('Remove the lock, or ask whoever set it.'),
        command: `az lock delete --ids '${lock.scope.replaceAll("'", `'\\''`)}/providers/Microsoft.Authorization/locks/${lock.name.replaceAll("'", `'\\''`)}'`,
      },
    ],
  };
}

function spent({ ca, limit }: Extract<Finding, { kind: 'limit-spent' }>, t: Translate): Entry {
  if (limit.kind === 'domain') {
    return {
      message: t(
        '{0} certificates below {1} were issued from this machine within seven days; {2} allows {3}.',
        limit.issued,
        limit.domain,
        ca,
        limit.limit,
      ),
      remedies: [{ text: t('Renewals are not counted where the CA is told what they replace.') }],
    };
  }
  return {
    message: t(
      '{0} certificates for exactly these names were issued from this machine within seven days, in whatever vault; {1} allows {2}. The next is possible from {3}.',
      limit.issued,
      ca,
      limit.limit,
      utc(limit.freeAt),
    ),
    remedies: [
      { text: t('Wait until then, or ask for one name more or less.') },
      { text: t('Try things out with the staging directory of the CA.') },
    ],
  };
}
