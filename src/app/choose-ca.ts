/** Which CA issues, and with which of its profiles. */
import type { AccountStore } from '../domain/account-store.ts';
import { isKnownCa, resolveCa } from '../domain/certificate-authorities.ts';
import { caOfManager, otherManager } from '../domain/certificate-managers.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { chosenAccount } from './accounts/account-choice.ts';
import type { IssuanceCa, IssuancePlan } from '../domain/issuance.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { CertificateBundle, Tags } from '../domain/key-vault.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';

/**
 * Asks the person whether a CA that only a certificate's tag names is to be dealt with; false where
 * nobody can be asked or the answer is no. `signal`: nobody waits for the answer any more.
 */
export type ConfirmCa = (
  ca: IssuanceCa,
  target: CertificateTarget,
  signal: AbortSignal,
) => Promise<boolean>;

/** What a tag's CA needs to be used. */
export interface TagCaServices {
  readonly accounts: Pick<AccountStore, 'load'>;
  /** Absent: nobody is asked. */
  readonly confirmCa?: ConfirmCa | undefined;
}

/**
 * The CA that was asked for, else the one on the certificate's tag, or on that of the tool from which
 * it is taken over. Tags are anybody's input: a directory URL is only used if this machine has dealt
 * with it before, or the person says so.
 */
export async function chooseCa(
  services: TagCaServices,
  wish: IssuanceWish,
  bundle: CertificateBundle | undefined,
  signal: AbortSignal,
): Promise<IssuanceCa> {
  if (wish.ca) return wish.ca;
  if (wish.kind === 'create') return resolveCa('letsencrypt');
  const tags = bundle?.tags ?? {};
  const adopted = otherManager(tags) === undefined ? undefined : caOfManager(tags);
  return adopted === undefined ? caOfTags(services, wish.target, tags, signal) : resolveCa(adopted);
}

/** @throws CertError NotRenewable */
export async function caOfTags(
  { accounts, confirmCa }: TagCaServices,
  target: CertificateTarget,
  tags: Tags,
  signal: AbortSignal,
): Promise<IssuanceCa> {
  const { vault, name } = target;
  const recipe = parseRecipe(tags[CA_TAG]);
  if (recipe === undefined) {
    const reason = { kind: 'no-ca-tag', tag: CA_TAG } as const;
    throw new CertError('NotRenewable', { vault, name, reason });
  }
  const ca = caOfTag(target, recipe.ca);
  if (isKnownCa(ca) || (await accounts.load(ca.directoryUrl)) !== undefined) return ca;
  if (confirmCa === undefined || !(await confirmCa(ca, target, signal))) {
    const reason = { kind: 'ca-never-used', directoryUrl: ca.directoryUrl } as const;
    throw new CertError('NotRenewable', { vault, name, reason });
  }
  return ca;
}

/** A renewal keeps its profile, but the profiles of one CA mean nothing to another. */
export function chooseProfile(
  wish: IssuanceWish,
  ca: IssuanceCa,
  bundle: CertificateBundle | undefined,
): string | undefined {
  if (wish.profile === '') return undefined;
  if (wish.profile !== undefined || wish.kind === 'create') return wish.profile;
  const recipe = parseRecipe(bundle?.tags[CA_TAG]);
  return recipe?.ca === ca.id ? recipe.profile : undefined;
}

/**
 * URL of the account that was asked for, else of the one that has ordered what is renewed: a renewal
 * by the same CA goes to that one where it is known here.
 * @throws CertError AccountNotFound, where the one that was asked for is not
 */
export async function chooseAccount(
  accounts: Pick<AccountStore, 'load' | 'list'>,
  wish: IssuanceWish,
  ca: IssuanceCa,
  bundle: CertificateBundle | undefined,
): Promise<string | undefined> {
  if (wish.account !== undefined) {
    const { url } = await chosenAccount(accounts, { ca, url: wish.account });
    return url;
  }
  const recipe = wish.kind === 'renew' ? parseRecipe(bundle?.tags[CA_TAG]) : undefined;
  return recipe?.ca === ca.id ? recipe.account : undefined;
}

/** The same for lifetime and chain. */
export function chooseTerms(
  wish: IssuanceWish,
  ca: IssuanceCa,
  bundle: CertificateBundle | undefined,
): Pick<IssuancePlan, 'validDays' | 'preferredChain'> {
  const recipe = wish.kind === 'renew' ? parseRecipe(bundle?.tags[CA_TAG]) : undefined;
  const kept = recipe?.ca === ca.id ? recipe : undefined;
  const { validDays = kept?.validDays, preferredChain = kept?.preferredChain } = wish;
  return {
    ...(validDays ? { validDays } : {}),
    ...(preferredChain ? { preferredChain } : {}),
  };
}

/** Nobody has typed it here: what makes no sense is the tag's fault, not the input's. */
function caOfTag({ vault, name }: CertificateTarget, choice: string): IssuanceCa {
  try {
    return resolveCa(choice);
  } catch (error) {
    if (!isCertError(error, 'InvalidCa')) throw error;
    const reason = { kind: 'unknown-ca', tag: CA_TAG, ca: choice } as const;
    throw new CertError('NotRenewable', { vault, name, reason }, { cause: error });
  }
}
