/** Exchanging the key of an account, so that no crash can lose the one that the CA knows. */
import { isSameKey, isVaultKey, type KeyVaultKey } from '../../domain/account-key.ts';
import type { AcmeAccount } from '../../domain/acme.ts';
import type { Registrar } from '../registrar.ts';
import type { RegisteredAccount } from './account-choice.ts';
import { labelVaultKey, nextVaultKey, signerOf } from './account-signer.ts';
import { settledAccount, withNextKey } from './settled-account.ts';

/**
 * The new key is kept beside the old one before the CA hears of it, and takes its place when the CA
 * has confirmed it. A new key that an earlier attempt has left is used again, for the CA may have
 * got that attempt after all. A key of Key Vault gets its next version instead, which waits there.
 *
 * @throws CertError NotOfferedByCa, VaultKeyUnusable, VaultForbidden
 */
export async function rollOverKey(
  registrar: Pick<Registrar, 'ca' | 'accounts' | 'vaultKeys'>,
  account: RegisteredAccount,
  signal: AbortSignal,
): Promise<void> {
  const { ca, accounts } = registrar;
  const settled = await settledAccount(registrar, account, signal);
  // The earlier attempt had been heard, or a colleague's: that was the exchange.
  if (!isSameKey(settled.key, account.key)) return;
  if (isVaultKey(settled.key)) {
    await rollOverInVault(
      registrar,
      { ...settled, ...{ key: settled.key, url: account.url } },
      signal,
    );
    return;
  }
  const nextKey = settled.nextKey ?? (await ca.newAccountKey());
  await accounts.update({ ...settled, nextKey });
  const session = ca.session({ signer: ca.localSigner(settled.key), url: account.url });
  await session.rollOver(ca.localSigner(nextKey), signal);
  await accounts.update(withNextKey(settled, nextKey));
}

/** Nothing has to be kept here first: the vault keeps both versions, and the CA tells them apart. */
async function rollOverInVault(
  registrar: Pick<Registrar, 'ca' | 'accounts' | 'vaultKeys'>,
  account: AcmeAccount & { readonly key: KeyVaultKey; readonly url: string },
  signal: AbortSignal,
): Promise<void> {
  const { ca, accounts, vaultKeys } = registrar;
  const { directoryUrl, url } = account;
  const nextKey = await nextVaultKey(vaultKeys, account, signal);
  const session = ca.session({ signer: signerOf(registrar, account.key), url });
  await session.rollOver(signerOf(registrar, nextKey), signal);
  await accounts.update(withNextKey(account, nextKey));
  await labelVaultKey(vaultKeys, nextKey, { directory: directoryUrl, account: url }, signal);
}
