/**
 * Putting challenge values where the CA looks for them. A record set holds so many values (20 in
 * Azure DNS): what does not fit beside the others' waits for its turn. Nobody waits with values of
 * his own in another set, so two issuances never wait for each other.
 */
import { AwakeTime } from '../domain/awake-time.ts';
import { recordSetName } from '../domain/challenge-place.ts';
import type { Crowd } from '../domain/challenge-record-set.ts';
import { CertError } from '../domain/errors.ts';
import { awaitAll } from './await-all.ts';
import type { PublishedRecord } from './await-propagation.ts';
import { publishValues, removeValues } from './challenge-records.ts';
import type { IssuanceRun } from './issuance-run.ts';

/** Milliseconds between two looks at sets that are full: a challenge lasts for seconds to minutes. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** Milliseconds; a turn of others in a crowd takes about a minute. */
const USUAL_ROOM_WAIT = 600_000;

/**
 * Publishes what there is room for, and resolves with it as soon as that is anything: one
 * ETag-guarded write per record set, all sets side by side.
 * @throws CertError TxtRecordSetFull, WorkInProgress, TxtConflict
 */
export async function publishTurn(
  run: IssuanceRun,
  records: readonly PublishedRecord[],
  signal: AbortSignal,
): Promise<readonly PublishedRecord[]> {
  const { clock, jitter, reporter, roomWaitMs = USUAL_ROOM_WAIT } = run.services;
  await remember(run, records);
  const waited = new AwakeTime(clock);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const { published, full } = await publishOnce(run, records, signal);
    if (published.length > 0 || full === undefined) return published;
    const { present, limit } = full.crowd;
    const elapsed = waited.elapsed();
    if (elapsed + pause > roomWaitMs) {
      const record = recordSetName(full.place);
      const seconds = Math.round(elapsed / 1000);
      throw new CertError('TxtRecordSetFull', { record, ...full.crowd, seconds });
    }
    reporter.detail('publish', { kind: 'full-record-set', present, limit });
    await clock.sleep(pause * (0.5 + jitter()), signal);
  }
}

/** Makes room for the values of the next turn, and for those of others. */
export async function withdrawTurn(
  { services }: IssuanceRun,
  records: readonly PublishedRecord[],
  signal: AbortSignal,
): Promise<void> {
  await awaitAll(records.map(({ place, values }) => removeValues(services, place, values, signal)));
}

/** On disk before anything is written: whoever takes up or undoes the issuance looks for them. */
async function remember(run: IssuanceRun, records: readonly PublishedRecord[]): Promise<void> {
  const values = { ...run.progress.values };
  for (const { place, values: added } of records) {
    const set = recordSetName(place);
    values[set] = [...new Set([...(values[set] ?? []), ...added])];
  }
  await run.record({ values });
}

interface Attempt {
  readonly published: readonly PublishedRecord[];
  /** A set in which nothing of ours has room. */
  readonly full: (Pick<PublishedRecord, 'place'> & { readonly crowd: Crowd }) | undefined;
}

async function publishOnce(
  { plan, services }: IssuanceRun,
  records: readonly PublishedRecord[],
  signal: AbortSignal,
): Promise<Attempt> {
  const results = await awaitAll(
    records.map(async ({ place, values }) => {
      const result = await publishValues(services, place, values, plan.claim, signal);
      return { place, ...result };
    }),
  );
  const full = results.find((result) => 'crowd' in result);
  return {
    published: results.flatMap(({ place, ...result }) =>
      'published' in result ? [{ place, values: result.published, ttl: result.ttl }] : [],
    ),
    full,
  };
}
