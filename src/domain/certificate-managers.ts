/** Other tools that keep certificates in Key Vault, by the tags that they write on them. */
import type { Tags } from './key-vault.ts';

/**
 * Acmebot renews what carries the tag `Issuer` with its own name (its GetExpiringCertificates reads
 * `Issuer` and `Endpoint`; the second is the host, or URL, of the CA).
 */
const ACMEBOT = { tool: 'Acmebot', tag: 'Issuer', value: 'Acmebot' } as const;

/** The name of the tool that renews a certificate with these tags; undefined: none is known to. */
export function managingTool(tags: Tags): string | undefined {
  return tags[ACMEBOT.tag]?.trim() === ACMEBOT.value ? ACMEBOT.tool : undefined;
}
