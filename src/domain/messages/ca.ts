import type { ErrorFacts } from '../errors.ts';
import { ended, listOf, utc, type Explanation } from './explanation.ts';

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

export const caMessages: { readonly [C in CaError]: (facts: ErrorFacts[C]) => Explanation } = {
  TermsNotAgreed: ({ ca, terms }) => ({
    message: `Before it issues anything, ${ca} asks you to agree to its terms of service (${terms}).`,
    remedies: [
      { text: 'Read them; then run the command again with --agree-terms. It is remembered.' },
    ],
  }),
  ExternalAccountRequired: ({ ca }) => ({
    message: `${ca} issues only for accounts that were made on its site (external account binding), which this version cannot use yet.`,
    remedies: [{ text: 'Choose another CA, for example --ca letsencrypt.' }],
  }),
  RateLimited: ({ ca, detail, retryAt }) => ({
    message: ended(`${ca} has reached a limit for this account or these names: ${detail}`),
    remedies: [
      { text: retryAt ? `It works again from ${utc(retryAt)}.` : 'Try again later.' },
      { text: 'To try things out, use --ca letsencrypt-staging: its limits are wide.' },
    ],
  }),
  AcmeProblem: ({ ca, type, detail, subproblems, retryAt }) => ({
    message: [
      ended(`${ca} refused the request (${type}): ${detail}`),
      ...subproblems.map((problem) => ended(`${problem.name}: ${problem.detail}`)),
    ].join(' '),
    remedies: retryAt ? [{ text: `Try again from ${utc(retryAt)}.` }] : [],
  }),
  ChallengeFailed: ({ ca, failures }) => ({
    message: `${ca} could not confirm that the account controls ${listOf(failures.map(({ name }) => name))}: ${failures
      .map(({ name, type, detail }) => ended(`${name} (${type}): ${detail}`))
      .join(' ')}`,
    remedies: [
      { text: 'Check that the zone is really delegated to the name servers of Azure DNS.' },
      { text: 'Check CAA records that may forbid this CA.' },
    ],
  }),
  ChallengeNotOffered: ({ ca, name, offered }) => ({
    message: `${ca} offers no dns-01 challenge for ${name}${offered.length > 0 ? `, only ${listOf(offered)}` : ''}.`,
    remedies: [{ text: 'Choose another CA.' }],
  }),
  OrderInvalid: ({ ca, detail }) => ({
    message: ended(`${ca} gave the order up: ${detail}`),
    remedies: [{ text: 'Run the command again to begin a new order.' }],
  }),
  ChainUnusable: ({ ca, reason }) => ({
    message: `What ${ca} has issued cannot be used: ${reason}.`,
    remedies: [{ text: 'Run the command again to begin a new order.' }],
  }),
  CaTimeout: ({ ca, waitedFor, seconds, lastProblem }) => ({
    message:
      `${ca} did not finish ${waitedFor} within ${String(seconds)} seconds.` +
      (lastProblem ? ended(` What it said last: ${lastProblem}`) : ''),
    remedies: [{ text: 'Run the command again; the CA may be slow at the moment.' }],
  }),
};
