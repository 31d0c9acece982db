import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXIT, exitCodeOf } from '../../../src/cli/exit-code.ts';
import type { ErrorCode } from '../../../src/domain/errors.ts';

/** Complete by type: whoever adds a code decides here what the process ends with. */
const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  InvalidCertificateName: 2,
  InvalidVaultName: 2,
  InvalidTarget: 2,
  InvalidDnsName: 2,
  TooManyDnsNames: 2,
  NoDnsName: 2,
  InvalidKeyType: 2,
  KeyTypeRefusedByCa: 2,
  HsmKeyNotExportable: 2,
  UnknownProfile: 2,
  NoRehearsal: 2,
  InvalidCa: 2,
  InvalidTag: 2,
  InvalidNameServer: 2,
  InvalidDohServer: 2,
  InvalidZoneId: 2,
  InvalidUsage: 2,
  InvalidOption: 2,
  SubscriptionNotFound: 2,
  IssuerPending: 1,
  IssuerRefused: 1,
  VaultNotFound: 2,
  CertificateNotFound: 2,
  CertificateExists: 2,
  StagingOverTrusted: 2,
  OperationNotFound: 2,
  TermsNotAgreed: 2,
  InvalidEabKey: 2,
  NotSignedIn: 4,
  SignInFailed: 4,
  SignInPackageNeeded: 4,
  SignInNeeded: 4,
  SignInAgain: 4,
  Cancelled: 130,
  NoSubscription: 1,
  NoVault: 1,
  NameSoftDeleted: 1,
  ForeignPendingOperation: 1,
  WorkInProgress: 1,
  NotRenewable: 1,
  TooManyTags: 1,
  CertificateMismatch: 1,
  CertificateChanged: 1,
  VaultForbidden: 1,
  CannotGoBack: 1,
  HsmNeedsPremium: 1,
  VaultKeyUnusable: 1,
  KeyVaultRefused: 1,
  ZoneNotFound: 1,
  ZoneNotDelegated: 1,
  ArmForbidden: 1,
  ArmRefused: 1,
  ResourceLocked: 1,
  TxtRecordSetFull: 1,
  TxtConflict: 1,
  PropagationTimeout: 1,
  NameServersUnreachable: 1,
  CnameLoop: 1,
  CaaForbids: 1,
  ExternalAccountRequired: 1,
  AccountNotFound: 2,
  NotOfferedByCa: 1,
  RateLimited: 1,
  LimitSpent: 1,
  AcmeProblem: 1,
  ChallengeFailed: 1,
  ChallengeNotOffered: 1,
  OrderInvalid: 1,
  ChainUnusable: 1,
  CaTimeout: 1,
  HostUnreachable: 1,
  HostTimeout: 1,
  TlsUntrusted: 1,
  ProxyRefused: 1,
  Throttled: 1,
  UnexpectedAnswer: 1,
  StateUnwritable: 1,
  StateUnreadable: 1,
  OperationRunning: 1,
  CleanupIncomplete: 1,
  Unexpected: 1,
};

describe('exit codes', () => {
  it('are those that README and --help promise', () => {
    assert.deepEqual(Object.values(EXIT), [0, 1, 2, 3, 4, 130]);
  });

  for (const [code, expected] of Object.entries(EXIT_CODES)) {
    it(`${code} ends with ${expected}`, () => {
      assert.equal(exitCodeOf(code as ErrorCode), expected);
    });
  }
});
