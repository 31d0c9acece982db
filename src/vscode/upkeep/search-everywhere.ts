/** A look through all vaults of the chosen subscriptions, whoever sees them. */
import * as vscode from 'vscode';
import type { InventoryItem } from '../../app/search/search-certificates.ts';
import type { CertificateQuery } from '../../domain/certificate-search.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { AppContext } from '../app-context.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { refOf } from '../commands/which-certificate.ts';
import type { Failure } from '../errors/several-failures.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';

export interface Found {
  readonly ref: CertificateRef;
  readonly item: InventoryItem;
}

/**
 * Directory by directory; a vault that cannot be read hides no other.
 * @param told - hears how many were read so far
 */
export async function searchEverywhere(
  app: Pick<AppContext, 'portfolio'>,
  query: CertificateQuery,
  told: (text: string) => void,
  signal: AbortSignal,
): Promise<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }> {
  const { t } = vscode.l10n;
  const found: Found[] = [];
  const failures: Failure[] = [];
  const byDirectory = Map.groupBy(app.portfolio.vaults(), ({ directory }) => directory);
  for (const [directory, seen] of byDirectory) {
    const vaults = seen.map(({ vault }) => vault.name);
    try {
      const engine = await directory.engine();
      const look = await engine.search({ query, vaults }, signal, (read) => {
        told(t('{0} certificates read', read));
      });
      found.push(...look.found.flatMap((item) => foundIn(seen, item)));
      failures.push(...look.failures.map(({ vault, error }) => ({ subject: vault, error })));
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ subject: directory.tenant.name, error: asCertError(error) });
    }
  }
  return { found, failures };
}

function foundIn(seen: readonly SeenVault[], item: InventoryItem): readonly Found[] {
  const where = seen.find(({ vault }) => vault.name === item.vault);
  return where ? [{ item, ref: { ...refOf(where), name: item.name } }] : [];
}
