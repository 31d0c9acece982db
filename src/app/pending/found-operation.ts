/** The pending operation that something is to be done with, and whose it is. */
import { CertError } from '../../domain/errors.ts';
import type { Journal } from '../../domain/issuance.ts';
import type { CertificateBundle, PendingOperation, Vault } from '../../domain/key-vault.ts';
import { certificateKey } from '../../domain/ownership.ts';
import type { Pki } from '../../domain/pki.ts';
import { chosenVault, type CertificatePlace } from '../find-vault.ts';
import type { UpkeepServices } from '../upkeep/found-certificate.ts';

export interface PendingServices extends UpkeepServices {
  readonly pki: Pki;
  readonly journal: Pick<Journal, 'survey'>;
}

export interface PendingWish {
  readonly place: CertificatePlace;
  /** The operation that is meant; absent: the one that is there. */
  readonly requestId?: string;
}

export interface FoundOperation {
  readonly vault: Vault;
  readonly operation: PendingOperation;
  /** The newest version, or the placeholder of one that is to come. */
  readonly bundle: CertificateBundle | undefined;
}

/**
 * @throws CertError VaultNotFound; NoOperation, also where another one has taken the place of the
 *   one that is meant
 */
export async function findOperation(
  { inventory, vaultOf }: Pick<PendingServices, 'inventory' | 'vaultOf'>,
  { place, requestId }: PendingWish,
  signal: AbortSignal,
): Promise<FoundOperation> {
  const { name } = place;
  const vault = await chosenVault(inventory, place.vault, signal);
  const certificates = vaultOf(vault);
  const [operation, bundle] = await Promise.all([
    certificates.getPending(name, signal),
    certificates.get(name, signal),
  ]);
  const isMeant = requestId === undefined || operation?.requestId === requestId;
  if (operation !== undefined && isMeant) return { vault, operation, bundle };
  throw new CertError('NoOperation', {
    vault: vault.name,
    name,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The id of the issuance of this machine that has begun it; undefined: none of those unfinished. */
export async function issuanceOf(
  { journal }: Pick<PendingServices, 'journal'>,
  vault: string,
  name: string,
  { requestId }: PendingOperation,
): Promise<string | undefined> {
  const { entries } = await journal.survey();
  return entries.find(
    ({ plan, progress }) =>
      certificateKey(plan.vault.name, plan.name) === certificateKey(vault, name) &&
      progress.pending?.requestId === requestId,
  )?.plan.id;
}

/** @throws CertError OperationInterrupted */
export async function requireNoIssuance(
  services: Pick<PendingServices, 'journal'>,
  vault: string,
  name: string,
  operation: PendingOperation,
): Promise<void> {
  const id = await issuanceOf(services, vault, name, operation);
  if (id !== undefined) throw new CertError('OperationInterrupted', { vault, name, id });
}
