/** A new vault that goes by roles, with the right to use it where that can be given. */
import { parseVaultName } from '../../domain/certificate-target.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import type { AccountInventory, Subscription } from '../../domain/inventory.ts';
import type { Tags, Vault, VaultTier } from '../../domain/key-vault.ts';
import type { Clock } from '../../domain/runtime.ts';
import {
  plainLocation,
  similarLocations,
  type NewVault,
  type VaultMaker,
} from '../../domain/vault-creation.ts';

export interface VaultServices {
  readonly inventory: AccountInventory;
  readonly maker: VaultMaker;
  readonly clock: Clock;
}

export interface VaultWish {
  readonly name: string;
  /** Id or name. */
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tier: VaultTier;
  readonly retentionDays: number;
  readonly purgeProtection: boolean;
  readonly tags?: Tags;
}

/** What would be made, to be looked at before it is. Nothing was touched for it. */
export interface VaultMaking {
  readonly vault: NewVault;
  readonly subscription: string;
  /**
   * Resolves when the vault can be reached.
   * @param assign - the caller becomes Key Vault Certificates Officer of it
   * @throws CertError ArmForbidden, ArmRefused, VaultNameTaken
   */
  readonly carryOut: (assign: boolean, signal: AbortSignal) => Promise<MadeVault>;
}

export interface MadeVault {
  readonly vault: Vault;
  /** False: it is made, and its name is not yet known everywhere. */
  readonly isReady: boolean;
  /** Whether the caller may use it; `unasked` where that was not wished for. */
  readonly role: 'assigned' | 'unasked' | { readonly failure: CertError };
}

/** Milliseconds: between looks, and for all of them. */
const LOOK_AFTER = 2000;
const PATIENCE = 120_000;

/**
 * @throws CertError InvalidVaultName, SubscriptionNotFound, ResourceGroupNotFound, InvalidLocation,
 *   VaultNameTaken
 */
export async function prepareVault(
  { inventory, maker, clock }: VaultServices,
  wish: VaultWish,
  signal: AbortSignal,
): Promise<VaultMaking> {
  const name = parseVaultName(wish.name);
  const subscription = await subscriptionOf(inventory, wish.subscription, signal);
  const { id: subscriptionId, tenantId } = subscription;
  const [groups, locations, availability] = await Promise.all([
    maker.resourceGroups(subscriptionId, signal),
    maker.locations(subscriptionId, signal),
    maker.checkName(subscriptionId, name, signal),
  ]);
  const group = groups.find((each) => each.toLowerCase() === wish.resourceGroup.toLowerCase());
  if (group === undefined) {
    const facts = { group: wish.resourceGroup, subscription: subscription.name, known: groups };
    throw new CertError('ResourceGroupNotFound', facts);
  }
  const location = locations.find((each) => each.name === plainLocation(wish.location));
  if (location === undefined) {
    const known = similarLocations(wish.location, locations);
    throw new CertError('InvalidLocation', { location: wish.location, known });
  }
  if (!availability.isFree) {
    // Azure's rules for names may be stricter than those known here.
    if (availability.reason === 'AlreadyExists')
      throw new CertError('VaultNameTaken', { vault: name });
    throw new CertError('InvalidVaultName', { name });
  }
  const { tier, retentionDays, purgeProtection, tags = {} } = wish;
  const vault: NewVault = {
    ...{ name, subscriptionId, tenantId, resourceGroup: group, location: location.name },
    ...{ tier, retentionDays, purgeProtection, tags },
  };
  return {
    vault,
    subscription: subscription.name,
    async carryOut(assign, abort) {
      abort.throwIfAborted();
      // Who lists the vaults next finds it, also where its answer was lost.
      inventory.refresh();
      const made = await maker.create(vault);
      const role = assign ? await assigned(maker, made) : 'unasked';
      return { vault: made, role, isReady: await awaitReady(maker, clock, made, abort) };
    },
  };
}

async function subscriptionOf(
  inventory: AccountInventory,
  wanted: string,
  signal: AbortSignal,
): Promise<Subscription> {
  const all = await inventory.subscriptions(signal);
  const found = all.find(({ id, name }) =>
    [id, name].some((each) => each.toLowerCase() === wanted.toLowerCase()),
  );
  if (found !== undefined) return found;
  throw new CertError('SubscriptionNotFound', { subscription: wanted, visible: all.length });
}

/** The vault is there, whatever comes of it. */
async function assigned(maker: VaultMaker, vault: Vault): Promise<MadeVault['role']> {
  try {
    await maker.assignToCaller(vault);
    return 'assigned';
  } catch (error) {
    return { failure: asCertError(error) };
  }
}

/** A cancellation ends the wait, and nothing else: the vault is made. */
async function awaitReady(
  maker: VaultMaker,
  clock: Clock,
  vault: Vault,
  signal: AbortSignal,
): Promise<boolean> {
  const end = clock.now() + PATIENCE;
  try {
    while (!(await maker.isReady(vault, signal))) {
      if (clock.now() >= end) return false;
      await clock.sleep(LOOK_AFTER, signal);
    }
    return true;
  } catch {
    return false;
  }
}
