import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { ended, listOf, quoting, utc, type Entries } from './explanation.ts';
import { describeChainProblem } from './reasons.ts';

export type CaError =
  | 'TermsNotAgreed'
  | 'ExternalAccountRequired'
  | 'RateLimited'
  | 'AcmeProblem'
  | 'ChallengeFailed'
  | 'ChallengeNotOffered'
  | 'OrderInvalid'
  | 'ChainUnusable'
  | 'CaTimeout';

export const caMessages: Entries<CaError> = {
  TermsNotAgreed: ({ ca, terms }, t) => ({
    message: t(
      'Before it issues anything, {0} asks you to agree to its terms of service ({1}).',
      ca,
      terms,
    ),
    remedies: [
      {
        text: t('Read them; then run the command again with --agree-terms. It is remembered.'),
        only: 'command-line',
      },
      { text: t('Read them; then agree to them in the form. It is remembered.'), only: 'editor' },
    ],
  }),
  ExternalAccountRequired: ({ ca }, t) => ({
    message: t(
      '{0} issues only for accounts that were made on its site (external account binding), which this version cannot use yet.',
      ca,
    ),
    remedies: [
      {
        text: t('Choose another CA, for example --ca letsencrypt.'),
        only: 'command-line',
      },
      { text: t("Choose another CA, for example Let's Encrypt."), only: 'editor' },
    ],
  }),
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
  AcmeProblem: ({ ca, type, detail, subproblems, retryAt }, t) => ({
    message: [
      quoting(
        detail,
        (said) => t('{0} refused the request ({1}): {2}', ca, type, said),
        () => t('{0} refused the request ({1}).', ca, type),
      ),
      ...subproblems.map((problem) => about(problem, t)),
    ].join(' '),
    remedies: retryAt ? [{ text: t('Try again from {0}.', utc(retryAt)) }] : [],
  }),
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
    remedies: [
      { text: t('Check that the zone is really delegated to the name servers of Azure DNS.') },
      { text: t('Check CAA records that may forbid this CA.') },
    ],
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

/** What a CA says about one name; it need not name it. */
function about(
  { name, type, detail }: { name: string; type: string; detail: string },
  t: Translate,
) {
  const said = ended(detail) || ended(type);
  return name === '' ? said : t('{0}: {1}', name, said);
}

function validationOf(
  { name, type, detail }: ErrorFacts['ChallengeFailed']['failures'][number],
  t: Translate,
): string {
  return quoting(
    detail,
    (said) => t('{0} ({1}): {2}', name, type, said),
    () => t('{0}: the authorization is {1}.', name, type),
  );
}
