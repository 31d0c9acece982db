/**
 * Waiting until a CA will see what was published. All authoritative servers are asked. A resolver
 * is asked only if the user named it, and not at once: it remembers when there was nothing.
 */
import { AwakeTime } from '../domain/awake-time.ts';
import { recordSetName } from '../domain/challenge-place.ts';
import { CertError, type ErrorFacts } from '../domain/errors.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import type { StepDetail } from '../domain/issuance-news.ts';
import { silentServers, type TxtLook } from '../domain/name-servers.ts';
import { propagationGrid } from '../domain/propagation-grid.ts';
import { judgePropagation, nextDelay, paceFor, type Propagation } from '../domain/propagation.ts';
import { awaitAll } from './await-all.ts';
import type { IssuanceRun } from './issuance-run.ts';

/** What has to be visible at one record set: base name and wildcard share it. */
export interface PublishedRecord {
  readonly place: ChallengePlace;
  readonly values: readonly string[];
  /** Seconds for which resolvers may remember the set, where that is known. */
  readonly ttl?: number;
}

/** The CA looks from several places, and an anycast address is many servers. */
const SHORTEST_SETTLE = 500;
const LONGEST_SETTLE = 10_000;

/** A look asks every server twice, and resolvers over HTTPS where nobody answers. */
const LONGEST_LOOK = 15_000;

/**
 * Where nobody answers at all, the wait that the user has set is what is left.
 * @throws CertError PropagationTimeout, CnameLoop, NameServersUnreachable (where no wait is set)
 */
export async function awaitPropagation(
  run: IssuanceRun,
  records: readonly PublishedRecord[],
  signal: AbortSignal,
): Promise<void> {
  if (records.length === 0) return;
  const { clock, reporter } = run.services;
  const begun = clock.now();
  const latest = new Map<PublishedRecord, Propagation>();
  const ends = await awaitAll(
    records.map((record) =>
      awaitRecord(run, record, begun, signal, (seen) => {
        latest.set(record, seen);
        reporter.detail('propagate', progressOf(latest, records.length));
      }),
    ),
  );
  if (ends.every((end) => end === 'waited')) return;
  const settle = (clock.now() - begun) / 2;
  await clock.sleep(Math.min(Math.max(settle, SHORTEST_SETTLE), LONGEST_SETTLE), signal);
}

async function awaitRecord(
  run: IssuanceRun,
  { place, values }: PublishedRecord,
  begun: number,
  signal: AbortSignal,
  seen: (state: Propagation) => void,
): Promise<'seen' | 'waited'> {
  const { clock, nameServers, reporter } = run.services;
  const record = recordSetName(place);
  const zone = { name: place.zoneName, nameServers: place.nameServers };
  const waited = new AwakeTime(clock, LONGEST_LOOK);
  const pace = paceFor(await nameServers.absenceSeconds(zone.name, signal));
  if (pace.firstLook > 0) {
    reporter.detail('propagate', { kind: 'first-look', seconds: pace.firstLook / 1000 });
    await clock.sleep(pace.firstLook, signal);
  }
  const before = waited.elapsed();
  let answered = false;
  for (let delay = nextDelay(undefined); ; delay = nextDelay(delay)) {
    const look = await nameServers.lookTxt(record, zone, signal);
    const verdict = judgePropagation(values, look);
    seen(verdict);
    if (verdict.state === 'everywhere') return 'seen';
    if (verdict.state === 'loop') {
      throw new CertError('CnameLoop', { record, chain: look.chain });
    }
    answered ||= verdict.state !== 'unreachable';
    const elapsed = waited.elapsed();
    if (!answered && elapsed - before + delay > pace.silence) {
      await waitAsSet(run, { record, servers: silentServers(look.servers) }, begun, signal);
      return 'waited';
    }
    if (elapsed + delay > pace.patience) {
      throw timeOut({ record, expected: values }, look, verdict, Math.round(elapsed / 1000));
    }
    await clock.sleep(delay, signal);
    waited.elapsed();
  }
}

/** @throws CertError NameServersUnreachable unless the user has set how long to wait then */
async function waitAsSet(
  run: IssuanceRun,
  facts: ErrorFacts['NameServersUnreachable'],
  begun: number,
  signal: AbortSignal,
): Promise<void> {
  const { fixedWaitMs, clock, reporter } = run.services;
  if (fixedWaitMs === undefined) throw new CertError('NameServersUnreachable', facts);
  const rest = begun + fixedWaitMs - clock.now();
  if (rest <= 0) return;
  reporter.detail('propagate', { kind: 'fixed-wait', seconds: Math.ceil(rest / 1000) });
  await clock.sleep(rest, signal);
}

function timeOut(
  sought: { readonly record: string; readonly expected: readonly string[] },
  look: TxtLook,
  { state, missingAt, unreachable }: Propagation,
  seconds: number,
): CertError {
  if (state !== 'unreachable') {
    return new CertError('PropagationTimeout', { ...sought, missingAt, unreachable, seconds });
  }
  const servers = silentServers(look.servers);
  return new CertError('NameServersUnreachable', { record: sought.record, servers });
}

function progressOf(
  latest: ReadonlyMap<PublishedRecord, Propagation>,
  records: number,
): StepDetail {
  const states = [...latest.values()];
  const have = states.reduce((sum, state) => sum + state.have, 0);
  const of = states.reduce((sum, state) => sum + state.of, 0);
  const grid = propagationGrid(
    [...latest].map(([{ place }, state]) => ({ record: recordSetName(place), state })),
  );
  return records === 1
    ? { kind: 'name-servers', have, of, grid }
    : { kind: 'answers', have, of, records, grid };
}
