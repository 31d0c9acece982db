import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { ended, listOf, quoted, quoting, utc, type Entries } from './explanation.ts';
import { caaRemedy, delegationRemedy, explainProblem, said } from './acme-problems.ts';
import { describeChainProblem } from './reasons.ts';

export type CaError =
  | 'TermsNotAgreed'
  | 'ExternalAccountRequired'
  | 'AccountNotFound'
  | 'InvalidEabKey'
  | 'NotOfferedByCa'
  | 'RateLimited'
  | 'LimitSpent'
  | 'AcmeProblem'
  | 'ChallengeFailed'
  | 'ChallengeNotOffered'
  | 'OrderInvalid'
  | 'ChainUnusable'
  | 'CaTimeout';

export const caMessages: Entries<CaError> = {
  TermsNotAgreed: ({ ca, terms, instance }, t) =>
    instance === undefined
      ? {
          message: t(
            'Before it issues anything, {0} asks you to agree to its terms of service ({1}).',
            ca,
            terms,
          ),
          remedies: [
            {
              text: t(
                'Read them; then run the command again with --agree-terms. It is remembered.',
              ),
              only: 'command-line',
            },
            {
              text: t('Read them; then agree to them in the form. It is remembered.'),
              only: 'editor',
            },
          ],
        }
      : {
          message: t('{0} has changed its terms of service ({1}).', ca, terms),
          remedies: [
            { text: t('Open {0} to agree to them as the CA wants it; then try again.', instance) },
          ],
        },
  ExternalAccountRequired: ({ ca, choice, guide }, t) => ({
    message: t(
      '{0} issues only to accounts that are bound to one on its site (external account binding), and none is known here.',
      ca,
    ),
    remedies: [
      {
        text:
          guide === undefined
            ? t('Get a key id and an HMAC key on the site of {0}.', ca)
            : t('Get a key id and an HMAC key on the site of {0}; {1} tells how.', ca, guide),
      },
      ...(choice === undefined
        ? []
        : [
            {
              text: t(
                'Then make an account of them: kvcert account create --ca {0} --eab-kid KID --eab-key-file FILE.',
                quoted(choice),
              ),
              only: 'command-line' as const,
            },
          ]),
      {
        text: t('Then make an account of them.'),
        action: { kind: 'make-account', ...(choice === undefined ? {} : { ca: choice }) },
        only: 'editor',
      },
      { text: t('Choose another CA, for example --ca letsencrypt.'), only: 'command-line' },
      { text: t("Choose another CA, for example Let's Encrypt."), only: 'editor' },
    ],
  }),
  AccountNotFound: ({ ca, choice, eabKid, url }, t) => ({
    message: noAccount(ca, eabKid, url, t),
    remedies: [
      {
        text: t('See which accounts there are with kvcert account list.'),
        only: 'command-line',
      },
      {
        text: t('Make one with kvcert account create --ca {0}.', quoted(choice)),
        only: 'command-line',
      },
      {
        text: t('Make one.'),
        action: { kind: 'make-account', ca: choice },
        only: 'editor',
      },
    ],
  }),
  InvalidEabKey: ({ ca, kid }, t) => ({
    message: t('The HMAC key for the external account {0} of {1} is no base64url text.', kid, ca),
    remedies: [{ text: t('Copy it once more, whole, from where {0} shows it.', ca) }],
  }),
  NotOfferedByCa: ({ ca, what }, t) =>
    what === 'revocation'
      ? {
          message: t('{0} revokes no certificates by ACME.', ca),
          remedies: [{ text: t('Have it revoked on the site of {0}.', ca) }],
        }
      : {
          message: t('{0} does not let an account change its key.', ca),
          remedies: [{ text: t('Register a new account, and deactivate this one.') }],
        },
  RateLimited: ({ ca, detail, retryAt }, t) => ({
    message: quoting(
      detail,
      (said) => t('{0} has reached a limit for this account or these names: {1}', ca, said),
      () => t('{0} has reached a limit for this account or these names.', ca),
    ),
    remedies: [
      { text: retryAt ? t('It works again from {0}.', utc(retryAt)) : t('Try again later.') },
      {
        text: t('To try things out, use --ca letsencrypt-staging: its limits are wide.'),
        only: 'command-line',
      },
      {
        text: t("To try things out, choose Let's Encrypt (staging): its limits are wide."),
        only: 'editor',
      },
    ],
  }),
  LimitSpent: ({ vault, name, ca, issued, limit, until }, t) => ({
    message: t(
      'The renewal of {0} waits until {1}: {2} issues {3} certificates for exactly the same names in seven days, and {4} were issued from here, in whatever vault.',
      `${vault}/${name}`,
      utc(until),
      ca,
      limit,
      issued,
    ),
    remedies: [
      { text: t('Leave it: whatever renews what is due takes it up from then on.') },
      {
        text: t('Try it now all the same.'),
        command: `kvcert renew ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'renew', vault, name },
      },
    ],
  }),
  AcmeProblem: explainProblem,
  ChallengeFailed: ({ ca, failures }, t) => ({
    message: t(
      '{0} could not confirm that the account controls {1}: {2}',
      ca,
      listOf(
        failures.map(({ name }) => name),
        t,
      ),
      failures.map((failure) => validationOf(failure, t)).join(' '),
    ),
    remedies: validationRemedies(ca, failures, t),
  }),
  ChallengeNotOffered: ({ ca, name, offered }, t) => ({
    message:
      offered.length > 0
        ? t('{0} offers no dns-01 challenge for {1}, only {2}.', ca, name, listOf(offered, t))
        : t('{0} offers no dns-01 challenge for {1}.', ca, name),
    remedies: [{ text: t('Choose another CA.') }],
  }),
  OrderInvalid: ({ ca, detail, forgotten }, t) => ({
    message: forgotten
      ? t('{0} does not know the order any more.', ca)
      : quoting(
          detail,
          (said) => t('{0} gave the order up: {1}', ca, said),
          () => t('{0} gave the order up and gives no reason.', ca),
        ),
    remedies: [beginAnew(t)],
  }),
  ChainUnusable: ({ ca, problem }, t) => ({
    message: t('What {0} has issued cannot be used: {1}.', ca, describeChainProblem(problem, t)),
    remedies: [beginAnew(t)],
  }),
  CaTimeout: ({ ca, waitedFor, seconds, lastProblem }, t) => {
    const sentences = [
      waitedFor.kind === 'order'
        ? t('{0} did not finish the order within {1} seconds.', ca, seconds)
        : t(
            '{0} did not finish the validation of {1} within {2} seconds.',
            ca,
            waitedFor.name,
            seconds,
          ),
    ];
    const said = ended(lastProblem ?? '');
    if (said !== '') sentences.push(t('What it said last: {0}', said));
    return {
      message: sentences.join(' '),
      remedies: [{ text: t('Try again; the CA may be slow at the moment.') }],
    };
  },
};

function beginAnew(t: Translate): { readonly text: string } {
  return { text: t('Try again: that begins a new order.') };
}

type Failure = ErrorFacts['ChallengeFailed']['failures'][number];

function validationOf({ name, type, detail }: Failure, t: Translate): string {
  const finding = findingOf(name, type, t);
  if (finding !== undefined) return [finding, ...said(detail, t)].join(' ');
  return quoting(
    detail,
    (words) => t('{0} ({1}): {2}', name, type, words),
    () => t('{0}: the authorization is {1}.', name, type),
  );
}

/** What the type of a problem means where a TXT record was looked for (RFC 8555 §8.4). */
function findingOf(name: string, type: string, t: Translate): string | undefined {
  switch (type) {
    case 'caa':
      return t('{0}: a CAA record forbids it.', name);
    case 'connection':
      return t('{0}: the name servers could not be reached.', name);
    case 'dns':
      return t('{0}: the name servers gave no usable answer.', name);
    case 'incorrectResponse':
    case 'unauthorized':
      return t('{0}: the TXT record is not there, or has another value.', name);
    case 'serverInternal':
      return t('{0}: the CA has trouble of its own.', name);
    default:
      return undefined;
  }
}

/** An authorization that is over, whatever stands in the DNS (RFC 8555 §7.1.6). */
const OVER: readonly string[] = ['deactivated', 'expired', 'revoked'];

function validationRemedies(
  ca: string,
  failures: readonly Failure[],
  t: Translate,
): readonly { readonly text: string }[] {
  const types = new Set(failures.map(({ type }) => type));
  const isCaa = types.delete('caa');
  const isItsOwn = types.delete('serverInternal');
  const isOver = OVER.map((status) => types.delete(status)).includes(true);
  return [
    ...(types.size > 0 ? [{ text: delegationRemedy(t) }] : []),
    ...(types.has('dns')
      ? [{ text: t('Check that a DS record of its parent fits the zone.') }]
      : []),
    ...(isCaa ? [{ text: caaRemedy(ca, t) }] : []),
    ...(isItsOwn ? [{ text: t('Try again later.') }] : []),
    ...(isOver ? [beginAnew(t)] : []),
  ];
}

function noAccount(
  ca: string,
  eabKid: string | undefined,
  url: string | undefined,
  t: Translate,
): string {
  if (url !== undefined) return t('No account {0} at {1} is known here.', url, ca);
  return eabKid === undefined
    ? t('No account at {0} is known here.', ca)
    : t('No account at {0} with the key id {1} is known here.', ca, eabKid);
}
