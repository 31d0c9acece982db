import type { NamedCertificate } from './certificate-ref.ts';
import type { Portfolio } from './portfolio/portfolio.ts';
import type { SeenVault } from './portfolio/seen-vaults.ts';

/**
 * The vault of a certificate that is known by its names alone. Two accounts may see the same vault,
 * and have different rights in it: the directory that has worked on it comes first, and another one
 * only where that no longer sees it.
 */
export function vaultByName(
  portfolio: Pick<Portfolio, 'everyVault'>,
  { vault: wanted, directory: through }: Omit<NamedCertificate, 'name'>,
): SeenVault | undefined {
  const seen = portfolio
    .everyVault()
    .filter(({ vault }) => vault.name.toLowerCase() === wanted.toLowerCase());
  return seen.find(({ directory }) => directory.key === through) ?? seen[0];
}
