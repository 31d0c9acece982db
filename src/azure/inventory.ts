/**
 * The port Inventory: Resource Graph first, ARM itself where that fails or lags: what was made a
 * minute ago is not in its index yet.
 */
import { CertError, type ErrorCode } from '../domain/errors.ts';
import type { Inventory, InventoryOptions } from '../domain/inventory.ts';
import { ARM_HOST } from './arm-errors.ts';
import { listWithArm } from './arm-listing.ts';
import { untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { toInventory, type InventoryRows, type ResourceRow } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
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
  readonly fresh: boolean;
}

/**
 * One listing per instance, and one more where somebody misses something: vaults and zones come
 * from the same answer, callers at the same time share it, and a failed one is asked again. Make
 * another instance to look again.
 */
export function createInventory(context: AzureContext): Inventory {
  const usual = remembered(() => list(context));
  const fresh = remembered(async () => freshen(await usual(), context));
  let freshened = false;

  async function listed(
    signal: AbortSignal | undefined,
    options: InventoryOptions | undefined,
  ): Promise<InventoryRows> {
    freshened ||= options?.fresh === true;
    const listing = freshened ? fresh : usual;
    // Not aborted with one caller's signal: the others wait for it, too.
    return toInventory((await untilAborted(signal, 'listing vaults and zones', listing)).rows);
  }

  return {
    vaults: async (signal, options) => (await listed(signal, options)).vaults,
    zones: async (signal, options) => (await listed(signal, options)).zones,
  };
}

/** The result of `work`, once; after a failure it is done again. */
function remembered<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    const current = (result ??= work());
    current.catch(() => {
      if (result === current) result = undefined;
    });
    return current;
  };
}

async function list(context: AzureContext): Promise<Listing> {
  const rows = await unlessRefused(() => queryResourceGraph(context));
  if (!(rows instanceof CertError)) return { rows, fresh: false };
  context.log.warn('Resource Graph failed, asking ARM', { code: rows.code });
  try {
    return { rows: await listWithArm(context), fresh: true };
  } catch (error) {
    throw asCertError(error, ARM_HOST);
  }
}

/** What ARM says is newer; what it does not list may be visible to Resource Graph alone. */
async function freshen(known: Listing, context: AzureContext): Promise<Listing> {
  if (known.fresh) return known;
  const rows = await unlessRefused(() => listWithArm(context));
  if (!(rows instanceof CertError)) return { rows: [...known.rows, ...rows], fresh: true };
  context.log.warn('ARM cannot say what is new', { code: rows.code });
  return known;
}

/** The failure where the other one of the two may still answer. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | CertError> {
  try {
    return await work();
  } catch (error) {
    const failure = asCertError(error, ARM_HOST);
    if (ONLY_ONE.has(failure.code)) return failure;
    throw failure;
  }
}
