/** The certificate that something is to be done to. */
import type { CertificateUpkeep } from '../../domain/certificate-upkeep.ts';
import { CertError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../../domain/key-vault.ts';
import { requireUnclaimed } from '../../domain/ownership.ts';
import type { Pki } from '../../domain/pki.ts';
import type { Clock } from '../../domain/runtime.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { chosenVault, type CertificatePlace } from '../find-vault.ts';
import type { Rememberer } from '../remember-deed.ts';

export interface UpkeepServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly upkeepOf: (vault: Vault) => CertificateUpkeep;
  readonly pki: Pick<Pki, 'readCertificate'>;
  readonly clock: Clock;
  readonly lockFolder: string;
}

export interface FoundCertificate {
  readonly vault: Vault;
  readonly bundle: CertificateBundle;
}

/**
 * @param version - 32 hex digits; absent: the newest
 * @throws CertError VaultNotFound, CertificateNotFound
 */
export async function findCertificate(
  { inventory, vaultOf }: Pick<UpkeepServices, 'inventory' | 'vaultOf'>,
  place: CertificatePlace,
  signal: AbortSignal,
  version?: string,
): Promise<FoundCertificate> {
  const vault = await chosenVault(inventory, place.vault, signal);
  const { name } = place;
  const bundle = await readVersion(vaultOf(vault), name, signal, version);
  if (bundle !== undefined) return { vault, bundle };
  throw new CertError('CertificateNotFound', {
    vault: vault.name,
    name,
    ...(version === undefined ? {} : { version }),
  });
}

async function readVersion(
  certificates: CertificateVault,
  name: string,
  signal: AbortSignal,
  version: string | undefined,
): Promise<CertificateBundle | undefined> {
  if (version === undefined) return certificates.get(name, signal);
  const isVersion = /^[0-9a-f]{32}$/i.test(version);
  return isVersion ? certificates.getVersion(name, version, signal) : undefined;
}

/**
 * Changes a certificate while no issuance, here or on another machine, is at work on it.
 * @param change - is given the newest version as it is now; nothing cuts it short
 * @throws CertError OperationRunning, WorkInProgress, CertificateNotFound
 */
export async function changeCertificate<T>(
  services: Pick<UpkeepServices, 'vaultOf' | 'clock' | 'lockFolder'>,
  { vault, name }: { readonly vault: Vault; readonly name: string },
  signal: AbortSignal,
  change: (newest: CertificateBundle) => Promise<T>,
): Promise<T> {
  const target = { vault: vault.name, name };
  return withCertificateLock(services.lockFolder, target, async () => {
    const newest = await services.vaultOf(vault).get(name, signal);
    if (newest === undefined) throw new CertError('CertificateNotFound', target);
    requireUnclaimed(target, newest.tags, services.clock.now());
    signal.throwIfAborted();
    return change(newest);
  });
}
