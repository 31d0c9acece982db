import { CertError } from '../../domain/errors.ts';
import type { FormServices } from './form-services.ts';

/** One error, so that it is put into words once. */
export const NOBODY = new CertError('NotSignedIn', { tried: [] });

/** Why vaults are missing: nobody is signed in, or accounts and tenants have failed. */
export function failuresOf({
  accounts,
  isFirstLoad,
}: FormServices['portfolio']): readonly CertError[] {
  if (accounts.length === 0) return isFirstLoad ? [] : [NOBODY];
  return accounts
    .flatMap(({ failure, directories }) => [failure, ...directories.map((one) => one.failure)])
    .filter((failure) => failure !== undefined);
}

export function isLoading({ accounts, isFirstLoad }: FormServices['portfolio']): boolean {
  const isOneLoading = accounts.some(({ directories }) =>
    directories.some(({ isLoading: loading, inventory }) => loading && inventory === undefined),
  );
  return isFirstLoad || isOneLoading;
}
