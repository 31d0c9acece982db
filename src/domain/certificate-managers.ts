/** Other tools that keep certificates in Key Vault, by the tags that they write on them. */
import { KNOWN_CAS } from './certificate-authorities.ts';
import type { Tags } from './key-vault.ts';
import { CA_TAG, parseRecipe } from './renewal-tag.ts';

/** Acmebot writes one tag of its own name, and before that wrote `Issuer` with its name as value. */
const ACMEBOT = 'Acmebot';

/** The name of the tool that renews a certificate with these tags; undefined: none is known to. */
export function managingTool(tags: Tags): string | undefined {
  const isAcmebots = tags[ACMEBOT] !== undefined || tags['Issuer']?.trim() === ACMEBOT;
  return isAcmebots ? ACMEBOT : undefined;
}

/**
 * The same, where this product has not taken the certificate over: then its own tag is there, too,
 * and counts.
 */
export function otherManager(tags: Tags): string | undefined {
  return parseRecipe(tags[CA_TAG]) ? undefined : managingTool(tags);
}

/** The id of the CA that the tool has asked, where it says so and the CA is known here. */
export function caOfManager(tags: Tags): string | undefined {
  const host = endpointOf(tags)?.trim().toLowerCase();
  return KNOWN_CAS.find(({ directoryUrl }) => new URL(directoryUrl).host === host)?.id;
}

function endpointOf(tags: Tags): string | undefined {
  try {
    const told: unknown = JSON.parse(tags[ACMEBOT] ?? '');
    const members = typeof told === 'object' && told !== null ? Object.entries(told) : [];
    const found: unknown = members.find(([name]) => name.toLowerCase() === 'endpoint')?.[1];
    if (typeof found === 'string') return found;
  } catch {
    // It is anybody's text.
  }
  return tags['Endpoint'];
}
