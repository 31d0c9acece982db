/**
 * Taking back what an issuance has put elsewhere. Everything here is tried, whatever fails next to
 * it, within a bound of its own: the cancellation that led here must not stop it. What could not be
 * reached is named, stays in the journal, and is tried again at the next start.
 */
import { asCertError, errorRecord } from '../domain/error-catalogue.ts';
import { distinctSets, recordSetName } from '../domain/challenge-place.ts';
import type { Leftover, Trace } from '../domain/error-reasons.ts';
import { CertError } from '../domain/errors.ts';
import { OWNER_TAG, parseClaim, withoutClaim } from '../domain/ownership.ts';
import { removeValues } from './challenge-records.ts';
import type { IssuanceRun } from './issuance-run.ts';

/** Milliseconds; longer than one request with its retries, short enough to be waited for. */
const CLEAN_UP_BOUND = 60_000;

/** What could not be taken back; empty when nothing is left. */
export type Leftovers = readonly Leftover[];

/** Something to take back. */
export interface Takeback {
  readonly trace: Trace;
  readonly work: (signal: AbortSignal) => Promise<void>;
}

/** Never rejects. */
export async function takeBack(run: IssuanceRun, all: readonly Takeback[]): Promise<Leftovers> {
  const signal = AbortSignal.timeout(CLEAN_UP_BOUND);
  const results = await Promise.all(
    all.map(async ({ trace, work }) => {
      try {
        await work(signal);
        return undefined;
      } catch (error) {
        const { message } = asCertError(error);
        run.services.log.warn('clean-up failed', { ...trace, error: message });
        return { trace, error: errorRecord(error) };
      }
    }),
  );
  return results.filter((leftover) => leftover !== undefined);
}

/** Our challenge values, wherever they were published. */
export function publishedValues(run: IssuanceRun): readonly Takeback[] {
  const { plan, progress, services } = run;
  return distinctSets(plan.places)
    .map((place) => ({ place, values: progress.values[recordSetName(place)] ?? [] }))
    .filter(({ values }) => values.length > 0)
    .map(({ place, values }) => ({
      trace: { kind: 'txt-values', record: recordSetName(place) },
      work: (signal) => removeValues(services, place, values, signal),
    }));
}

/** Our claim on the version before this one, if it is still ours. */
export function previousClaim(run: IssuanceRun): readonly Takeback[] {
  const { plan, progress, services } = run;
  const { previous } = plan;
  if (!progress.claimed || previous === undefined) return [];
  return [
    {
      trace: { kind: 'claim', tag: OWNER_TAG, version: previous.version },
      work: async (signal) => {
        const found = await services.vault.getVersion(plan.name, previous.version, signal);
        if (parseClaim(found?.tags[OWNER_TAG])?.run !== plan.id) return;
        const tags = withoutClaim(found?.tags ?? {});
        await services.vault.replaceTags(plan.name, previous.version, tags, signal);
      },
    },
  ];
}

/** @throws CertError CleanupIncomplete; the journal then still names the issuance */
export async function requireNothingLeft(run: IssuanceRun, leftovers: Leftovers): Promise<void> {
  if (leftovers.length > 0) throw new CertError('CleanupIncomplete', { leftovers });
  await run.forget();
}
