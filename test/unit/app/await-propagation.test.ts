import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awaitPropagation } from '../../../src/app/await-propagation.ts';
import { IssuanceRun } from '../../../src/app/issuance-run.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { NOT_BEGUN, type IssuancePlan } from '../../../src/domain/issuance.ts';
import type { StepDetail } from '../../../src/domain/issuance-news.ts';
import type { NameServers, ServerAnswer, TxtLook } from '../../../src/domain/name-servers.ts';
import { SkippingClock } from '../acme/test-clock.ts';

const RECORD = '_acme-challenge.example.com';
const PLACE = {
  record: RECORD,
  zoneId: '/zones/example.com',
  zoneName: 'example.com',
  name: '_acme-challenge',
  nameServers: ['ns1', 'ns2'],
  recordLimit: 20,
};
const RECORDS = [{ place: PLACE, values: ['v'] }];

const has = (server: string): ServerAnswer => ({ server, values: ['v'], failure: undefined });
const lacks = (server: string): ServerAnswer => ({ server, values: [], failure: undefined });
const silent = (server: string): ServerAnswer => ({ server, values: [], failure: 'ETIMEOUT' });

/** What the one line of a detail is made of. */
function withoutGrid(detail: StepDetail): StepDetail {
  if (detail.kind !== 'name-servers') return detail;
  const { kind, have, of } = detail;
  return { kind, have, of };
}

interface Situation {
  /** Seconds for which a server remembers that there was nothing. */
  readonly absence?: number;
  /** What the user has set. */
  readonly fixedWaitMs?: number;
  /** So many sleeps from now, the lid is closed for an hour. */
  readonly lidClosedIn?: number;
  /** Cancelled as soon as this is told. */
  readonly cancelAt?: StepDetail['kind'];
}

type Look = readonly ServerAnswer[] | 'loop';

const CANCELLED = new Error('enough');

/** Waits while the name servers say one thing after the other, the last one for ever. */
function wait(...looks: readonly Look[]) {
  return waitIn({}, ...looks);
}

async function waitIn(
  { absence = 0, fixedWaitMs, cancelAt, lidClosedIn }: Situation,
  ...looks: readonly Look[]
) {
  const clock = new SkippingClock();
  clock.lidClosedIn = lidClosedIn;
  const begun = clock.now();
  const details: StepDetail[] = [];
  let asked = 0;
  const lookTxt = (): Promise<TxtLook> => {
    const said = looks[Math.min(asked, looks.length - 1)] ?? [];
    asked += 1;
    const servers = said === 'loop' ? [] : said;
    return Promise.resolve({ chain: [RECORD, 'a', RECORD], servers, loop: said === 'loop' });
  };
  const controller = new AbortController();
  const reporter = {
    detail: (_step: string, detail: StepDetail) => {
      details.push(detail);
      if (detail.kind === cancelAt) controller.abort(CANCELLED);
    },
  };
  const absenceSeconds = (zone: string) => Promise.resolve(zone === 'example.com' ? absence : 0);
  const nameServers = { lookTxt, absenceSeconds } as unknown as NameServers;
  const services = { clock, nameServers, reporter, ...(fixedWaitMs && { fixedWaitMs }) };
  const entry = { plan: {} as IssuancePlan, progress: NOT_BEGUN };
  const run = new IssuanceRun(entry, services as never);
  const error: unknown = await awaitPropagation(run, RECORDS, controller.signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, details, asked, slept: clock.slept, seconds: (clock.now() - begun) / 1000 };
}

describe('waiting for the name servers', () => {
  it('asks again, at growing distances, until all have it', async () => {
    const partly = [has('ns1'), lacks('ns2')];
    const { error, details, slept } = await wait(
      [lacks('ns1'), lacks('ns2')],
      partly,
      [silent('ns1'), silent('ns2')],
      [has('ns1'), has('ns2')],
    );
    assert.equal(error, undefined);
    const grids = details.map((detail) => 'grid' in detail && detail.grid.rows[0]?.sights.join());
    assert.deepEqual(grids, [
      'missing,missing',
      'has,missing',
      'unreachable,unreachable',
      'has,has',
    ]);
    assert.deepEqual(details.map(withoutGrid), [
      { kind: 'name-servers', have: 0, of: 2 },
      { kind: 'name-servers', have: 1, of: 2 },
      { kind: 'name-servers', have: 0, of: 0 },
      { kind: 'name-servers', have: 2, of: 2 },
    ]);
    const [first] = details;
    assert.ok(first?.kind === 'name-servers');
    assert.deepEqual(first.grid, {
      servers: ['ns1', 'ns2'],
      rows: [{ record: RECORD, sights: ['missing', 'missing'] }],
      more: { servers: 0, records: 0 },
    });
    assert.deepEqual(slept.slice(0, 3), [500, 750, 1125]);
  });

  it('does not wait for a server that gives no answer, as long as another one does', async () => {
    const { error, asked } = await wait([has('ns1'), silent('ns2')]);
    assert.equal(error, undefined);
    assert.equal(asked, 1);
  });

  it('then lets half of the time pass once more, 0.5 s at least and 10 s at most', async () => {
    const [there, missing] = [[has('ns1')], [lacks('ns1')]];
    const atOnce = await wait(there);
    assert.deepEqual(atOnce.slept, [500]);
    const soon = await wait(missing, missing, there);
    assert.equal(soon.slept.at(-1), (500 + 750) / 2);
    const late = await wait(...Array.from({ length: 20 }, () => missing), there);
    assert.equal(late.slept.at(-1), 10_000);
  });

  it('gives up after five minutes with PropagationTimeout and what lacks where', async () => {
    const { error, seconds } = await wait([has('ns1'), lacks('ns2'), silent('ns3')]);
    assert.ok(isCertError(error, 'PropagationTimeout'));
    const { record, expected, missingAt, unreachable } = error.facts;
    assert.deepEqual(
      { record, expected, missingAt, unreachable },
      { record: RECORD, expected: ['v'], missingAt: ['ns2'], unreachable: ['ns3'] },
    );
    assert.ok(seconds > 290 && seconds <= 300, `${seconds} s`);
    assert.equal(error.facts.seconds, Math.round(seconds));
  });

  it('gives up soon, with NameServersUnreachable, where nobody has ever answered', async () => {
    const { error, seconds } = await wait([silent('ns1'), silent('ns2')]);
    const servers = ['ns1', 'ns2'].map((server) => ({ server, failure: 'ETIMEOUT' }));
    const facts = { record: RECORD, servers };
    assert.deepEqual(error, new CertError('NameServersUnreachable', facts));
    assert.ok(seconds > 12 && seconds <= 20, `${seconds} s`);
  });

  it('is patient with servers that have answered once', async () => {
    const none = [silent('ns1'), silent('ns2')];
    const { error, seconds } = await wait(none, [lacks('ns1'), silent('ns2')], none);
    assert.ok(isCertError(error, 'NameServersUnreachable'));
    assert.ok(seconds > 290 && seconds <= 300, `${seconds} s`);
  });

  it('counts the silence from the first look', async () => {
    const { error, seconds } = await waitIn({ absence: 300 }, [silent('ns1')]);
    assert.ok(isCertError(error, 'NameServersUnreachable'));
    assert.ok(seconds > 22 && seconds <= 30, `${seconds} s`);
  });

  it('looks on after an hour in which the machine slept, and its network comes back', async () => {
    const none = [silent('ns1'), silent('ns2')];
    for (const first of [none, [lacks('ns1'), silent('ns2')]]) {
      const { error } = await waitIn({ lidClosedIn: 1 }, first, none, none, [has('ns1')]);
      assert.equal(error, undefined);
    }
  });

  it('waits as long as the user has set where nobody answers, and goes on', async () => {
    const { error, seconds, details } = await waitIn({ fixedWaitMs: 120_000 }, [silent('ns1')]);
    assert.equal(error, undefined);
    assert.equal(seconds, 120);
    const last = details.at(-1);
    assert.ok(last?.kind === 'fixed-wait' && last.seconds >= 100 && last.seconds < 110);
    assert.equal(
      (await waitIn({ fixedWaitMs: 5000 }, [silent('ns1')])).error,
      undefined,
      'it is over already',
    );
  });

  it('does not wait so where somebody answers', async () => {
    const there = await waitIn({ fixedWaitMs: 120_000 }, [silent('ns1')], [has('ns1')]);
    assert.deepEqual([there.error, there.slept], [undefined, [500, 500]]);
    const { error } = await waitIn({ fixedWaitMs: 120_000 }, [lacks('ns1')]);
    assert.ok(isCertError(error, 'PropagationTimeout'));
  });

  it('can be cancelled while it waits so', async () => {
    const { error } = await waitIn({ fixedWaitMs: 120_000, cancelAt: 'fixed-wait' }, [
      silent('ns1'),
    ]);
    assert.equal(error, CANCELLED);
  });

  it('looks at servers that remember an absence only after a while, and for longer', async () => {
    const { details, slept } = await waitIn({ absence: 300 }, [has('ns1')]);
    assert.deepEqual(slept, [10_000, 5000]);
    assert.deepEqual(details.map(withoutGrid), [
      { kind: 'first-look', seconds: 10 },
      { kind: 'name-servers', have: 1, of: 1 },
    ]);
    const { error, seconds } = await waitIn({ absence: 300 }, [lacks('ns1')]);
    assert.ok(isCertError(error, 'PropagationTimeout'));
    assert.ok(seconds > 350 && seconds <= 360, `${seconds} s`);
  });

  it('gives up at once where CNAMEs lead in a circle', async () => {
    const { error, asked } = await wait('loop');
    const facts = { record: RECORD, chain: [RECORD, 'a', RECORD] };
    assert.deepEqual(error, new CertError('CnameLoop', facts));
    assert.equal(asked, 1);
  });
});
