/** What the process ends with; part of the interface, README and `--help` list them. */
import type { ErrorCode } from '../domain/errors.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  someFailed: 3,
  signIn: 4,
  cancelled: 130,
} as const;

/** Wrong input, found before anything was touched. */
const USAGE: ReadonlySet<ErrorCode> = new Set([
  'InvalidCertificateName',
  'InvalidVaultName',
  'InvalidTarget',
  'InvalidDnsName',
  'TooManyDnsNames',
  'NoDnsName',
  'InvalidKeyType',
  'KeyTypeRefusedByCa',
  'HsmKeyNotExportable',
  'UnknownProfile',
  'InvalidCa',
  'NoRehearsal',
  'InvalidTag',
  'InvalidPolicy',
  'InvalidNameServer',
  'InvalidDohServer',
  'InvalidZoneId',
  'InvalidUsage',
  'InvalidOption',
  'SubscriptionNotFound',
  'VaultNotFound',
  'VaultNameTaken',
  'InvalidLocation',
  'ResourceGroupNotFound',
  'CertificateNotFound',
  'CertificateExists',
  'IssuerNotFound',
  'StagingOverTrusted',
  'OperationNotFound',
  'NotDeleted',
  'InvalidIssuerName',
  'IssuerExists',
  'ContactNotFound',
  'NoOperation',
  'ChainFileUnusable',
  'ImportFileUnusable',
  'TermsNotAgreed',
  'InvalidEabKey',
  'AccountNotFound',
]);

const SIGN_IN: ReadonlySet<ErrorCode> = new Set([
  'NotSignedIn',
  'SignInFailed',
  'SignInPackageNeeded',
  'SignInNeeded',
  'SignInAgain',
]);

export function exitCodeOf(code: ErrorCode): number {
  if (code === 'Cancelled') return EXIT.cancelled;
  if (SIGN_IN.has(code)) return EXIT.signIn;
  return USAGE.has(code) ? EXIT.usage : EXIT.failed;
}
