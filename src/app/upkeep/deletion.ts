/** Deleting a certificate, getting it back, and having its vault forget it. */
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Recovery, Vault } from '../../domain/key-vault.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { chosenVault, type CertificatePlace } from '../find-vault.ts';
import { isLostAnswer } from '../lost-answer.ts';
import { changeCertificate, findCertificate, type UpkeepServices } from './found-certificate.ts';
import { remembered, type Tell } from './remembered.ts';
import { settledOrLeft, untilSettled } from './until-settled.ts';

/** Milliseconds; a deletion was recorded to take 6 to 9 seconds. */
const HIDDEN_MS = 12_000;

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
  const { clock } = services;
  const target = { vault: vault.name, name };
  const upkeep = services.upkeepOf(vault);
  let deleted = await changeCertificate(services, { vault, name }, signal, () =>
    upkeep.delete(name),
  );
  if (deleted !== undefined && deleted.purgedOn === undefined) return deleted;
  reporter.note({ kind: 'vault-takes-time', ...target });
  const seen = async (): Promise<boolean> => {
    const found = await upkeep.findDeleted(name);
    // It was there just now. Where the answer was lost, the request was made again and found nothing.
    deleted ??= found;
    return found !== undefined;
  };
  await settledOrLeft(clock, seen, signal);
  if (deleted === undefined) throw new CertError('CertificateNotFound', target);
  return deleted;
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

/**
 * What is neither there nor deleted may have been deleted a moment ago, by somebody else: it is
 * waited for.
 * @throws CertError VaultNotFound, NotDeleted
 */
export async function findDeleted(
  services: UpkeepServices,
  place: CertificatePlace,
  signal: AbortSignal,
  told?: Tell,
): Promise<Deleted> {
  const vault = await chosenVault(services.inventory, place.vault, signal);
  const upkeep = services.upkeepOf(vault);
  const certificates = services.vaultOf(vault);
  const { clock } = services;
  const { name } = place;
  const target = { vault: vault.name, name };
  let found = await upkeep.findDeleted(name, signal);
  if (found === undefined && (await certificates.get(name, signal)) === undefined) {
    told?.note({ kind: 'perhaps-just-deleted', ...target });
    const seen = async (): Promise<boolean> => {
      found = await upkeep.findDeleted(name, signal);
      return found !== undefined;
    };
    await untilSettled(clock, seen, signal, HIDDEN_MS);
  }
  const deleted = found;
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
        const lost = await lostAnswerTo(() => upkeep.recover(name));
        reporter.note({ kind: 'vault-takes-time', ...target });
        const back = async (): Promise<boolean> => (await certificates.get(name)) !== undefined;
        const isBack = await settledOrLeft(clock, back, abort);
        if (lost && !isBack) throw lost;
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

/** undefined: there was one. */
async function lostAnswerTo(request: () => Promise<void>): Promise<CertError | undefined> {
  try {
    await request();
    return undefined;
  } catch (error) {
    if (!isLostAnswer(error)) throw error;
    return error;
  }
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
