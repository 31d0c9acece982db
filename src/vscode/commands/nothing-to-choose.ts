/** Why a command has nothing to offer for choice, so that nobody looks at an empty list. */
import { CertError } from '../../domain/errors.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';

type Known = Pick<Portfolio, 'accounts' | 'everyVault' | 'vaults'>;

/** undefined: there are vaults in the chosen subscriptions. */
export function whyNoVault(portfolio: Known): CertError | undefined {
  if (portfolio.vaults().length > 0) return undefined;
  const elsewhere = portfolio.everyVault().length;
  const reason = elsewhere > 0 ? undefined : whyNothing(portfolio);
  return reason ?? new CertError('NoVault', { accounts: labels(portfolio), elsewhere });
}

/** undefined: some account sees a subscription. */
export function whyNoSubscription(portfolio: Known): CertError | undefined {
  const isOneSeen = portfolio.accounts.some(({ directories }) =>
    directories.some(({ inventory }) => (inventory?.subscriptions.length ?? 0) > 0),
  );
  if (isOneSeen) return undefined;
  return whyNothing(portfolio) ?? new CertError('NoSubscription', { accounts: labels(portfolio) });
}

/** Nobody is signed in; or what would show something has failed. */
function whyNothing({ accounts }: Pick<Known, 'accounts'>): CertError | undefined {
  if (accounts.length === 0) return new CertError('NotSignedIn', { tried: [] });
  return accounts
    .flatMap(({ failure, directories }) => [failure, ...directories.map((one) => one.failure)])
    .find((failure) => failure !== undefined);
}

function labels({ accounts }: Known): readonly string[] {
  return accounts.map(({ account }) => account.label);
}
