/** Making an account at a CA, bound to one of its site where that is asked for. */
import { isVaultKey } from '../../domain/account-key.ts';
import { isSameAccount, type AccountKeyId } from '../../domain/account-store.ts';
import type { AcmeAccount, ExternalAccount } from '../../domain/acme.ts';
import { externalAccountRequired } from '../../domain/certificate-authorities.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import type { Clock } from '../../domain/runtime.ts';
import { needsAgreement, requireAgreement } from '../ca-session.ts';
import type { Registrar } from '../registrar.ts';
import { labelVaultKey, signerOf, takeVaultKey, type VaultKeyPlace } from './account-signer.ts';

export interface AccountWish {
  readonly ca: IssuanceCa;
  /** URLs, `mailto:…`. */
  readonly contact?: readonly string[];
  readonly eab?: ExternalAccount;
  /** A key of Key Vault that signs; default: one that is kept here. */
  readonly vaultKey?: VaultKeyPlace;
}

/** `made` at the CA now; `found` there by its key; `known` here already. */
export type AccountOrigin = 'made' | 'found' | 'known';

interface CreatedAccount {
  readonly account: AcmeAccount;
  readonly origin: AccountOrigin;
}

/**
 * The account, and where it is from: there is one for each CA and external account, and for each key
 * of Key Vault. Its key is kept before the CA hears of it, so that an attempt whose answer was lost
 * is taken up again. An account that the key of a vault has already is nobody's to agree to again.
 *
 * @throws CertError TermsNotAgreed, ExternalAccountRequired, InvalidEabKey, VaultKeyUnusable
 */
export async function createAccount(
  registrar: Registrar & { readonly clock: Clock },
  wish: AccountWish,
  signal: AbortSignal,
): Promise<CreatedAccount> {
  const { ca, accounts, agree, clock, vaultKeys } = registrar;
  const { ca: which, contact, eab, vaultKey: place } = wish;
  const { directoryUrl } = which;
  const all = await accounts.list();
  const known = all.find((account) => isSameAccount(account, wishedAccount(wish)));
  if (known?.url !== undefined) return { account: known, origin: 'known' };
  const directory = await ca.directory(signal);
  const taken = place && (await takeVaultKey(registrar, place, directoryUrl, signal));
  const isFound = taken?.accountUrl !== undefined;
  if (!isFound && directory.externalAccountRequired && eab === undefined) {
    throw externalAccountRequired(which);
  }
  if (!isFound && needsAgreement(directory, known)) {
    await requireAgreement(agree, which, directory.terms ?? '', signal);
  }
  const draft: AcmeAccount = {
    directoryUrl,
    key: taken?.key ?? known?.key ?? (await ca.newAccountKey()),
    url: undefined,
    // Whoever has made the account has agreed, and has said whom to write to.
    agreedTerms: isFound ? undefined : directory.terms,
    contact: isFound ? undefined : contact,
    ...(eab === undefined ? {} : { eabKid: eab.kid }),
    created: new Date(clock.now()).toISOString(),
  };
  // Of two that begin at the same time both go on with the key of the first.
  const kept = known ? draft : await accounts.add(draft);
  if (known) await accounts.update(draft);
  const signer = signerOf(registrar, kept.key);
  const before =
    taken?.accountUrl ?? (known && !taken ? await ca.findAccount(signer, signal) : undefined);
  const registration = { contact, ...(eab === undefined ? {} : { eab }) };
  const url = before ?? (await ca.registerAccount(signer, registration, signal));
  const account = { ...draft, key: kept.key, url };
  await accounts.update(account);
  if (isVaultKey(kept.key)) {
    await labelVaultKey(vaultKeys, kept.key, { directory: directoryUrl, account: url }, signal);
  }
  return { account, origin: isFound ? 'found' : 'made' };
}

/** How the account that is wished for is told from others at the CA. */
export function wishedAccount({ ca, eab, vaultKey }: AccountWish): AccountKeyId {
  return {
    directoryUrl: ca.directoryUrl,
    ...(eab === undefined ? {} : { eabKid: eab.kid }),
    ...(vaultKey === undefined ? {} : { key: vaultKey }),
  };
}
