import type { OperationBoard } from '../../app/operation-board.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { vaultByName } from '../vault-by-name.ts';

interface Keeping {
  readonly board: Pick<OperationBoard, 'isOwn' | 'onChange' | 'operations'>;
  readonly portfolio: Pick<Portfolio, 'everyVault'> & {
    readonly listings: Pick<Portfolio['listings'], 'get' | 'list'>;
  };
}

/**
 * A certificate that was issued, here or by another window, appears in the views without anybody's
 * refresh: its vault is listed again, unless that was done since.
 */
export function keepPortfolio({ board, portfolio }: Keeping): { dispose(): void } {
  // By id and end: what is tried again is issued again. Each once: a listing may fail.
  const seen = new Set<string>();
  return board.onChange(() => {
    for (const { id, directoryKey, endedAt, issued, state } of board.operations) {
      if (state !== 'done' || !issued || endedAt === undefined) continue;
      const ending = `${id} ${String(endedAt)}`;
      if (seen.has(ending)) continue;
      seen.add(ending);
      const found = vaultByName(portfolio, { vault: issued.vault, directory: directoryKey });
      if (found) void list(portfolio, found, endedAt, board.isOwn(id));
    }
  });
}

/**
 * A vault that nobody has looked at yet is asked only if this window has put something there.
 */
async function list(
  { listings }: Keeping['portfolio'],
  seen: SeenVault,
  endedAt: number,
  isOwn: boolean,
): Promise<void> {
  const { listedAt } = listings.get(seen);
  if (listedAt === undefined ? !isOwn : listedAt > endedAt) return;
  await listings.list(seen);
  // What was under way already had been asked for before there was anything new.
  const { listedAt: begunAt, failure } = listings.get(seen);
  if (failure === undefined && begunAt !== undefined && begunAt <= endedAt) {
    await listings.list(seen);
  }
}
