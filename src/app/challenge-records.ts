/**
 * Writing to TXT record sets that others write to at the same time: read, decide (domain), write
 * only if nobody was faster, otherwise begin again. Every attempt costs one read and one write.
 */
import { recordSetName } from '../domain/challenge-place.ts';
import { withoutValues, withValues } from '../domain/challenge-record-set.ts';
import { CertError } from '../domain/errors.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import { workInProgress, type Claim } from '../domain/ownership.ts';
import type { Clock } from '../domain/runtime.ts';
import type { TxtRecordSets } from '../domain/txt-record-sets.ts';

export interface RecordWriter {
  readonly records: TxtRecordSets;
  readonly clock: Clock;
  /** From 0 (included) to 1; spreads those who collided. */
  readonly jitter: () => number;
}

const MAX_ATTEMPTS = 12;

/**
 * Adds `values` to the set; resolves as soon as the set holds them all. A write that is under way is
 * not cut short by a cancellation: it could take effect after the clean-up has looked.
 * @throws CertError WorkInProgress, TxtRecordSetFull, TxtConflict and what the port throws
 */
export async function publishValues(
  writer: RecordWriter,
  place: ChallengePlace,
  values: readonly string[],
  claim: Claim,
  signal: AbortSignal,
): Promise<void> {
  await untilWritten(writer, place, signal, async () => {
    const stored = await writer.records.get(place.zoneId, place.name, signal);
    const change = withValues(stored, values, claim, {
      limit: place.recordLimit,
      now: Math.floor(writer.clock.now() / 1000),
    });
    switch (change.kind) {
      case 'unchanged':
        return 'written';
      case 'write':
        signal.throwIfAborted();
        return writer.records.put(place.zoneId, place.name, change.set, stored?.etag);
      case 'full': {
        const { limit, present, needed } = change;
        const record = recordSetName(place);
        throw new CertError('TxtRecordSetFull', { record, limit, present, needed });
      }
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
  await untilWritten(writer, place, signal, async () => {
    const stored = await writer.records.get(place.zoneId, place.name, signal);
    const change = withoutValues(stored, values);
    if (stored === undefined || change.kind === 'unchanged') return 'written';
    return change.kind === 'delete'
      ? writer.records.delete(place.zoneId, place.name, stored.etag, signal)
      : writer.records.put(place.zoneId, place.name, change.set, stored.etag, signal);
  });
}

async function untilWritten(
  writer: RecordWriter,
  place: ChallengePlace,
  signal: AbortSignal,
  attempt: () => Promise<'written' | 'deleted' | 'conflict'>,
): Promise<void> {
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
    if ((await attempt()) !== 'conflict') return;
    await writer.clock.sleep(Math.min(50 * 2 ** attempts, 2000) * (0.5 + writer.jitter()), signal);
  }
  throw new CertError('TxtConflict', { record: recordSetName(place), attempts: MAX_ATTEMPTS });
}
