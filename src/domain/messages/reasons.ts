/** Reasons in words: clauses that stand behind the colon of a sentence, without a full stop. */
import type {
  ChainProblem,
  Difference,
  DnsNameProblem,
  NotRenewableReason,
  SignInAttempt,
} from '../error-reasons.ts';
import type { Translate } from '../translate.ts';
import { listOf } from './explanation.ts';

export function describeNameProblem(problem: DnsNameProblem, t: Translate): string {
  switch (problem.kind) {
    case 'empty':
      return t('it is empty');
    case 'too-long':
      return t('it has more than {0} characters', problem.limit);
    case 'underscore':
      return t('a certificate cannot hold a name with an underscore');
    case 'address-or-port':
      return t('it is an address or holds a port, not a name');
    case 'character':
      return t('it contains {0}', JSON.stringify(problem.character));
    case 'inner-wildcard':
      return t('a wildcard is only allowed as the whole first label');
    case 'numeric-end':
      return t('its last label is a number, as in an IP address');
    case 'one-label':
      return t('it has no domain: at least two labels are needed');
    case 'empty-label':
      return t('it has an empty label');
    case 'long-label':
      return t('a label has more than {0} characters', problem.limit);
    case 'label-characters':
      return t('"{0}" must consist of letters, digits and inner hyphens', problem.label);
    case 'reserved-label':
      return t('"{0}" has hyphens as its third and fourth character', problem.label);
    case 'no-host-name':
      return t('it is not a valid host name');
    case 'covered':
      return t('{0} in the same certificate covers it already', problem.wildcard);
  }
}

export function describeNotRenewable(reason: NotRenewableReason, t: Translate): string {
  switch (reason.kind) {
    case 'no-dns-name':
      return t('it holds no DNS name');
    case 'no-policy':
      return t('Key Vault tells no policy of it');
    case 'issued-by-vault':
      return t(
        'its issuer in Key Vault, {0}, makes the same certificate once more, and nothing else',
        reason.issuer,
      );
    case 'no-ca-tag':
      return t('no tag {0} says which CA has issued it', reason.tag);
    case 'other-tool':
      return t('{0} renews it', reason.tool);
    case 'ca-never-used':
      return t('its tag names a CA that was never used here, {0}', reason.directoryUrl);
    case 'unknown-ca':
      return t('its tag {0} names "{1}", which is no CA that is known here', reason.tag, reason.ca);
  }
}

export function describeDifference(difference: Difference, t: Translate): string {
  switch (difference.kind) {
    case 'no-csr':
      return t('it has no CSR');
    case 'no-certificate':
      return t('it holds no certificate');
    case 'names-missing':
      return difference.names.length === 1
        ? t('{0} is missing', listOf(difference.names, t))
        : t('{0} are missing', listOf(difference.names, t));
    case 'names-unasked':
      return difference.names.length === 1
        ? t('{0} was not asked for', listOf(difference.names, t))
        : t('{0} were not asked for', listOf(difference.names, t));
    case 'other-key':
      return t('the key is {0} instead of {1}', difference.found, difference.asked);
    case 'not-as-issued':
      return t('it is not the certificate that the CA has issued');
    case 'disabled':
      return t('it is disabled');
  }
}

export function describeChainProblem(problem: ChainProblem, t: Translate): string {
  switch (problem.kind) {
    case 'empty':
      return t('there is no certificate in the answer');
    case 'ca-first':
      return t('the first certificate ({0}) is that of a CA', problem.subject);
    case 'other-issuer':
      return t(
        'certificate {0} of the chain was issued by {1}, but {2} follows',
        problem.at,
        problem.issuer,
        problem.follower,
      );
    case 'bad-signature':
      return t(
        'certificate {0} of the chain was not signed with the key of {1}, which follows',
        problem.at,
        problem.follower,
      );
    case 'other-key':
      return t('it is for another key than this one, as if two issuances had shared the order');
    case 'names-missing':
      return t('it is not for {0}', listOf(problem.names, t));
  }
}

/** `env (not set: AZURE_CLIENT_ID)`: the names are those of the option `--auth`. */
export function describeAttempt(attempt: SignInAttempt, t: Translate): string {
  switch (attempt.kind) {
    case 'variables-missing':
      return t(
        'env (not set: {0})',
        attempt.variables.map((alternatives) => listOf(alternatives, t, 'or')).join(', '),
      );
    case 'cli-missing':
      return t('azure-cli (az is not installed)');
    case 'cli-signed-out':
      return t('azure-cli (az is not logged in)');
    case 'editor-signed-out':
      return t('vscode (the Azure Resources extension has no account)');
    case 'editor-has-to-ask':
      return t('vscode (the Azure Resources extension has to sign in again)');
  }
}
