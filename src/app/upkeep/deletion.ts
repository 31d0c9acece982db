/** Deleting a certificate, getting it back, and having its vault forget it. */
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Recovery, Vault } from '../../domain/key-vault.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { chosenVault, type CertificatePlace } from '../find-vault.ts';
import { changeCertificate, findCertificate, type UpkeepServices } from './found-certificate.ts';
import { remembered, type Tell } from './remembered.ts';
import { untilSettled } from './until-settled.ts';

/** What would be deleted, to be looked at before it is. */
export interface Deletion {
  readonly vault: string;
  readonly name: string;
  /** All of them go. */
  readonly versions: number;
  readonly dnsNames: readonly string[];
  /** Of the newest version; absent where nothing was ever issued. */
  readonly notAfter: Date | undefined;
  /** Its operation goes, too. */
  readonly pending: boolean;
  readonly recovery: Recovery | undefined;
  /**
   * Ends when the deleted certificate can be recovered or purged.
   * @throws CertError CertificateNotFound, WorkInProgress, OperationRunning, VaultForbidden
   */
  readonly carryOut: (reporter: Tell, signal: AbortSignal) => Promise<DeletedCertificate>;
}

/** @throws CertError VaultNotFound, CertificateNotFound */
export async function prepareDeletion(
  services: UpkeepServices,
  place: CertificatePlace,
  signal: AbortSignal,
): Promise<Deletion> {
  const { vault, bundle } = await findCertificate(services, place, signal);
  const { name, der, notAfter, recovery } = bundle;
  const certificates = services.vaultOf(vault);
  const [versions, operation] = await Promise.all([
    certificates.versions(name, signal),
    bundle.hasOperation ? certificates.getPending(name, signal) : undefined,
  ]);
  const dnsNames = der === undefined ? [] : services.pki.readCertificate(der).dnsNames;
  return {
    ...{ vault: vault.name, name, versions: versions.length, dnsNames, recovery },
    notAfter: der === undefined ? undefined : notAfter,
    pending: operation?.status === 'inprogress',
    carryOut: (reporter, abort) =>
      remembered(services, 'delete', { vault: vault.name, name, dnsNames }, reporter, () =>
        deleteIt(services, { vault, name }, reporter, abort),
      ),
  };
}

async function deleteIt(
  services: UpkeepServices,
  { vault, name }: { readonly vault: Vault; readonly name: string },
  reporter: Tell,
  signal: AbortSignal,
): Promise<DeletedCertificate> {
  const upkeep = services.upkeepOf(vault);
  const deleted = await changeCertificate(services, { vault, name }, signal, () =>
    upkeep.delete(name),
  );
  if (deleted === undefined) {
    throw new CertError('CertificateNotFound', { vault: vault.name, name });
  }
  if (deleted.purgedOn === undefined) return deleted;
  reporter.note({ kind: 'vault-takes-time', vault: vault.name, name });
  const seen = async (): Promise<boolean> => (await upkeep.findDeleted(name)) !== undefined;
  await settledOrLeft(services, seen, signal);
  return deleted;
}

/** What is done is done: that nobody wants to wait for the end of it is no failure. */
async function settledOrLeft(
  { clock }: Pick<UpkeepServices, 'clock'>,
  settled: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await untilSettled(clock, settled, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A deleted certificate, and what can be done to it. */
export interface Deleted extends DeletedCertificate {
  /**
   * Ends when it can be read again.
   * @throws CertError NotDeleted, VaultForbidden
   */
  readonly recover: (reporter: Tell, signal: AbortSignal) => Promise<void>;
  /**
   * For ever.
   * @throws CertError NotDeleted, PurgeProtected, VaultForbidden
   */
  readonly purge: (reporter: Tell, signal: AbortSignal) => Promise<void>;
}

/** @throws CertError VaultNotFound; NotDeleted, also of what was deleted seconds ago */
export async function findDeleted(
  services: UpkeepServices,
  place: CertificatePlace,
  signal: AbortSignal,
): Promise<Deleted> {
  const vault = await chosenVault(services.inventory, place.vault, signal);
  const upkeep = services.upkeepOf(vault);
  const { name } = place;
  const target = { vault: vault.name, name };
  const deleted = await upkeep.findDeleted(name, signal);
  if (deleted === undefined) throw new CertError('NotDeleted', target);
  const doing = (kind: HistoryEntry['kind'], reporter: Tell, work: () => Promise<void>) =>
    remembered(services, kind, { ...target, dnsNames: [] }, reporter, () =>
      withCertificateLock(services.lockFolder, target, () => asDeleted(target, work)),
    );
  return {
    ...deleted,
    recover: (reporter, abort) =>
      doing('recover', reporter, async () => {
        abort.throwIfAborted();
        await upkeep.recover(name);
        reporter.note({ kind: 'vault-takes-time', ...target });
        const certificates = services.vaultOf(vault);
        const back = async (): Promise<boolean> => (await certificates.get(name)) !== undefined;
        await settledOrLeft(services, back, abort);
      }),
    purge: (reporter, abort) =>
      doing('purge', reporter, async () => {
        if (!deleted.purgeable) {
          const until = deleted.purgedOn?.toISOString() ?? '';
          throw new CertError('PurgeProtected', { ...target, until });
        }
        abort.throwIfAborted();
        await upkeep.purge(name);
      }),
  };
}

/** Somebody else was faster. */
async function asDeleted(target: CertificateTarget, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCertError(error, 'KeyVaultRefused') || error.facts.status !== 404) throw error;
    throw new CertError('NotDeleted', target, { cause: error });
  }
}
