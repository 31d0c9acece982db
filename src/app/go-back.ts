/**
 * An older version becomes the newest again, by importing it once more. The newest is never
 * disabled for it: versionless lookups would go on finding it, and fail.
 */
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { GoBackObstacle } from '../domain/error-reasons.ts';
import { errorRecord } from '../domain/error-catalogue.ts';
import { CertError } from '../domain/errors.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../domain/key-vault.ts';
import { requireUnclaimed, withoutClaim } from '../domain/ownership.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Pki } from '../domain/pki.ts';
import type { Clock } from '../domain/runtime.ts';
import type { ReturnedVersion, VersionReturn } from '../domain/version-return.ts';
import { withCertificateLock } from './certificate-lock.ts';
import { findVault } from './find-vault.ts';
import { deedAt, remember, type Rememberer } from './remember-deed.ts';

export interface GoBackServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly versionReturn: VersionReturn;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly lockFolder: string;
}

export interface GoBackWish {
  readonly target: CertificateTarget;
  /** 32 hex digits. */
  readonly version: string;
  /** An expired version will do. */
  readonly force?: boolean;
}

/** What would come back, to be looked at before it does. */
export interface GoingBack {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  /** The newest now. */
  readonly newest: string;
  readonly dnsNames: readonly string[];
  readonly notAfter: Date;
  /** Lower-case hex SHA-1. */
  readonly thumbprint: string;
  /**
   * The history hears of it, whatever comes of it.
   * @throws CertError CannotGoBack, OperationRunning, WorkInProgress, CertificateChanged,
   * CertificateMismatch, VaultForbidden, ForeignPendingOperation
   */
  readonly carryOut: (
    reporter: Pick<StepReporter, 'note'>,
    signal: AbortSignal,
  ) => Promise<ReturnedVersion>;
}

/** @throws CertError VaultNotFound, CertificateNotFound, CannotGoBack */
export async function prepareGoingBack(
  services: GoBackServices,
  wish: GoBackWish,
  signal: AbortSignal,
): Promise<GoingBack> {
  const { target, version, force } = wish;
  const { name } = target;
  const { inventory, vaultOf, pki, clock } = services;
  const vault = await findVault(inventory, target.vault, signal);
  const certificates = vaultOf(vault);
  const refuse = (problem: GoBackObstacle): CertError =>
    new CertError('CannotGoBack', { vault: vault.name, name, version, problem });
  const newest = await newestOf(certificates, name, signal);
  if (newest.version === version) throw refuse('newest');
  const isVersion = /^[0-9a-f]{32}$/i.test(version);
  const old = isVersion ? await certificates.getVersion(name, version, signal) : undefined;
  if (old?.der === undefined) {
    throw new CertError('CertificateNotFound', { vault: vault.name, name, version });
  }
  const { dnsNames, notAfter, thumbprint } = pki.readCertificate(old.der);
  if (newest.thumbprint === thumbprint) throw refuse('newest');
  if (!old.enabled) throw refuse('disabled');
  if (notAfter.getTime() <= clock.now() && force !== true) throw refuse('expired');
  const found = { vault: vault.name, name, version, newest: newest.version, dnsNames, notAfter };
  return {
    ...found,
    thumbprint,
    async carryOut(reporter, abort) {
      const deed = deedAt(services, 'go-back', found);
      try {
        const returned = await withCertificateLock(services.lockFolder, found, () =>
          bringBack(services, vault, { ...found, thumbprint }, abort),
        );
        if (returned.policyFailure) {
          const error = errorRecord(returned.policyFailure);
          reporter.note({ kind: 'policy-of-older', error });
        }
        const done = { ...returned, dnsNames, notAfter: notAfter.toISOString() };
        await remember(services, deed, { done }, reporter);
        return returned;
      } catch (failed) {
        await remember(services, deed, { failed }, reporter);
        throw failed;
      }
    },
  };
}

async function bringBack(
  { vaultOf, versionReturn, clock }: GoBackServices,
  vault: Vault,
  wanted: Omit<GoingBack, 'carryOut'>,
  signal: AbortSignal,
): Promise<ReturnedVersion> {
  const { name, version, newest: expected, thumbprint } = wanted;
  const { tags, version: found } = await newestOf(vaultOf(vault), name, signal);
  if (found !== expected) {
    throw new CertError('CertificateChanged', { vault: vault.name, name, expected, found });
  }
  requireUnclaimed({ vault: vault.name, name }, tags, clock.now());
  const returned = await versionReturn.reimport(
    vault,
    { name, version, tags: withoutClaim(tags) },
    signal,
  );
  if (returned.thumbprint !== thumbprint) {
    const differences = [{ kind: 'not-as-issued' }] as const;
    throw new CertError('CertificateMismatch', { vault: vault.name, name, differences });
  }
  return returned;
}

async function newestOf(
  certificates: CertificateVault,
  name: string,
  signal: AbortSignal,
): Promise<CertificateBundle> {
  const newest = await certificates.get(name, signal);
  if (newest) return newest;
  throw new CertError('CertificateNotFound', { vault: certificates.name, name });
}
