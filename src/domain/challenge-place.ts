import type { ChallengePlace } from './issuance.ts';

/**
 * The full name of a place's record set: the record that the CA asks for, or what the CNAMEs of
 * that lead to. Several records may lead to one set.
 */
export function recordSetName({
  name,
  zoneName,
}: Pick<ChallengePlace, 'name' | 'zoneName'>): string {
  return name === '@' ? zoneName : `${name}.${zoneName}`;
}

/** One place for each record set. */
export function distinctSets(places: readonly ChallengePlace[]): readonly ChallengePlace[] {
  return [...new Map(places.map((place) => [recordSetName(place), place])).values()];
}
