/** The port Inventory: Resource Graph first, ARM itself where that fails. */
import type { ErrorCode } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import { ARM_HOST } from './arm-errors.ts';
import { listWithArm } from './arm-listing.ts';
import { untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { toInventory, type InventoryRows } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
import { queryResourceGraph } from './resource-graph.ts';

/** What concerns Resource Graph alone. ARM stands at the same host and takes the same token. */
const ONLY_THE_GRAPH: ReadonlySet<ErrorCode> = new Set([
  'ArmForbidden',
  'ArmRefused',
  'Throttled',
  'UnexpectedAnswer',
]);

/**
 * One listing per instance: vaults and zones come from the same answer, callers at the same time
 * share it, and a failed one is asked again. Make another instance to look again.
 */
export function createInventory(context: AzureContext): Inventory {
  let listing: Promise<InventoryRows> | undefined;

  function listed(signal: AbortSignal | undefined): Promise<InventoryRows> {
    // Not aborted with one caller's signal: the others wait for it, too.
    const current = (listing ??= list(context));
    current.catch(() => {
      if (listing === current) listing = undefined;
    });
    return untilAborted(signal, 'listing vaults and zones', () => current);
  }

  return {
    vaults: async (signal) => (await listed(signal)).vaults,
    zones: async (signal) => (await listed(signal)).zones,
  };
}

async function list(context: AzureContext): Promise<InventoryRows> {
  try {
    return toInventory(await queryResourceGraph(context));
  } catch (error) {
    const failure = asCertError(error, ARM_HOST);
    if (!ONLY_THE_GRAPH.has(failure.code)) throw failure;
    context.log.warn('Resource Graph failed, asking ARM', { code: failure.code });
  }
  try {
    return toInventory(await listWithArm(context));
  } catch (error) {
    throw asCertError(error, ARM_HOST);
  }
}
