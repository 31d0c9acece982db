/** Renews chosen certificates side by side: one progress for all, and one summary at the end. */
import * as vscode from 'vscode';
import { CertError } from '../../domain/errors.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { AppContext } from '../app-context.ts';
import type { CertificateRef } from '../certificate-ref.ts';

type Renewing = Pick<AppContext, 'board' | 'portfolio' | 'errors'>;

/** Resolves when all have been begun; what cannot begin is told, and hinders no other. */
export async function renewSeveral(
  { board, portfolio, errors }: Renewing,
  certificates: readonly CertificateRef[],
): Promise<void> {
  const ready = await Promise.all(
    certificates.map(async (ref) => {
      try {
        return { ref, engine: await engineOf(portfolio, ref) };
      } catch (error) {
        const name = plainLine(`${ref.vault}/${ref.name}`);
        errors.show(error, vscode.l10n.t('Renewing {0}', name));
        return undefined;
      }
    }),
  );
  // All in one go: this is what makes them one batch for those who tell of them.
  for (const each of ready) {
    if (!each) continue;
    const { vault, name, directory } = each.ref;
    board.start(each.engine, directory, { kind: 'renew', target: { vault, name } });
  }
}

async function engineOf(portfolio: Renewing['portfolio'], { directory, vault }: CertificateRef) {
  await portfolio.load();
  const found = portfolio.directory(directory);
  if (found) return found.engine();
  throw new CertError('VaultNotFound', { vault, visible: portfolio.everyVault().length });
}
