/** What a CA means by the type of a problem document (RFC 8555 §6.7, RFC 9773 §7.4), and what helps. */
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { ended, utc, type Entry } from './explanation.ts';

type Problem = ErrorFacts['AcmeProblem'];

/** Types that have an error code of their own stand in ca.ts: externalAccountRequired, rateLimited. */
type ProblemType =
  | 'accountDoesNotExist'
  | 'alreadyReplaced'
  | 'alreadyRevoked'
  | 'badCSR'
  | 'badNonce'
  | 'badPublicKey'
  | 'badRevocationReason'
  | 'badSignatureAlgorithm'
  | 'caa'
  | 'compound'
  | 'connection'
  | 'dns'
  | 'incorrectResponse'
  | 'invalidContact'
  | 'invalidProfile'
  | 'malformed'
  | 'orderNotReady'
  | 'rejectedIdentifier'
  | 'serverInternal'
  | 'tls'
  | 'unauthorized'
  | 'unsupportedContact'
  | 'unsupportedIdentifier'
  | 'userActionRequired';

interface Meaning {
  readonly message: string;
  readonly remedy: string;
}

const MEANINGS: Readonly<Record<ProblemType, (problem: Problem, t: Translate) => Meaning>> = {
  accountDoesNotExist: ({ ca }, t) => ({
    message: t('{0} does not know the account any more.', ca),
    remedy: t('Issue or renew a certificate: the same key is registered again then.'),
  }),
  alreadyReplaced: ({ ca }, t) => ({
    message: t('At {0} another order has replaced the certificate already.', ca),
    remedy: t('Look at the certificate: it may have been renewed elsewhere.'),
  }),
  alreadyRevoked: ({ ca }, t) => ({
    message: t('{0} has revoked the certificate already.', ca),
    remedy: t('Renew the certificate if something still uses it.'),
  }),
  badCSR: ({ ca }, t) => ({
    message: t('{0} does not accept the certificate signing request.', ca),
    remedy: t('Choose another kind of key, other names, or another profile.'),
  }),
  badNonce: ({ ca }, t) => ({
    message: t('{0} takes one request after the other for a repetition.', ca),
    remedy: t('Try again; if it stays so, look for a proxy that answers from its cache.'),
  }),
  badPublicKey: ({ ca }, t) => ({
    message: t('{0} does not accept the public key.', ca),
    remedy: t('Choose a new key, or another kind of key.'),
  }),
  badRevocationReason: ({ ca }, t) => ({
    message: t('{0} does not accept this reason for a revocation.', ca),
    remedy: t('Give another reason, or none.'),
  }),
  badSignatureAlgorithm: ({ ca }, t) => ({
    message: t('{0} does not accept how the key of the account signs.', ca),
    remedy: t('Use an account with another kind of key, for example P-256.'),
  }),
  caa: ({ ca }, t) => ({
    message: t('CAA records forbid {0} to issue for a name of the order.', ca),
    remedy: caaRemedy(ca, t),
  }),
  compound: ({ ca }, t) => ({
    message: t('{0} found more than one thing wrong.', ca),
    remedy: t('Put right what it says about each name; then try again.'),
  }),
  connection: ({ ca }, t) => ({
    message: t('{0} could not reach what it had to ask for the validation.', ca),
    remedy: t('Check that the name servers of the zone can be reached from the internet.'),
  }),
  dns: ({ ca }, t) => ({
    message: t('{0} could not look up a name in DNS.', ca),
    remedy: delegationRemedy(t),
  }),
  incorrectResponse: ({ ca }, t) => ({
    message: t('{0} found another value than the one that it had asked for.', ca),
    remedy: delegationRemedy(t),
  }),
  invalidContact: ({ ca }, t) => ({
    message: t('{0} does not accept a contact of the account.', ca),
    remedy: t('Name an e-mail address that can receive mail.'),
  }),
  invalidProfile: ({ ca }, t) => ({
    message: t('{0} does not issue by this profile.', ca),
    remedy: t('Choose one of the profiles that it offers, or none.'),
  }),
  malformed: ({ ca, status }, t) =>
    // Let's Encrypt says so of orders and authorizations that have expired, too.
    status === 404
      ? {
          message: t('{0} does not know what it was asked for, or not any more.', ca),
          remedy: t('Try again: an issuance begins anew then.'),
        }
      : {
          message: t('{0} says that the request is not as it has to be.', ca),
          remedy: t('Check the names and the profile; then try again.'),
        },
  orderNotReady: ({ ca }, t) => ({
    message: t('{0} does not hold the order for ready.', ca),
    remedy: t('Try again: the order is taken up where it is.'),
  }),
  rejectedIdentifier: ({ ca }, t) => ({
    message: t('{0} does not issue for a name of the order.', ca),
    remedy: t('Leave the name out, or choose another CA.'),
  }),
  serverInternal: ({ ca }, t) => ({
    message: t('{0} has trouble of its own.', ca),
    remedy: t('Try again later.'),
  }),
  tls: ({ ca }, t) => ({
    message: t('{0} could not make a TLS connection for the validation.', ca),
    remedy: t('Try again later.'),
  }),
  unauthorized: ({ ca }, t) => ({
    message: t('{0} says that the account may not do this.', ca),
    remedy: t(
      'Check that it was not deactivated, and that the certificate or the order is of this account.',
    ),
  }),
  unsupportedContact: ({ ca }, t) => ({
    message: t('{0} has no use for a contact of this kind.', ca),
    remedy: t('Name an e-mail address.'),
  }),
  unsupportedIdentifier: ({ ca }, t) => ({
    message: t('{0} does not issue for names of this kind.', ca),
    remedy: t('Leave the name out, or choose another CA.'),
  }),
  userActionRequired: ({ ca, instance }, t) => ({
    message: t('{0} waits for something that a person has to do.', ca),
    remedy: instance
      ? t('Open {0} and do what it asks for; then try again.', instance)
      : t('Sign in at the site of {0} and see what it asks for; then try again.', ca),
  }),
};

export function explainProblem(problem: Problem, t: Translate): Entry {
  const { ca, type, detail, subproblems, retryAt } = problem;
  const meaning = isKnown(type) ? MEANINGS[type](problem, t) : undefined;
  return {
    message: [
      meaning?.message ?? t('{0} refused the request ({1}).', ca, type),
      ...said(detail, t),
      ...subproblems.map((one) => aboutName(one, t)),
    ].join(' '),
    remedies: [
      ...(meaning ? [{ text: meaning.remedy }] : []),
      ...(retryAt ? [{ text: t('Try again from {0}.', utc(retryAt)) }] : []),
    ],
  };
}

/** Own members alone: a CA may call a problem `constructor`. */
function isKnown(type: string): type is ProblemType {
  return Object.hasOwn(MEANINGS, type);
}

/** The CA's own words as a sentence, where there are any. */
export function said(detail: string, t: Translate): readonly string[] {
  const words = ended(detail);
  return words === '' ? [] : [t('It says: {0}', words)];
}

/** What a CA says about one name; it need not name it. */
function aboutName({ name, type, detail }: Problem['subproblems'][number], t: Translate): string {
  const words = ended(detail) || ended(type);
  return name === '' ? words : t('{0}: {1}', name, words);
}

export function caaRemedy(ca: string, t: Translate): string {
  return t('Add a CAA record that allows {0}, or remove the one that forbids it.', ca);
}

export function delegationRemedy(t: Translate): string {
  return t('Check that the zone is really delegated to the name servers of Azure DNS.');
}
