/**
 * The types of problem documents that have no error code of their own: RFC 8555 §6.7 without
 * externalAccountRequired and rateLimited, RFC 9773 §7.4, and the draft of ACME profiles §6.3.
 */
export const ACME_PROBLEM_TYPES: readonly string[] = [
  'accountDoesNotExist',
  'alreadyRevoked',
  'badCSR',
  'badNonce',
  'badPublicKey',
  'badRevocationReason',
  'badSignatureAlgorithm',
  'caa',
  'compound',
  'connection',
  'dns',
  'incorrectResponse',
  'invalidContact',
  'malformed',
  'orderNotReady',
  'rejectedIdentifier',
  'serverInternal',
  'tls',
  'unauthorized',
  'unsupportedContact',
  'unsupportedIdentifier',
  'userActionRequired',
  'alreadyReplaced',
  'invalidProfile',
];
