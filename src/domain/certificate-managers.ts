/** Other tools that keep certificates in Key Vault, by the tags that they write on them. */
import type { Tags } from './key-vault.ts';

/** Acmebot writes one tag of its own name, and before that wrote `Issuer` with its name as value. */
const ACMEBOT = 'Acmebot';

/** The name of the tool that renews a certificate with these tags; undefined: none is known to. */
export function managingTool(tags: Tags): string | undefined {
  const isAcmebots = tags[ACMEBOT] !== undefined || tags['Issuer']?.trim() === ACMEBOT;
  return isAcmebots ? ACMEBOT : undefined;
}
