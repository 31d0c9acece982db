/** Where an operation that was begun earlier can be gone on with. Asks nobody: silent sign-in only. */
import type { Workplace } from '../../app/operation-board.ts';
import type { BoardOperation } from '../../app/operations/board-operation.ts';
import { CertError } from '../../domain/errors.ts';
import type { Directory } from '../directory.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import { vaultByName } from '../vault-by-name.ts';

type Known = Pick<Portfolio, 'load' | 'directory' | 'everyVault' | 'accounts'>;

/** undefined: nobody is signed in who sees its vault. */
export async function workplaceFor(
  portfolio: Known,
  operation: BoardOperation,
): Promise<Workplace | undefined> {
  await portfolio.load();
  const directory = directoryOf(portfolio, operation);
  return directory && { engine: await directory.engine(), directoryKey: directory.key };
}

/** The same for what a person has asked for: that nobody is signed in is an error then. */
export async function requireWorkplace(
  portfolio: Known,
  operation: BoardOperation,
): Promise<Workplace> {
  const workplace = await workplaceFor(portfolio, operation);
  if (workplace) return workplace;
  const { vault } = operation.target;
  if (portfolio.accounts.length === 0) throw new CertError('NotSignedIn', { tried: [] });
  throw new CertError('VaultNotFound', { vault, visible: portfolio.everyVault().length });
}

/**
 * The directory that has begun it; else, e.g. where only the journal tells of it, one that sees the
 * vault; else one of the vault's tenant, as a listing may have failed.
 */
function directoryOf(
  portfolio: Known,
  { directoryKey, left, target }: BoardOperation,
): Directory | undefined {
  const begun = directoryKey === undefined ? undefined : portfolio.directory(directoryKey);
  if (begun) return begun;
  const seen = left
    ? portfolio.everyVault().find(({ vault }) => vaultKey(vault.id) === vaultKey(left.vault.id))
    : vaultByName(portfolio, target);
  if (seen) return seen.directory;
  return portfolio.accounts
    .flatMap(({ directories }) => directories)
    .find(
      ({ directory }) => directory.tenant.id.toLowerCase() === left?.vault.tenantId.toLowerCase(),
    )?.directory;
}
