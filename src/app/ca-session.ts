/** From a CA to a session of this machine's account there: terms, registration, recognition. */
import type { AcmeAccount, AcmeDirectory, AcmeSession } from '../domain/acme.ts';
import { externalAccountRequired } from '../domain/certificate-authorities.ts';
import { CertError } from '../domain/errors.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import { signerOf } from './accounts/account-signer.ts';
import { settledAccount } from './accounts/settled-account.ts';
import type { AgreeToTerms, Registrar } from './registrar.ts';

interface Consent {
  readonly agreedTerms?: string | undefined;
  readonly preferred?: string | undefined;
}

/**
 * Makes sure, before anything is touched, that the CA will deal with us: its terms were agreed to
 * and it needs no account of another kind.
 * @param agreedTerms - URL of the terms that the person has agreed to; it holds for no others
 * @param preferred - URL of the account that is taken where it is remembered
 * @throws CertError TermsNotAgreed, ExternalAccountRequired
 */
export async function agreeWithCa(
  { ca, accounts, agree }: Registrar,
  which: IssuanceCa,
  signal: AbortSignal,
  { agreedTerms, preferred }: Consent = {},
): Promise<AcmeDirectory> {
  const directory = await ca.directory(signal);
  const known = await accounts.load(which.directoryUrl, preferred);
  if (known?.url === undefined && directory.externalAccountRequired) {
    throw externalAccountRequired(which);
  }
  if (known?.url !== undefined || !needsAgreement(directory, known)) return directory;
  const terms = directory.terms ?? '';
  if (terms !== agreedTerms && !(await agree(which, terms, signal))) {
    throw new CertError('TermsNotAgreed', { ca: which.name, terms });
  }
  const key = known?.key ?? (await ca.newAccountKey());
  const { directoryUrl } = which;
  const account = { ...known, directoryUrl, key, url: undefined, agreedTerms: terms };
  await (known ? accounts.update(account) : accounts.add(account));
  return directory;
}

/** What a CA asks of those who deal with it, and what it offers. */
export interface AuthorityInfo {
  /** URL of its terms of service; absent where it has none. */
  readonly terms: string | undefined;
  /** True if nobody has to be asked any more. */
  readonly agreed: boolean;
  /** Descriptions by name. */
  readonly profiles: Readonly<Record<string, string>>;
  /** True if it issues for accounts of its own site alone, and none is known here. */
  readonly externalAccountRequired: boolean;
}

export async function authorityInfo(
  { ca, accounts }: Pick<Registrar, 'ca' | 'accounts'>,
  { directoryUrl }: IssuanceCa,
  signal: AbortSignal,
): Promise<AuthorityInfo> {
  const [directory, known] = await Promise.all([ca.directory(signal), accounts.load(directoryUrl)]);
  const isRegistered = known?.url !== undefined;
  return {
    terms: directory.terms,
    agreed: isRegistered || !needsAgreement(directory, known),
    profiles: directory.profiles,
    externalAccountRequired: !isRegistered && directory.externalAccountRequired,
  };
}

interface OpenSession {
  readonly session: AcmeSession;
  readonly accountUrl: string;
}

/**
 * The session of the remembered account; it is registered if the CA has not confirmed it yet.
 * @param preferred - URL of the account that is taken where it is remembered
 */
export async function openSession(
  registrar: Registrar,
  which: IssuanceCa,
  signal: AbortSignal,
  preferred?: string,
): Promise<OpenSession> {
  const { ca, accounts } = registrar;
  const known =
    (await accounts.load(which.directoryUrl, preferred)) ??
    (await accounts.add({
      directoryUrl: which.directoryUrl,
      key: await ca.newAccountKey(),
      url: undefined,
      agreedTerms: undefined,
    }));
  const settled = await settledAccount(registrar, known, signal);
  const url = settled.url ?? (await register(registrar, which, settled, signal));
  return sessionOf(registrar, settled, url);
}

/**
 * For an account that the CA no longer knows: the same key is registered again, provided that the
 * terms are still those that were agreed to.
 * @throws CertError TermsNotAgreed
 */
export async function reopenSession(
  registrar: Registrar,
  which: IssuanceCa,
  signal: AbortSignal,
  preferred?: string,
): Promise<OpenSession> {
  const known = await registrar.accounts.load(which.directoryUrl, preferred);
  if (known === undefined) return openSession(registrar, which, signal);
  const url = await register(registrar, which, known, signal);
  return sessionOf(registrar, known, url);
}

function sessionOf(registrar: Registrar, { key }: AcmeAccount, url: string): OpenSession {
  const session = registrar.ca.session({ signer: signerOf(registrar, key), url });
  return { session, accountUrl: url };
}

async function register(
  registrar: Registrar,
  which: IssuanceCa,
  account: AcmeAccount,
  signal: AbortSignal,
): Promise<string> {
  const { ca, accounts, agree } = registrar;
  const directory = await ca.directory(signal);
  if (needsAgreement(directory, account)) {
    await requireAgreement(agree, which, directory.terms ?? '', signal);
  }
  const url = await ca.registerAccount(
    signerOf(registrar, account.key),
    { contact: account.contact },
    signal,
  );
  await accounts.update({ ...account, url, agreedTerms: directory.terms });
  return url;
}

/** @throws CertError TermsNotAgreed */
export async function requireAgreement(
  agree: AgreeToTerms,
  which: IssuanceCa,
  terms: string,
  signal: AbortSignal,
): Promise<void> {
  if (await agree(which, terms, signal)) return;
  throw new CertError('TermsNotAgreed', { ca: which.name, terms });
}

export function needsAgreement(directory: AcmeDirectory, known: AcmeAccount | undefined): boolean {
  return directory.terms !== undefined && known?.agreedTerms !== directory.terms;
}
