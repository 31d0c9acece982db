/** Taking away the leftover values that a person has picked, and nothing that stands beside them. */
import { asCertError } from '../../domain/error-catalogue.ts';
import { withoutValues } from '../../domain/challenge-record-set.ts';
import type { CertError } from '../../domain/errors.ts';
import { isUnderWay, type LeftoverValue } from '../../domain/leftover-records.ts';
import { sideBySide } from '../await-all.ts';
import { untilWritten, type RecordWriter } from '../challenge-records.ts';
import { knownUnderWay, type LeftoverServices } from './find-leftovers.ts';

const SETS_SIDE_BY_SIDE = 8;

export interface RemovalOutcome {
  readonly value: LeftoverValue;
  /** `gone`: somebody else has taken it away; `needed`: somebody is at work with it by now. */
  readonly outcome: 'removed' | 'gone' | 'needed' | 'failed';
  readonly error?: CertError;
}

export type RemovalServices = RecordWriter & Pick<LeftoverServices, 'journal'>;

/** One ETag-guarded write per record set; one that fails stops no other. */
export async function removeLeftovers(
  services: RemovalServices,
  picked: readonly LeftoverValue[],
  signal: AbortSignal,
): Promise<readonly RemovalOutcome[]> {
  const sets = Map.groupBy(picked, ({ zone, record }) => `${zone.id} ${record}`.toLowerCase());
  const outcomes = await sideBySide([...sets.values()], SETS_SIDE_BY_SIDE, async (values) => {
    try {
      return await removeFromSet(services, values, signal);
    } catch (error) {
      const failure = asCertError(error);
      return values.map((value) => ({ value, outcome: 'failed' as const, error: failure }));
    }
  });
  return outcomes.flat();
}

async function removeFromSet(
  services: RemovalServices,
  values: readonly LeftoverValue[],
  signal: AbortSignal,
): Promise<readonly RemovalOutcome[]> {
  const [first] = values;
  if (!first) return [];
  const { zone, record: name } = first;
  const place = { zoneId: zone.id, zoneName: zone.name, name };
  return untilWritten(services, place, signal, async () => {
    const underWay = await knownUnderWay(services);
    const stored = await services.records.get(zone.id, name, signal);
    const outcomes = values.map((value): RemovalOutcome => {
      if (!stored?.values.includes(value.value)) return { value, outcome: 'gone' };
      const isNeeded = isUnderWay(stored, value.value, underWay);
      return { value, outcome: isNeeded ? 'needed' : 'removed' };
    });
    const leaving = outcomes.filter(({ outcome }) => outcome === 'removed');
    const change = withoutValues(
      stored,
      leaving.map(({ value }) => value.value),
    );
    if (stored === undefined || change.kind === 'unchanged') return outcomes;
    const written =
      change.kind === 'delete'
        ? await services.records.delete(zone.id, name, stored.etag, signal)
        : await services.records.put(zone.id, name, change.set, stored.etag);
    return written === 'conflict' ? written : outcomes;
  });
}
