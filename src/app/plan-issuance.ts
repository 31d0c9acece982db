/**
 * From a wish to a plan. Everything that can be known before the CA is asked is checked here, and
 * nothing is touched: after this the only surprises left are other people and the network.
 */
import { acmePolicy, renewalPolicy } from '../domain/acme-policy.ts';
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import {
  requireAcceptedKey,
  requireAcceptedNameCount,
  resolveCa,
} from '../domain/certificate-authorities.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { IssuanceCa, IssuancePlan, PreviousVersion } from '../domain/issuance.ts';
import { DEFAULT_KEY_TYPE, keyTypeOf, policyKeyOf, type KeyType } from '../domain/key-type.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../domain/key-vault.ts';
import type { NameServers } from '../domain/name-servers.ts';
import { certificateKey, OWNER_TAG, withoutClaim, type Claim } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';
import type { Clock, RandomHex } from '../domain/runtime.ts';
import type { AccountStore } from './account-store.ts';
import { agreeWithCa, type Registrar } from './ca-session.ts';
import { choosePlaces } from './choose-places.ts';
import { findVault } from './find-vault.ts';
import { abandonedOperation } from './name-check.ts';

/** What a person asks for. What is left out comes from the certificate, or is the default. */
export interface IssuanceWish {
  readonly kind: 'create' | 'renew';
  readonly target: CertificateTarget;
  /** A-labels. */
  readonly dnsNames?: readonly string[];
  readonly ca?: IssuanceCa;
  readonly profile?: string;
  readonly keyType?: KeyType;
  /** A certificate of that name may exist already: `create` then makes a new version of it. */
  readonly newVersion?: boolean;
}

export interface PlanningServices {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly nameServers: NameServers;
  readonly registrarOf: (directoryUrl: string) => Registrar;
  readonly accounts: AccountStore;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly randomHex: RandomHex;
  /** `user@host`. */
  readonly owner: string;
  /** Told what a person should know and that is no error. */
  readonly note: (text: string) => void;
}

/** How long others leave an issuance alone, in seconds: more than the slowest one takes. */
const CLAIM_SECONDS = 30 * 60;

/** Azure's limit of tags on a certificate. */
const MAX_TAGS = 15;

/** @throws CertError: everything that can be wrong with a wish */
export async function planIssuance(
  services: PlanningServices,
  wish: IssuanceWish,
  signal: AbortSignal,
): Promise<IssuancePlan> {
  const { target } = wish;
  const vault = await findVault(services.inventory, target.vault, signal);
  const bundle = await services.vaultOf(vault).get(target.name, signal);
  const base = baseOf(services, wish, bundle);
  const { dnsNames, policy } = base;
  const ca = await chooseCa(services, wish, bundle);
  requireAcceptedKey(ca, keyTypeOf(policy.key));
  const profile = chooseProfile(wish, ca, bundle);
  requireAcceptedNameCount(ca, dnsNames.length, profile);
  const id = services.randomHex(8);
  const wanted = { id, name: target.name, dnsNames, policy };
  const [places, abandonedRequest] = await Promise.all([
    choosePlaces(services, dnsNames, signal),
    abandonedOperation({ ...services, vault: services.vaultOf(vault) }, wanted, bundle, signal),
  ]);
  const directory = await agreeWithCa(services.registrarOf(ca.directoryUrl), ca, signal);
  requireProfile(profile, ca, Object.keys(directory.profiles));
  for (const zone of places.unconfirmed) {
    services.note(`No name server could be asked whether the zone ${zone} is delegated.`);
  }
  return {
    ...wanted,
    kind: wish.kind,
    vault,
    ca,
    profile,
    claim: claimFor(services, id, target),
    places: places.places,
    abandonedRequest,
    previous: base.previous,
  };
}

interface Base {
  readonly dnsNames: readonly string[];
  readonly policy: CertificatePolicy;
  readonly previous: PreviousVersion | undefined;
}

/** What the wish says, completed by what is there already. */
function baseOf(
  services: PlanningServices,
  wish: IssuanceWish,
  bundle: CertificateBundle | undefined,
): Base {
  const { vault, name } = wish.target;
  const existing = bundle?.der === undefined ? undefined : bundle;
  if (wish.kind === 'renew' && !existing)
    throw new CertError('CertificateNotFound', { vault, name });
  if (wish.kind === 'create' && existing && wish.newVersion !== true) {
    throw new CertError('CertificateExists', { vault, name });
  }
  requireRoomForTags(wish.target, existing);
  const dnsNames = wish.dnsNames ?? namesOf(services.pki, wish.target, existing);
  const key = wish.keyType && policyKeyOf(wish.keyType);
  const policy = existing?.policy
    ? renewalPolicy(existing.policy, dnsNames, key)
    : acmePolicy(dnsNames, key ?? policyKeyOf(DEFAULT_KEY_TYPE));
  const previous = existing && { version: existing.version, policy: existing.policy };
  return { dnsNames, policy, previous };
}

/** @throws CertError TooManyTags */
function requireRoomForTags(
  target: CertificateTarget,
  existing: CertificateBundle | undefined,
): void {
  const tags = withoutClaim(existing?.tags ?? {});
  const count = new Set([...Object.keys(tags), CA_TAG, OWNER_TAG]).size;
  if (count > MAX_TAGS) {
    throw new CertError('TooManyTags', {
      ...target,
      count: Object.keys(tags).length,
      limit: MAX_TAGS,
    });
  }
}

/** The names of the certificate itself: a policy may have been changed since it was issued. */
function namesOf(
  pki: Pki,
  { vault, name }: CertificateTarget,
  existing: CertificateBundle | undefined,
): readonly string[] {
  const names = existing?.der ? pki.readCertificate(existing.der).dnsNames : [];
  if (names.length > 0) return names;
  throw new CertError('NotRenewable', { vault, name, reason: 'it holds no DNS name' });
}

/**
 * The CA that was asked for, else the one on the certificate's tag. Tags are anybody's input: a
 * directory URL is only used if this machine has dealt with it before.
 */
async function chooseCa(
  services: PlanningServices,
  wish: IssuanceWish,
  bundle: CertificateBundle | undefined,
): Promise<IssuanceCa> {
  if (wish.ca) return wish.ca;
  if (wish.kind === 'create') return asIssuanceCa('letsencrypt');
  const { vault, name } = wish.target;
  const recipe = parseRecipe(bundle?.tags[CA_TAG]);
  if (recipe === undefined) {
    const reason = `no tag ${CA_TAG} says which CA has issued it`;
    throw new CertError('NotRenewable', { vault, name, reason });
  }
  const ca = caOfTag(wish.target, recipe.ca);
  const isKnown = ca.id !== ca.directoryUrl;
  if (!isKnown && (await services.accounts.load(ca.directoryUrl)) === undefined) {
    const reason = `its tag names a CA that was never used here, ${ca.directoryUrl}`;
    throw new CertError('NotRenewable', { vault, name, reason });
  }
  return ca;
}

/** A renewal keeps its profile, but the profiles of one CA mean nothing to another. */
function chooseProfile(
  wish: IssuanceWish,
  ca: IssuanceCa,
  bundle: CertificateBundle | undefined,
): string | undefined {
  if (wish.profile !== undefined || wish.kind === 'create') return wish.profile;
  const recipe = parseRecipe(bundle?.tags[CA_TAG]);
  return recipe?.ca === ca.id ? recipe.profile : undefined;
}

/** Nobody has typed it here: what makes no sense is the tag's fault, not the input's. */
function caOfTag({ vault, name }: CertificateTarget, choice: string): IssuanceCa {
  try {
    return asIssuanceCa(choice);
  } catch (error) {
    if (!isCertError(error, 'InvalidCa')) throw error;
    const reason = `its tag ${CA_TAG} names "${choice}", which is no CA that is known here`;
    throw new CertError('NotRenewable', { vault, name, reason }, { cause: error });
  }
}

/** @throws CertError InvalidCa */
export function asIssuanceCa(choice: string): IssuanceCa {
  const { id, name, directoryUrl } = resolveCa(choice);
  return { id: id ?? directoryUrl, name, directoryUrl };
}

function requireProfile(
  profile: string | undefined,
  ca: IssuanceCa,
  offered: readonly string[],
): void {
  if (profile === undefined || offered.includes(profile)) return;
  throw new CertError('UnknownProfile', { profile, ca: ca.name, offered });
}

/** Others leave the certificate alone for the next half hour. */
function claimFor(services: PlanningServices, run: string, target: CertificateTarget): Claim {
  const certificate = certificateKey(target.vault, target.name);
  const since = Math.floor(services.clock.now() / 1000);
  return { run, certificate, owner: services.owner, since, until: since + CLAIM_SECONDS };
}

/** The claim of an issuance that is taken up again now. */
export function renewedClaim(claim: Claim, clock: Clock): Claim {
  return { ...claim, until: Math.floor(clock.now() / 1000) + CLAIM_SECONDS };
}
