/** Shows what an edit of a policy changes, and writes it if it is meant. */
import * as vscode from 'vscode';
import type { PolicyChanging } from '../../app/change-policy.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';

/** @returns false: the person does not mean it. */
export async function carryOutPolicy(
  { log, portfolio }: Pick<AppContext, 'log' | 'portfolio'>,
  seen: SeenVault,
  changing: PolicyChanging,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const certificate = `${changing.vault}/${changing.name}`;
  const question = t('Change the policy of {0} for the versions to come?', certificate);
  if (!(await confirmed(question, detailOf(changing), t('Change Policy')))) return false;
  const reporter = {
    note: (note: Parameters<typeof describeNote>[0]) => {
      log.info(describeNote(note, t));
    },
  };
  await withCancellableProgress(t('Writing the policy of {0}', certificate), (_told, signal) =>
    changing.carryOut(reporter, signal),
  );
  await portfolio.listings.list(seen);
  tell(t('The policy of {0} is changed.', certificate));
  return true;
}

function detailOf({ differences, isRenewedByAcme }: PolicyChanging): string {
  const { t } = vscode.l10n;
  const lines = differences.map(({ field, before = '–', after = '–' }) =>
    plainLine(t('{0}: {1} → {2}', field, before, after)),
  );
  const acme = t(
    'It is renewed through ACME, which sets issuer, subject, DNS names and extended key usages itself.',
  );
  return [...lines, ...(isRenewedByAcme ? [acme] : [])].join('\n');
}
