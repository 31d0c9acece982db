/** What can be done to certificates besides issuing them; the engine hands it out as one. */
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import { findInVaults, type FoundInVaults } from '../each-vault.ts';
import { chosenVault, type CertificatePlace, type VaultChoice } from '../find-vault.ts';
import { backUp, restore, type Restored } from './backup.ts';
import { changeTags, type ChangedTags, type TagChange } from './change-tags.ts';
import { findDeleted, prepareDeletion, type Deleted, type Deletion } from './deletion.ts';
import type { UpkeepServices } from './found-certificate.ts';
import type { Tell } from './remembered.ts';
import { prepareSwitch, type Switching, type SwitchWish } from './switch-version.ts';

export interface Upkeep {
  /** What deleting a certificate would do, and how it is done. */
  deletion(place: CertificatePlace, signal: AbortSignal): Promise<Deletion>;
  /** Page by page. */
  deleted(vault: VaultChoice, signal: AbortSignal): AsyncIterable<readonly DeletedCertificate[]>;
  /**
   * Of several vaults.
   * @param vaults - their names, or every vault that the account can see
   */
  listDeleted(
    vaults: readonly string[] | 'all',
    signal: AbortSignal,
  ): Promise<FoundInVaults<DeletedCertificate>>;
  /** One of them, to be recovered or purged; one that was deleted a moment ago is waited for. */
  findDeleted(place: CertificatePlace, signal: AbortSignal, told?: Tell): Promise<Deleted>;
  /** What enabling or disabling a version would do, and how it is done. */
  switching(wish: SwitchWish, signal: AbortSignal): Promise<Switching>;
  changeTags(place: CertificatePlace, change: TagChange, signal: AbortSignal): Promise<ChangedTags>;
  backUp(place: CertificatePlace, signal: AbortSignal): Promise<Uint8Array>;
  restore(
    vault: VaultChoice,
    backup: Uint8Array,
    reporter: Tell,
    signal: AbortSignal,
  ): Promise<Restored>;
}

export function openUpkeep(services: UpkeepServices): Upkeep {
  return {
    deletion: (place, signal) => prepareDeletion(services, place, signal),
    async *deleted(choice, signal) {
      const vault = await chosenVault(services.inventory, choice, signal);
      yield* services.upkeepOf(vault).deleted(signal);
    },
    listDeleted: (vaults, signal) =>
      findInVaults(
        services.inventory,
        vaults,
        (vault) => services.upkeepOf(vault).deleted(signal),
        signal,
      ),
    findDeleted: (place, signal, told) => findDeleted(services, place, signal, told),
    switching: (wish, signal) => prepareSwitch(services, wish, signal),
    changeTags: (place, change, signal) => changeTags(services, place, change, signal),
    backUp: (place, signal) => backUp(services, place, signal),
    restore: (vault, backup, reporter, signal) =>
      restore(services, vault, backup, reporter, signal),
  };
}
