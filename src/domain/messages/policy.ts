/** Sentences about certificate policies, and what is wrong with them. */
import type { Form, JsonKind, PolicyFault, PolicyProblem, X500Fault } from '../policy-problem.ts';
import type { Translate } from '../translate.ts';
import { listOf, type Entries } from './explanation.ts';

type PolicyError = 'InvalidPolicy';

export const policyMessages: Entries<PolicyError> = {
  InvalidPolicy: ({ problems }, t) => ({
    message: t(
      'Key Vault does not take this policy: {0}.',
      problems.map((problem) => describePolicyProblem(problem, t)).join('; '),
    ),
    remedies: [
      {
        text: t(
          'See what the policy of another certificate looks like: kvcert policy show VAULT/NAME --output json.',
        ),
        only: 'command-line',
      },
    ],
  }),
};

/** `x509_props.validity_months: 0 is not between 1 and 1200`. */
export function describePolicyProblem({ field, fault }: PolicyProblem, t: Translate): string {
  const words = describeFault(fault, t);
  return field === '' ? words : t('{0}: {1}', field, words);
}

function describeFault(fault: PolicyFault, t: Translate): string {
  switch (fault.kind) {
    case 'syntax':
      return t('it is not JSON, from line {0}, column {1} on', fault.line, fault.column);
    case 'unknown-member':
      return t('there is no such member; known are {0}', listOf(fault.known, t));
    case 'twice':
      return t('{0} says the same already', fault.other);
    case 'wrong-type':
      return typeExpected(fault.expected, t);
    case 'not-allowed':
      return t('"{0}" is none of {1}', fault.value, listOf(fault.allowed, t));
    case 'out-of-range':
      return t('{0} is not between {1} and {2}', fault.value, fault.least, fault.most);
    case 'curve-of-rsa':
      return t('an RSA key has no curve');
    case 'not-of-curve':
      return t('a key on the curve {0} has {1} bits', fault.curve, fault.size);
    case 'leaves-no-hsm':
      return t('a key in an HSM never leaves it');
    case 'too-long':
      return t('it has more than {0} characters', fault.limit);
    case 'nameless':
      return t('a certificate needs a subject or a subject alternative name');
    case 'x500':
      return t('{0} (character {1})', nameFault(fault.fault, t), fault.at);
    case 'malformed':
      return malformed(fault.what, fault.value, t);
    case 'repeated':
      return t('"{0}" is there twice', fault.value);
    case 'one-trigger':
      return t('it needs either days_before_expiry or lifetime_percentage');
    case 'nobody-renews':
      return t('with the issuer Unknown nobody could renew: only EmailContacts is possible');
    case 'named-issuer-only':
      return t('only a named issuer is asked for it, and the issuer is {0}', fault.issuer);
  }
}

function typeExpected(expected: JsonKind, t: Translate): string {
  switch (expected) {
    case 'object':
      return t('an object is expected');
    case 'list':
      return t('a list is expected');
    case 'text':
      return t('a text is expected');
    case 'whole-number':
      return t('a whole number is expected');
    case 'truth':
      return t('true or false is expected');
    case 'list-of-texts':
      return t('a list of texts is expected');
  }
}

function malformed(what: Form, value: string, t: Translate): string {
  switch (what) {
    case 'dns-name':
      return t('"{0}" is not a DNS name', value);
    case 'email':
      return t('"{0}" is not an e-mail address', value);
    case 'upn':
      return t('"{0}" is not a user principal name', value);
    case 'ip-address':
      return t('"{0}" is not an IP address', value);
    case 'uri':
      return t('"{0}" is not a URI with a scheme', value);
    case 'oid':
      return t('"{0}" is not an object identifier', value);
    case 'moment':
      return t(
        '"{0}" is neither a share of its life such as 80% nor days before its end such as 30d',
        value,
      );
    case 'issuer-name':
      return value === ''
        ? t('it is missing')
        : t('"{0}" cannot be the name of an issuer: only letters, digits and hyphens', value);
  }
}

function nameFault(fault: X500Fault, t: Translate): string {
  switch (fault) {
    case 'type':
      return t('a part such as CN=example.com is expected');
    case 'unknown-type':
      return t('this kind of attribute is not known; CN, O, OU, L, S and C are');
    case 'equals':
      return t('an equals sign is expected');
    case 'empty-value':
      return t('a value is missing');
    case 'quote':
      return t('a quotation mark is not closed, or stands inside a value');
    case 'after-quote':
      return t('a comma is expected');
    case 'escape':
      return t('a backslash stands before something that needs none');
    case 'binary':
      return t('a value cannot begin with a hash sign unless it is quoted');
    case 'control-character':
      return t('there is a control character');
  }
}
