import type { AppContext } from '../app-context.ts';

type Keeping = Pick<AppContext, 'board' | 'portfolio'>;

/**
 * A certificate that was issued, here or by another window, appears in the views without anybody's
 * refresh: its vault is listed again, unless that was done since.
 */
export function keepPortfolio({ board, portfolio }: Keeping): { dispose(): void } {
  // By id and end: what is tried again is issued again. Each once: a listing may fail.
  const seen = new Set<string>();
  return board.onChange(() => {
    for (const { id, endedAt, issued, state } of board.operations) {
      if (state !== 'done' || !issued || endedAt === undefined) continue;
      const ending = `${id} ${String(endedAt)}`;
      if (seen.has(ending)) continue;
      seen.add(ending);
      list(portfolio, issued.vault, endedAt, board.isOwn(id));
    }
  });
}

/** A vault that nobody has looked at yet is asked only if this window has put something there. */
function list(
  portfolio: Keeping['portfolio'],
  vaultName: string,
  endedAt: number,
  isOwn: boolean,
): void {
  const name = vaultName.toLowerCase();
  for (const { directory, vault } of portfolio.everyVault()) {
    if (vault.name.toLowerCase() !== name) continue;
    const { listedAt } = portfolio.listings.get(vault.id);
    if (listedAt === undefined ? !isOwn : listedAt > endedAt) continue;
    void portfolio.listings.list(directory, vault);
    // Listings are by vault: through whichever directory it is seen, they are the same.
    return;
  }
}
