/** Renews chosen certificates side by side: one progress for all, and one summary at the end. */
import type { OperationBoard } from '../../app/operation-board.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import type { Occasion } from '../../domain/history.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Translate } from '../../domain/translate.ts';
import { distinctCertificates, type CertificateRef } from '../certificate-ref.ts';
import type { Directory } from '../directory.ts';
import type { ErrorBoundary } from '../errors/error-boundary.ts';
import type { Failure } from '../errors/several-failures.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';

interface Renewing {
  readonly board: Pick<OperationBoard, 'start'>;
  readonly portfolio: Pick<Portfolio, 'accounts' | 'directory' | 'everyVault' | 'load'>;
  readonly errors: Pick<ErrorBoundary, 'show' | 'showSeveral'>;
  readonly t: Translate;
}

/**
 * Resolves when all have been begun, each once. What cannot begin hinders no other; all that cannot
 * is told in one message.
 */
export async function renewSeveral(
  { board, portfolio, errors, t }: Renewing,
  chosen: readonly CertificateRef[],
  /** For the history; undefined for what a person has chosen by name. */
  occasionOf: (ref: CertificateRef) => Occasion | undefined = () => undefined,
): Promise<void> {
  await portfolio.load();
  const certificates = distinctCertificates(chosen);
  const failures: Failure[] = [];
  const failed = (ref: CertificateRef, error: unknown): void => {
    failures.push({ error: asCertError(error), subject: plainLine(`${ref.vault}/${ref.name}`) });
  };
  const engines = await Promise.allSettled(
    certificates.map(async (ref) => directoryOf(portfolio, ref).engine()),
  );
  // All in one go: this is what makes them one batch for those who tell of them.
  for (const [index, ref] of certificates.entries()) {
    const found = engines[index];
    if (found?.status !== 'fulfilled') {
      failed(ref, found?.reason);
      continue;
    }
    const { vault, name, directory } = ref;
    const occasion = occasionOf(ref);
    board.start(found.value, directory, {
      ...{ kind: 'renew', target: { vault, name } },
      ...(occasion ? { occasion } : {}),
    });
  }
  const [first, ...others] = failures;
  if (!first) return;
  if (others.length === 0) errors.show(first.error, t('Renewing {0}', first.subject));
  else errors.showSeveral(failures, t('Renewing {0} certificates', failures.length));
}

function directoryOf(
  portfolio: Renewing['portfolio'],
  { directory, vault }: CertificateRef,
): Directory {
  const found = portfolio.directory(directory);
  if (found) return found;
  if (portfolio.accounts.length === 0) throw new CertError('NotSignedIn', { tried: [] });
  throw new CertError('VaultNotFound', { vault, visible: portfolio.everyVault().length });
}
