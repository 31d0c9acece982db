/** Proving to the CA that the names are ours: DNS-01 (RFC 8555 §8.4) for every open authorization. */
import type { AcmeAuthorization, AcmeChallenge, AcmeOrder, AcmeSession } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { distinctSets, recordSetName } from '../domain/challenge-place.ts';
import { challengeRecordName, parseDnsName } from '../domain/dns-name.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import { awaitAll } from './await-all.ts';
import { awaitPropagation, type PublishedRecord } from './await-propagation.ts';
import { publishValues } from './challenge-records.ts';
import type { IssuanceRun } from './issuance-run.ts';

interface OpenChallenge {
  readonly authorization: AcmeAuthorization;
  readonly challenge: AcmeChallenge;
  readonly place: ChallengePlace;
}

/**
 * Returns the order as it is afterwards: ready to be finalized.
 * @throws CertError ChallengeNotOffered, ChallengeFailed and those of the steps
 */
export async function proveControl(
  run: IssuanceRun,
  session: AcmeSession,
  order: AcmeOrder,
  signal: AbortSignal,
): Promise<AcmeOrder> {
  const authorizations = await session.authorizations(order, signal);
  const open = openChallenges(run, authorizations);
  const records = recordsOf(open);
  await run.step('publish', () => publish(run, records, signal));
  await run.step('propagate', () => awaitPropagation(run, records, signal));
  return run.step('validate', async () => {
    if (open.length > 0) await answer(run, session, order, open, signal);
    // The order is ready now or in a moment, and finalizing waits for that: one request less.
    return { ...order, status: 'ready' };
  });
}

/** Authorizations that are valid already, from an earlier order, need nothing. */
function openChallenges(
  run: IssuanceRun,
  authorizations: readonly AcmeAuthorization[],
): readonly OpenChallenge[] {
  const ca = run.plan.ca.name;
  return authorizations
    .filter((authorization) => authorization.status !== 'valid')
    .map((authorization) => {
      const { name, status, dns01, offered, problem } = authorization;
      if (status !== 'pending') {
        const detail = problem?.detail ?? '';
        const failure = { name, type: problem?.type ?? status, detail };
        throw new CertError('ChallengeFailed', { ca, failures: [failure] });
      }
      if (!dns01) throw new CertError('ChallengeNotOffered', { ca, name, offered });
      return { authorization, challenge: dns01, place: placeOf(run, authorization) };
    });
}

function placeOf(run: IssuanceRun, { name, url }: AcmeAuthorization): ChallengePlace {
  const record = challengeRecordName(parseDnsName(name));
  const place = run.plan.places.find((candidate) => candidate.record === record);
  if (place) return place;
  // It was not ordered.
  const excerpt = JSON.stringify({ identifier: { type: 'dns', value: name } });
  throw new CertError('UnexpectedAnswer', { host: new URL(url).host, status: 200, excerpt });
}

function recordsOf(open: readonly OpenChallenge[]): readonly PublishedRecord[] {
  return distinctSets(open.map(({ place }) => place)).map((place) => ({
    place,
    values: open
      .filter((other) => recordSetName(other.place) === recordSetName(place))
      .map(({ challenge }) => challenge.txtValue),
  }));
}

/** One ETag-guarded write per record set, all sets side by side. */
async function publish(
  run: IssuanceRun,
  records: readonly PublishedRecord[],
  signal: AbortSignal,
): Promise<void> {
  const { plan, progress, services } = run;
  const values = { ...progress.values };
  for (const { place, values: added } of records) {
    const set = recordSetName(place);
    values[set] = [...new Set([...(values[set] ?? []), ...added])];
  }
  await run.record({ values });
  await awaitAll(
    records.map(({ place, values: own }) =>
      publishValues(services, place, own, plan.claim, signal),
    ),
  );
}

/** Answers every challenge once, then waits for all of them: one that fails does not hide others. */
async function answer(
  run: IssuanceRun,
  session: AcmeSession,
  order: AcmeOrder,
  open: readonly OpenChallenge[],
  signal: AbortSignal,
): Promise<void> {
  const { reporter } = run.services;
  const unanswered = open.filter(({ challenge }) => challenge.status === 'pending');
  await awaitAll(unanswered.map(({ challenge }) => session.answer(challenge, signal)));
  const waiting = new Set(open.map(({ authorization }) => authorization.url));
  const told = (url: string): void => {
    if (!waiting.delete(url)) return;
    const valid = open.length - waiting.size;
    reporter.detail('validate', { kind: 'validated', valid, of: open.length });
  };
  const failed = await session.awaitValidation(order, told, signal);
  const failures = failed.map(({ name, status, problem }) => ({
    name,
    type: problem?.type ?? status,
    detail: problem?.detail ?? '',
  }));
  if (failures.length > 0) {
    throw new CertError('ChallengeFailed', { ca: run.plan.ca.name, failures });
  }
}
