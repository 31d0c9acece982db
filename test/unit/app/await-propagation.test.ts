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

/** Waits while the name servers say one thing after the other, the last one for ever. */
function wait(...looks: readonly (readonly ServerAnswer[] | 'loop')[]) {
  return waitWith(0, ...looks);
}

/** @param absence seconds for which a server remembers that there was nothing */
async function waitWith(absence: number, ...looks: readonly (readonly ServerAnswer[] | 'loop')[]) {
  const clock = new SkippingClock();
  const begun = clock.now();
  const details: StepDetail[] = [];
  let asked = 0;
  const lookTxt = (): Promise<TxtLook> => {
    const said = looks[Math.min(asked, looks.length - 1)] ?? [];
    asked += 1;
    const servers = said === 'loop' ? [] : said;
    return Promise.resolve({ chain: [RECORD, 'a', RECORD], servers, loop: said === 'loop' });
  };
  const reporter = { detail: (_step: string, detail: StepDetail) => details.push(detail) };
  const absenceSeconds = (zone: string) => Promise.resolve(zone === 'example.com' ? absence : 0);
  const nameServers = { lookTxt, absenceSeconds };
  const services = { clock, nameServers: nameServers as unknown as NameServers, reporter };
  const entry = { plan: {} as IssuancePlan, progress: NOT_BEGUN };
  const run = new IssuanceRun(entry, services as never);
  const { signal } = new AbortController();
  const error: unknown = await awaitPropagation(run, RECORDS, signal).then(
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
    assert.deepEqual(details, [
      { kind: 'name-servers', have: 0, of: 2 },
      { kind: 'name-servers', have: 1, of: 2 },
      { kind: 'name-servers', have: 0, of: 0 },
      { kind: 'name-servers', have: 2, of: 2 },
    ]);
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

  it('gives up with NameServersUnreachable where nobody answers for as long', async () => {
    const { error, seconds } = await wait([silent('ns1'), silent('ns2')]);
    const facts = { record: RECORD, servers: ['ns1', 'ns2'] };
    assert.deepEqual(error, new CertError('NameServersUnreachable', facts));
    assert.ok(seconds > 290 && seconds <= 300, `${seconds} s`);
  });

  it('looks at servers that remember an absence only after a while, and for longer', async () => {
    const { details, slept } = await waitWith(300, [has('ns1')]);
    assert.deepEqual(slept, [10_000, 5000]);
    assert.deepEqual(details, [
      { kind: 'first-look', seconds: 10 },
      { kind: 'name-servers', have: 1, of: 1 },
    ]);
    const { error, seconds } = await waitWith(300, [lacks('ns1')]);
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
