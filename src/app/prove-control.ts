/** Proving to the CA that the names are ours: DNS-01 (RFC 8555 §8.4) for every open authorization. */
import type { AcmeAuthorization, AcmeChallenge, AcmeOrder, AcmeSession } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { distinctSets, recordSetName } from '../domain/challenge-place.ts';
import { challengeRecordName, parseDnsName } from '../domain/dns-name.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import { awaitAll } from './await-all.ts';
import { awaitPropagation, type PublishedRecord } from './await-propagation.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { publishTurn, withdrawTurn } from './publish-challenges.ts';

/** Seconds. */
const LONGEST_MEMORY = 60;

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
  let open = openChallenges(run, authorizations);
  const all = open.length;
  const { clock } = run.services;
  let forgotten = clock.now();
  do {
    const records = await run.step('publish', () => publishTurn(run, recordsOf(open), signal));
    await run.step('propagate', async () => {
      await awaitPropagation(run, records, signal);
      await outlive(run, forgotten, signal);
    });
    const turn = open.filter((challenge) => isPublished(challenge, records));
    open = open.filter((challenge) => !turn.includes(challenge));
    await run.step('validate', () => answer(run, session, order, { turn, all }, signal));
    if (open.length > 0) {
      forgotten = clock.now() + longestMemory(records);
      await withdrawTurn(run, records, signal);
    }
  } while (open.length > 0);
  // The order is ready now or in a moment, and finalizing waits for that: one request less.
  return { ...order, status: 'ready' };
}

/** The CA's resolver answers from its memory for as long as a set may be remembered. */
async function outlive(run: IssuanceRun, until: number, signal: AbortSignal): Promise<void> {
  const { clock, reporter } = run.services;
  const rest = until - clock.now();
  if (rest <= 0) return;
  reporter.detail('propagate', { kind: 'remembered', seconds: Math.ceil(rest / 1000) });
  await clock.sleep(rest, signal);
}

/** Milliseconds. CAs forget sooner than a long time to live allows. */
function longestMemory(records: readonly PublishedRecord[]): number {
  return Math.min(Math.max(...records.map(({ ttl = 0 }) => ttl)), LONGEST_MEMORY) * 1000;
}

function isPublished(
  { challenge, place }: OpenChallenge,
  records: readonly PublishedRecord[],
): boolean {
  return records.some(
    (record) =>
      recordSetName(record.place) === recordSetName(place) &&
      record.values.includes(challenge.txtValue),
  );
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

/** Challenges that are answered together, and how many the order has in all. */
interface Turn {
  readonly turn: readonly OpenChallenge[];
  readonly all: number;
}

/** Answers every challenge once, then waits for all of them: one that fails does not hide others. */
async function answer(
  run: IssuanceRun,
  session: AcmeSession,
  order: AcmeOrder,
  { turn, all }: Turn,
  signal: AbortSignal,
): Promise<void> {
  if (turn.length === 0) return;
  const { clock, reporter } = run.services;
  const unanswered = turn.filter(({ challenge }) => challenge.status === 'pending');
  const answered = unanswered.length > 0 ? clock.now() : undefined;
  await awaitAll(unanswered.map(({ challenge }) => session.answer(challenge, signal)));
  const authorizations = turn.map(({ authorization }) => authorization.url);
  const waiting = new Set(authorizations);
  const told = (url: string): void => {
    if (!waiting.delete(url)) return;
    const valid = turn.length - waiting.size;
    reporter.detail('validate', { kind: 'validated', valid, of: turn.length });
  };
  // Where all are answered the order alone tells how it goes, those from earlier orders included.
  const asked = turn.length === all ? order : { ...order, authorizations };
  const failed = await session.awaitValidation(asked, { told, answered }, signal);
  const failures = failed.map(({ name, status, problem }) => ({
    name,
    type: problem?.type ?? status,
    detail: problem?.detail ?? '',
  }));
  if (failures.length > 0) {
    throw new CertError('ChallengeFailed', { ca: run.plan.ca.name, failures });
  }
}
