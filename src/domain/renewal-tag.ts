/**
 * What a renewal needs is on the certificate: the tag `kvcert-ca` names CA, profile and account, so
 * that any colleague and any pipeline can renew it. Tags are anybody's input: what is read here is
 * checked again where it is used (a directory URL that is not known is never asked unseen).
 */

export const CA_TAG = 'kvcert-ca';

export interface RenewalRecipe {
  /** Id in the catalogue of CAs, or a directory URL. */
  readonly ca: string;
  readonly profile: string | undefined;
  /** Days for which the CA is asked to make it valid. */
  readonly validDays?: number;
  /** Common name of the topmost issuer of the chain that is taken where there are several. */
  readonly preferredChain?: string;
  /** The account's URL at the CA. */
  readonly account: string | undefined;
}

/** Azure's limit for a tag value. */
const MAX_VALUE = 256;

/** `letsencrypt profile=tlsserver days=30 chain=ISRG%20Root%20X1 account=https://…`; what does not fit is left out from the end. */
export function formatRecipe(recipe: RenewalRecipe): string {
  const parts = [recipe.ca];
  if (recipe.profile !== undefined) parts.push(`profile=${recipe.profile}`);
  if (recipe.validDays !== undefined) parts.push(`days=${recipe.validDays}`);
  if (recipe.preferredChain !== undefined) {
    parts.push(`chain=${encodeURIComponent(recipe.preferredChain)}`);
  }
  if (recipe.account !== undefined) parts.push(`account=${recipe.account}`);
  while (parts.join(' ').length > MAX_VALUE) parts.pop();
  return parts.join(' ');
}

/** undefined: the tag is missing or is not ours. */
export function parseRecipe(value: string | undefined): RenewalRecipe | undefined {
  if (value === undefined || value.length > MAX_VALUE) return undefined;
  const [ca, ...rest] = value.trim().split(/\s+/);
  if (!ca || !/^[a-z][a-z0-9-]*$|^https:\/\/[!-~]+$/.test(ca)) return undefined;
  const field = (name: string): string | undefined =>
    rest.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
  const profile = field('profile');
  const validDays = Number(field('days') ?? NaN);
  const preferredChain = decoded(field('chain'));
  return {
    ca,
    profile: profile !== undefined && /^[\w.-]{1,64}$/.test(profile) ? profile : undefined,
    ...(isValidDays(validDays) ? { validDays } : {}),
    ...(preferredChain !== undefined && isChainName(preferredChain) ? { preferredChain } : {}),
    account: field('account'),
  };
}

/** More than any CA gives (CA/Browser Forum Baseline Requirements 6.3.2). */
const MOST_DAYS = 398;

export function isValidDays(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;
}

/** A common name has 64 characters at most (RFC 5280, appendix A: ub-common-name). */
export function isChainName(name: string): boolean {
  return /^[^\p{Cc}]{1,64}$/u.test(name);
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
