/**
 * Writing to TXT record sets that others write to at the same time: read, decide (domain), write
 * only if nobody was faster, otherwise begin again. Every attempt costs one read and one write.
 */
import { distinctSets, recordSetName } from '../domain/challenge-place.ts';
import { withoutValues, withValues, type Crowd } from '../domain/challenge-record-set.ts';
import { CertError } from '../domain/errors.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import { workInProgress, type Claim } from '../domain/ownership.ts';
import type { Clock } from '../domain/runtime.ts';
import type { TxtRecordSets } from '../domain/txt-record-sets.ts';
import { sideBySide } from './await-all.ts';
import type { RecordSetTurns } from './record-set-turns.ts';

export interface RecordWriter {
  readonly records: TxtRecordSets;
  readonly clock: Clock;
  /** From 0 (included) to 1; spreads those who collided. */
  readonly jitter: () => number;
  readonly turns: RecordSetTurns;
}

/** A minute at the longest pace; thirty who write to one set from thirty machines need half of it. */
const MAX_ATTEMPTS = 40;

const SETS_SIDE_BY_SIDE = 8;

/** Those of the values that the set holds, or why it holds none of them. */
export type Publication =
  { readonly published: readonly string[]; readonly ttl: number } | { readonly crowd: Crowd };

/**
 * Adds `values` to the set, as many as there is room for; the decision is the domain's. A write that is under way is
 * not cut short by a cancellation: it could take effect after the clean-up has looked.
 * @throws CertError WorkInProgress, TxtConflict and what the port throws
 */
export async function publishValues(
  writer: RecordWriter,
  place: ChallengePlace,
  values: readonly string[],
  claim: Claim,
  signal: AbortSignal,
): Promise<Publication> {
  const records = recordsAt(writer, place);
  return untilWritten(writer, place, signal, async () => {
    const stored = await records.get(place.zoneId, place.name, signal);
    const change = withValues(stored, values, claim, {
      limit: place.recordLimit,
      now: Math.floor(writer.clock.now() / 1000),
    });
    switch (change.kind) {
      case 'unchanged':
        return { published: change.published, ttl: stored?.ttl ?? 0 };
      case 'write': {
        signal.throwIfAborted();
        const { set, published } = change;
        const outcome = await records.put(place.zoneId, place.name, set, stored?.etag);
        return outcome === 'conflict' ? outcome : { published, ttl: set.ttl };
      }
      case 'full':
        return { crowd: change.crowd };
      case 'held':
        throw workInProgress(change.by);
    }
  });
}

/** Takes `values` out again, and nothing else; resolves too when they are gone already. */
export async function removeValues(
  writer: RecordWriter,
  place: ChallengePlace,
  values: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const records = recordsAt(writer, place);
  await untilWritten(writer, place, signal, async () => {
    const stored = await records.get(place.zoneId, place.name, signal);
    const change = withoutValues(stored, values);
    if (stored === undefined || change.kind === 'unchanged') return 'written';
    return change.kind === 'delete'
      ? records.delete(place.zoneId, place.name, stored.etag, signal)
      : records.put(place.zoneId, place.name, change.set, stored.etag, signal);
  });
}

/**
 * Asks for each set once: where somebody is sent to a zone that nobody could look at, a want of rights
 * shows before anything is written that could then not be taken back.
 * @throws CertError what the port throws: ArmForbidden
 */
export async function requireReadable(
  writer: Pick<RecordWriter, 'records'>,
  places: readonly ChallengePlace[],
  signal: AbortSignal,
): Promise<void> {
  await sideBySide(distinctSets(places), SETS_SIDE_BY_SIDE, (place) =>
    recordsAt(writer, place).get(place.zoneId, place.name, signal),
  );
}

function recordsAt(
  { records }: Pick<RecordWriter, 'records'>,
  { zoneTenant }: ChallengePlace,
): TxtRecordSets {
  return zoneTenant === undefined ? records : records.inTenant(zoneTenant);
}

/**
 * Does `attempt` again and again until nobody was faster.
 * @throws CertError TxtConflict
 */
export async function untilWritten<T>(
  writer: Omit<RecordWriter, 'records'>,
  place: Pick<ChallengePlace, 'zoneId' | 'zoneName' | 'name'>,
  signal: AbortSignal,
  attempt: () => Promise<T | 'conflict'>,
): Promise<T> {
  const set = `${place.zoneId}/${place.name}`.toLowerCase();
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
    const outcome = await writer.turns.take(set, signal, attempt);
    if (outcome !== 'conflict') return outcome;
    await writer.clock.sleep(Math.min(50 * 2 ** attempts, 2000) * (0.5 + writer.jitter()), signal);
  }
  throw new CertError('TxtConflict', { record: recordSetName(place), attempts: MAX_ATTEMPTS });
}
