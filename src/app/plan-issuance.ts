/**
 * From a wish to a plan. Everything that can be known before the CA is asked is checked here, and
 * nothing is touched: after this the only surprises left are other people and the network.
 */
import type { AccountStore } from '../domain/account-store.ts';
import { requireExportable, wishedPolicy } from '../domain/acme-policy.ts';
import { otherManager } from '../domain/certificate-managers.ts';
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import { requireAcceptedKey, requireAcceptedNameCount } from '../domain/certificate-authorities.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { IssuanceCa, IssuancePlan, PreviousVersion } from '../domain/issuance.ts';
import type { Note } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import { keyTypeOf } from '../domain/key-type.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../domain/key-vault.ts';
import type { NameServers } from '../domain/name-servers.ts';
import { MAX_OWNER_TAGS, MAX_TAGS, ownerTags, requireValidTags } from '../domain/owner-tags.ts';
import { claimFor } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';
import type { Clock, RandomHex } from '../domain/runtime.ts';
import type { TxtRecordSets } from '../domain/txt-record-sets.ts';
import { agreeOnOccasion } from './agree-on-occasion.ts';
import { requireCaaConsent } from './check-caa.ts';
import { agreeWithCa } from './ca-session.ts';
import type { Registrar } from './registrar.ts';
import {
  chooseAccount,
  chooseCa,
  chooseProfile,
  chooseTerms,
  type ConfirmCa,
} from './choose-ca.ts';
import { requireReadable } from './challenge-records.ts';
import { choosePlaces } from './choose-places.ts';
import { findVault } from './find-vault.ts';
import type { IssuanceAllowance } from './issuance-allowance.ts';
import { abandonedOperation } from './name-check.ts';
import { requireHsm } from './require-hsm.ts';
import { requireNoTrustLost } from './staging-refusal.ts';

export interface PlanningServices {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly nameServers: NameServers;
  readonly records: TxtRecordSets;
  readonly registrarOf: (directoryUrl: string) => Registrar;
  readonly accounts: AccountStore;
  /** Absent: nobody is asked. */
  readonly confirmCa?: ConfirmCa | undefined;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly randomHex: RandomHex;
  /** `user@host`. */
  readonly owner: string;
  /** Told what a person should know and that is no error. */
  readonly note: (note: Note) => void;
  readonly allowance: Pick<IssuanceAllowance, 'count'>;
}

/** @throws CertError: everything that can be wrong with a wish */
export async function planIssuance(
  services: PlanningServices,
  wish: IssuanceWish,
  signal: AbortSignal,
): Promise<IssuancePlan> {
  const { target } = wish;
  const vault = await findVault(services.inventory, target.vault, signal);
  const bundle = await services.vaultOf(vault).get(target.name, signal);
  const tool = requireOurs(wish, bundle);
  const base = baseOf(services, wish, bundle);
  const { dnsNames, policy } = base;
  requireExportable(wish.exportable, keyTypeOf(policy.key));
  await requireHsm(services.inventory, vault, policy.key, signal);
  // What is renewed because it is due asks nobody, in a terminal as well.
  const { accounts, confirmCa } = services;
  const asking = wish.occasion === undefined ? { accounts, confirmCa } : { accounts };
  const ca = await chooseCa(asking, wish, bundle, signal);
  requireNoTrustLost(services.pki, ca, wish, bundle);
  requireAcceptedKey(ca, keyTypeOf(policy.key));
  const profile = chooseProfile(wish, ca, bundle);
  requireAcceptedNameCount(ca, dnsNames.length, profile);
  const id = services.randomHex(8);
  const wanted = { id, name: target.name, dnsNames, policy };
  const [places, abandonedRequest] = await Promise.all([
    choosePlaces(services, dnsNames, signal),
    abandonedOperation({ ...services, vault: services.vaultOf(vault) }, wanted, bundle, signal),
  ]);
  const onWord = places.places.filter(({ zoneName }) => places.onWord.includes(zoneName));
  await requireReadable(services, onWord, signal);
  const known = services.registrarOf(ca.directoryUrl);
  const registrar = { ...known, agree: agreeOnOccasion(known.agree, wish.occasion) };
  const preferred = await chooseAccount(accounts, wish, ca, bundle);
  const { agreedTerms } = wish;
  const directory = await agreeWithCa(registrar, ca, signal, { agreedTerms, preferred });
  requireProfile(profile, ca, Object.keys(directory.profiles));
  const account = await services.accounts.load(ca.directoryUrl, preferred);
  // Where nobody tells of a delegation, nobody tells of CAA records.
  if (places.unconfirmed.length === 0) {
    const { caaIdentities } = directory;
    const asked = { name: ca.name, caaIdentities, accountUrl: account?.url };
    await requireCaaConsent(services.nameServers, dnsNames, asked, signal);
  }
  const replaces = directory.hasRenewalInfo
    ? replacedCertificate(services.pki, ca, account?.url, bundle)
    : undefined;
  // What nobody has asked for by name can wait, unless the CA allows as many as there are.
  const canWait = wish.occasion !== undefined && replaces === undefined;
  const canWaitUntil = canWait ? endOf(services.pki, bundle) : undefined;
  await services.allowance.count({ id, target, ca, dnsNames, canWaitUntil });
  if (tool !== undefined) services.note({ kind: 'adopted', tool });
  for (const zone of places.unconfirmed) {
    services.note({ kind: 'delegation-unknown', zone });
  }
  for (const zone of places.onWord) services.note({ kind: 'zone-on-word', zone });
  return {
    ...wanted,
    kind: wish.kind,
    vault,
    ca,
    profile,
    ...chooseTerms(wish, ca, bundle),
    claim: claimFor(target, { run: id, owner: services.owner }, services.clock.now()),
    ...(account?.url === undefined ? {} : { account: account.url }),
    ...(replaces === undefined ? {} : { replaces }),
    tags: wish.tags,
    places: places.places,
    abandonedRequest,
    previous: base.previous,
    ...(wish.occasion ? { occasion: wish.occasion } : {}),
  };
}

/**
 * The tool from which it is taken over.
 * @throws CertError NotRenewable: another tool renews it, and nobody has said that it is taken over
 */
export function requireOurs(
  { kind, target, adopt }: IssuanceWish,
  bundle: CertificateBundle | undefined,
): string | undefined {
  const tool = bundle && otherManager(bundle.tags);
  if (tool === undefined || adopt === true || kind === 'create') return tool;
  throw new CertError('NotRenewable', { ...target, reason: { kind: 'other-tool', tool } });
}

export interface Base {
  readonly dnsNames: readonly string[];
  readonly policy: CertificatePolicy;
  readonly previous: PreviousVersion | undefined;
}

/**
 * What the wish says, completed by what is there already.
 * @throws CertError CertificateNotFound, CertificateExists, NotRenewable, and those of tags
 */
export function baseOf(
  services: Pick<PlanningServices, 'pki'>,
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
  requireTags(wish, existing);
  const dnsNames = wish.dnsNames ?? namesOf(services.pki, wish.target, existing);
  const policy = wishedPolicy(wish, dnsNames, existing?.policy);
  const previous = existing && { version: existing.version, policy: existing.policy };
  return { dnsNames, policy, previous };
}

/** @throws CertError InvalidTag, TooManyTags */
function requireTags(wish: IssuanceWish, existing: CertificateBundle | undefined): void {
  requireValidTags(wish.tags ?? {});
  const count = Object.keys({ ...ownerTags(existing?.tags ?? {}), ...wish.tags }).length;
  if (count <= MAX_OWNER_TAGS) return;
  throw new CertError('TooManyTags', { ...wish.target, count, limit: MAX_TAGS });
}

/** The names of the certificate itself: a policy may have been changed since it was issued. */
function namesOf(
  pki: Pki,
  { vault, name }: CertificateTarget,
  existing: CertificateBundle | undefined,
): readonly string[] {
  const names = existing?.der ? pki.readCertificate(existing.der).dnsNames : [];
  if (names.length > 0) return names;
  throw new CertError('NotRenewable', { vault, name, reason: { kind: 'no-dns-name' } });
}

function endOf(pki: Pki, bundle: CertificateBundle | undefined): Date | undefined {
  return bundle?.der && pki.readCertificate(bundle.der).notAfter;
}

/**
 * How the CA names the newest version, where it has issued that to the account that asks for the next
 * (RFC 9773 §5). Who else has issued it cannot be told; the tag is believed, as a CA that knows better
 * is asked once more without.
 */
function replacedCertificate(
  pki: Pki,
  ca: IssuanceCa,
  accountUrl: string | undefined,
  bundle: CertificateBundle | undefined,
): string | undefined {
  const recipe = parseRecipe(bundle?.tags[CA_TAG]);
  if (bundle?.der === undefined || recipe?.ca !== ca.id) return undefined;
  const isOurs = recipe.account === undefined || recipe.account === accountUrl;
  return isOurs ? pki.ariCertId(bundle.der) : undefined;
}

/** @throws CertError UnknownProfile */
export function requireProfile(
  profile: string | undefined,
  ca: IssuanceCa,
  offered: readonly string[],
): void {
  if (profile === undefined || offered.includes(profile)) return;
  throw new CertError('UnknownProfile', { profile, ca: ca.name, offered });
}
