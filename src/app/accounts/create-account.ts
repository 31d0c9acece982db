/** Making an account at a CA, bound to one of its site where that is asked for. */
import { isSameAccount } from '../../domain/account-store.ts';
import type { AcmeAccount, ExternalAccount } from '../../domain/acme.ts';
import { externalAccountRequired } from '../../domain/certificate-authorities.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import type { Clock } from '../../domain/runtime.ts';
import { needsAgreement, requireAgreement, type Registrar } from '../ca-session.ts';

export interface AccountWish {
  readonly ca: IssuanceCa;
  /** URLs, `mailto:…`. */
  readonly contact?: readonly string[];
  readonly eab?: ExternalAccount;
}

/**
 * The account, and whether it was made now: there is one for each CA and external account. Its key is
 * kept before the CA hears of it, so that an attempt whose answer was lost is taken up again.
 *
 * @throws CertError TermsNotAgreed, ExternalAccountRequired, InvalidEabKey
 */
export async function createAccount(
  { ca, accounts, agree, clock }: Registrar & { readonly clock: Clock },
  { ca: which, contact, eab }: AccountWish,
  signal: AbortSignal,
): Promise<{ readonly account: AcmeAccount; readonly created: boolean }> {
  const { directoryUrl } = which;
  const bound = eab === undefined ? {} : { eabKid: eab.kid };
  const all = await accounts.list();
  const known = all.find((account) => isSameAccount(account, { directoryUrl, ...bound }));
  if (known?.url !== undefined) return { account: known, created: false };
  const directory = await ca.directory(signal);
  if (directory.externalAccountRequired && eab === undefined) throw externalAccountRequired(which);
  if (needsAgreement(directory, known)) {
    await requireAgreement(agree, which, directory.terms ?? '', signal);
  }
  const draft: AcmeAccount = {
    directoryUrl,
    key: known?.key ?? (await ca.newAccountKey()),
    url: undefined,
    agreedTerms: directory.terms,
    contact,
    ...bound,
    created: new Date(clock.now()).toISOString(),
  };
  // Of two that begin at the same time both go on with the key of the first.
  const kept = known ? draft : await accounts.add(draft);
  if (known) await accounts.update(draft);
  const signer = ca.localSigner(kept.key);
  const before = known ? await ca.findAccount(signer, signal) : undefined;
  const registration = { contact, ...(eab === undefined ? {} : { eab }) };
  const url = before ?? (await ca.registerAccount(signer, registration, signal));
  const account = { ...draft, key: kept.key, url };
  await accounts.update(account);
  return { account, created: true };
}
