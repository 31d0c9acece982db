/**
 * The port Inventory: Resource Graph first, ARM itself where that fails or lags: what was made a
 * minute ago is not in its index yet.
 */
import { armHost } from '../domain/cloud.ts';
import { CertError, type ErrorCode } from '../domain/errors.ts';
import type {
  AccountInventory,
  InventoryOptions,
  Subscription,
  UnlistedSubscription,
} from '../domain/inventory.ts';
import type { ZoneId } from '../domain/zone-id.ts';
import { listSubscriptions, listTenants } from './accounts.ts';
import { listWithArm } from './arm-listing.ts';
import { untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { givenZones } from './given-zones.ts';
import { toInventory, type ResourceRow } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
import { zonesOfOtherTenants } from './other-tenants.ts';
import { remembered } from './remembered.ts';
import { queryResourceGraph } from './resource-graph.ts';

/** What concerns one of the two alone: they stand at the same host and take the same token. */
const ONLY_ONE: ReadonlySet<ErrorCode> = new Set([
  'ArmForbidden',
  'ArmRefused',
  'Throttled',
  'UnexpectedAnswer',
]);

/** What was answered, and whether ARM itself was among those who did. */
interface Listing {
  readonly rows: readonly ResourceRow[];
  readonly unlisted: readonly UnlistedSubscription[];
  readonly fresh: boolean;
}

/**
 * A first look at everything in a tenant costs one call for its subscriptions and one for every
 * thousand vaults and zones: those come from the same answer, callers at the same time share it,
 * and it is kept until `refresh`. A failed one is asked again.
 * @param namedTenants - whose zones are looked at besides those of the account's own tenants
 * @param zonesByHand - given by a person, for lists need not show them
 */
export function createInventory(
  context: AzureContext,
  namedTenants: readonly string[] = [],
  zonesByHand: readonly ZoneId[] = [],
): AccountInventory {
  const tenants = remembered(() => listTenants(context));
  const subscriptions = remembered(() => listSubscriptions(context));
  const usual = remembered(() => list(subscriptions.get, context));
  const fresh = remembered(async () => freshen(await usual.get(), subscriptions.get, context));
  const elsewhere = zonesOfOtherTenants({
    ...{ context, tenants: tenants.get, named: namedTenants },
    list: async (there) => (await list(() => listSubscriptions(there), there)).rows,
  });
  const given = givenZones(context, zonesByHand);
  let freshened = false;

  /** Not aborted with one caller's signal: the others wait for it, too. */
  function awaited<T>(
    what: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    return untilAborted(signal, `listing ${what}`, work);
  }

  async function listed(
    signal: AbortSignal | undefined,
    options: InventoryOptions = {},
  ): Promise<Listing> {
    freshened ||= options.fresh === true;
    return awaited('vaults and zones', signal, freshened ? fresh.get : usual.get);
  }

  return {
    tenants: (signal) => awaited('tenants', signal, tenants.get),
    subscriptions: (signal) => awaited('subscriptions', signal, subscriptions.get),
    vaults: async (signal, options) => toInventory((await listed(signal, options)).rows).vaults,
    zones: async (signal, options) => toInventory((await listed(signal, options)).rows).zones,
    zonesElsewhere: (signal) => awaited('zones of other tenants', signal, elsewhere.get),
    zonesGiven: (records, signal) =>
      awaited('zones given by hand', signal, () => given.read(records)),
    unlisted: async (signal) => (await listed(signal)).unlisted,
    refresh() {
      for (const known of [tenants, subscriptions, usual, fresh, elsewhere, given]) known.forget();
      freshened = false;
    },
  };
}

type ListSubscriptions = () => Promise<readonly Subscription[]>;

async function list(subscriptions: ListSubscriptions, context: AzureContext): Promise<Listing> {
  const rows = await unlessRefused(() => queryResourceGraph(context), context);
  if (!(rows instanceof CertError)) return { rows, unlisted: [], fresh: false };
  context.log.warn('Resource Graph failed, asking ARM', { code: rows.code });
  try {
    return { ...(await listWithArm(await subscriptions(), context)), fresh: true };
  } catch (error) {
    throw asCertError(error, armHost(context.cloud));
  }
}

/** What ARM says is newer; what it does not list may be visible to Resource Graph alone. */
async function freshen(
  known: Listing,
  subscriptions: ListSubscriptions,
  context: AzureContext,
): Promise<Listing> {
  if (known.fresh) return known;
  const listing = await unlessRefused(
    async () => listWithArm(await subscriptions(), context),
    context,
  );
  if (!(listing instanceof CertError)) {
    // A subscription that only ARM cannot list was read by Resource Graph.
    return { rows: [...known.rows, ...listing.rows], unlisted: [], fresh: true };
  }
  context.log.warn('ARM cannot say what is new', { code: listing.code });
  return known;
}

/** The failure where the other one of the two may still answer. */
async function unlessRefused<T>(
  work: () => Promise<T>,
  context: AzureContext,
): Promise<T | CertError> {
  try {
    return await work();
  } catch (error) {
    const failure = asCertError(error, armHost(context.cloud));
    if (ONLY_ONE.has(failure.code)) return failure;
    throw failure;
  }
}
