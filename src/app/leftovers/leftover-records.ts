/** What the engine offers for challenge records that were left behind. */
import type { LeftoverValue } from '../../domain/leftover-records.ts';
import {
  findLeftovers,
  type LeftoverServices,
  type LeftoverSurvey,
  type ZoneProgress,
} from './find-leftovers.ts';
import { removeLeftovers, type RemovalOutcome, type RemovalServices } from './remove-leftovers.ts';

export interface LeftoverRecords {
  /** Looks through zones, named or by their ids, or through all that the account sees. */
  find(
    zones: readonly string[] | 'all',
    told: ZoneProgress,
    signal: AbortSignal,
  ): Promise<LeftoverSurvey>;
  /** What somebody is at work with by then stays. */
  remove(values: readonly LeftoverValue[], signal: AbortSignal): Promise<readonly RemovalOutcome[]>;
}

export function leftoverRecords(services: LeftoverServices & RemovalServices): LeftoverRecords {
  return {
    find: (zones, told, signal) => findLeftovers(services, zones, told, signal),
    remove: (values, signal) => removeLeftovers(services, values, signal),
  };
}
