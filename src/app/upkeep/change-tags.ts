/** The tags that are their owner's: what is not named stays, and ours are never touched. */
import { CertError } from '../../domain/errors.ts';
import type { Tags } from '../../domain/key-vault.ts';
import { MAX_TAGS, parseTags, requireOwnersTags, type Tag } from '../../domain/owner-tags.ts';
import type { CertificatePlace } from '../find-vault.ts';
import { changeCertificate, findCertificate, type UpkeepServices } from './found-certificate.ts';

export interface TagChange {
  /** Written, in the place of one of the same name. */
  readonly set: readonly Tag[];
  /** Names; one that is not there is no fault. */
  readonly remove: readonly string[];
}

export interface ChangedTags {
  readonly vault: string;
  readonly name: string;
  /** All that the newest version carries now. */
  readonly tags: Tags;
}

/**
 * Of the newest version, from which the next one takes them over.
 * @throws CertError InvalidTag, TooManyTags, CertificateNotFound, WorkInProgress, OperationRunning
 */
export async function changeTags(
  services: UpkeepServices,
  place: CertificatePlace,
  { set, remove }: TagChange,
  signal: AbortSignal,
): Promise<ChangedTags> {
  const wanted = parseTags(set);
  requireOwnersTags(remove);
  const { vault, bundle } = await findCertificate(services, place, signal);
  const { name } = bundle;
  // Azure compares the names of tags without case.
  const gone = new Set([...remove, ...Object.keys(wanted)].map((tag) => tag.toLowerCase()));
  return changeCertificate(services, { vault, name }, signal, async ({ version, tags: before }) => {
    const kept = Object.entries(before).filter(([tag]) => !gone.has(tag.toLowerCase()));
    const tags = { ...Object.fromEntries(kept), ...wanted };
    const count = Object.keys(tags).length;
    if (count > MAX_TAGS) {
      throw new CertError('TooManyTags', { vault: vault.name, name, count, limit: MAX_TAGS });
    }
    await services.vaultOf(vault).replaceTags(name, version, tags);
    return { vault: vault.name, name, tags };
  });
}
