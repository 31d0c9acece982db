/** The tags that owners give their certificates, within what Key Vault and this product allow. */
import type { CertificateTarget } from './certificate-target.ts';
import type { TagProblem } from './error-reasons.ts';
import { CertError } from './errors.ts';
import type { Tags } from './key-vault.ts';
import { OWNER_TAG } from './ownership.ts';
import { ATTEMPTS_TAG } from './renewal-attempts.ts';
import { CA_TAG } from './renewal-tag.ts';

/** Key Vault's limits: tags on a certificate; characters of a name, and of a value. */
export const MAX_TAGS = 15;
const MAX_TAG_LENGTH = 256;

/** What every issuance writes. */
const NEEDED: readonly string[] = [CA_TAG, OWNER_TAG];

/** What this product writes itself; the case of tag names means nothing to Azure. */
const OURS: readonly string[] = [...NEEDED, ATTEMPTS_TAG];

/** How many tags of its owner's a certificate can carry; failures are noted where one more fits. */
export const MAX_OWNER_TAGS = MAX_TAGS - NEEDED.length;

export interface Tag {
  readonly name: string;
  readonly value: string;
}

/** @throws CertError InvalidTag */
export function parseTags(given: readonly Tag[]): Tags {
  const seen = new Set<string>();
  for (const { name, value } of given) {
    const problem =
      problemOf(name, value) ?? (seen.has(name.toLowerCase()) ? 'repeated' : undefined);
    if (problem) throw new CertError('InvalidTag', { tag: name, problem, limit: MAX_TAG_LENGTH });
    seen.add(name.toLowerCase());
  }
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

/** @throws CertError InvalidTag */
export function requireValidTags(tags: Tags): void {
  parseTags(Object.entries(tags).map(([name, value]) => ({ name, value })));
}

/**
 * Names of tags that are to be taken off.
 * @throws CertError InvalidTag: one is this product's
 */
export function requireOwnersTags(names: readonly string[]): void {
  const ours = names.find(isOurs);
  if (ours === undefined) return;
  throw new CertError('InvalidTag', { tag: ours, problem: 'reserved', limit: MAX_TAG_LENGTH });
}

/** The tags that are their owner's, without those of this product. */
export function ownerTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !isOurs(name)));
}

/**
 * What a new version carries that is not of an issuance: the owner's tags, and those wished for. What
 * this product notes of a CA's certificates says nothing of this one.
 * @throws CertError InvalidTag, TooManyTags
 */
export function tagsForVersion(target: CertificateTarget, before: Tags, wished: Tags): Tags {
  requireValidTags(wished);
  const tags = { ...ownerTags(before), ...wished };
  const count = Object.keys(tags).length;
  if (count <= MAX_TAGS) return tags;
  throw new CertError('TooManyTags', { ...target, count, limit: MAX_TAGS });
}

function problemOf(name: string, value: string): TagProblem | undefined {
  if (name.trim() === '') return 'no-name';
  if (name.length > MAX_TAG_LENGTH) return 'name-too-long';
  if (value.length > MAX_TAG_LENGTH) return 'value-too-long';
  // They would come to life where tags are printed, and no shell takes a NUL.
  if (/\p{Cc}/u.test(name + value)) return 'control-character';
  return isOurs(name) ? 'reserved' : undefined;
}

function isOurs(name: string): boolean {
  return OURS.includes(name.toLowerCase());
}
