import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ServerAnswer, TxtLook } from '../../../src/domain/name-servers.ts';
import { judgePropagation, nextDelay, paceFor } from '../../../src/domain/propagation.ts';

const says = (server: string, ...values: string[]): ServerAnswer => ({
  server,
  values,
  failure: undefined,
});
const silent = (server: string): ServerAnswer => ({ server, values: [], failure: 'ETIMEOUT' });
const look = (...servers: ServerAnswer[]): TxtLook => ({
  chain: ['_acme-challenge.a.example'],
  servers,
  loop: false,
});

describe('judgePropagation', () => {
  it('is everywhere when all reachable servers have all values, among others', () => {
    const verdict = judgePropagation(
      ['x', 'y'],
      look(says('ns1', 'y', 'foreign', 'x'), says('ns2', 'x', 'y'), silent('ns3')),
    );
    assert.deepEqual(verdict, {
      state: 'everywhere',
      have: 2,
      of: 2,
      hasAt: ['ns1', 'ns2'],
      missingAt: [],
      unreachable: ['ns3'],
    });
  });

  it('is partly there while one server lacks one value', () => {
    const verdict = judgePropagation(['x', 'y'], look(says('ns1', 'x', 'y'), says('ns2', 'x')));
    assert.deepEqual(verdict, {
      state: 'partly',
      have: 1,
      of: 2,
      hasAt: ['ns1'],
      missingAt: ['ns2'],
      unreachable: [],
    });
  });

  it('is nowhere when no server has all values', () => {
    assert.equal(
      judgePropagation(['x', 'y'], look(says('ns1', 'x'), says('ns2'))).state,
      'nowhere',
    );
  });

  it('is unreachable when nobody answers or nobody can be asked', () => {
    assert.equal(judgePropagation(['x'], look(silent('ns1'), silent('ns2'))).state, 'unreachable');
    assert.equal(judgePropagation(['x'], look()).state, 'unreachable');
  });

  it('is a loop whatever the servers say', () => {
    const verdict = judgePropagation(['x'], { ...look(says('ns1', 'x')), loop: true });
    assert.equal(verdict.state, 'loop');
  });

  it('never says everywhere while a reachable server lacks a value', () => {
    const value = fc.constantFrom('x', 'y', 'z');
    const answer = fc.record({
      server: fc.constantFrom('ns1', 'ns2', 'ns3'),
      values: fc.array(value, { maxLength: 4 }),
      failure: fc.option(fc.constantFrom('ETIMEOUT', 'ESERVFAIL'), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(value), fc.array(answer, { maxLength: 5 }), (expected, servers) => {
        const verdict = judgePropagation(expected, look(...servers));
        const reachable = servers.filter((server) => server.failure === undefined);
        const complete = reachable.filter((server) =>
          expected.every((wanted) => server.values.includes(wanted)),
        );
        assert.equal(
          verdict.state === 'everywhere',
          reachable.length > 0 && complete.length === reachable.length,
        );
        assert.equal(verdict.of, reachable.length);
        assert.equal(verdict.hasAt.length, verdict.have);
        assert.equal(verdict.have + verdict.missingAt.length, verdict.of);
        assert.equal(verdict.of + verdict.unreachable.length, servers.length);
      }),
    );
  });
});

describe('paceFor', () => {
  const minutes = (count: number) => count * 60_000;
  for (const [absence, firstLook, patience, why] of [
    [0, 0, minutes(5), 'authoritative servers remember nothing'],
    [300, 10_000, minutes(6), "Azure DNS's minimum, and a minute"],
    [10, 10_000, minutes(5), 'never less than for authoritative servers'],
    [900, 10_000, minutes(16), 'as long as an absence is remembered'],
    [86_400, 10_000, minutes(20), 'but no longer than others leave us alone'],
    [undefined, 10_000, minutes(6), "Azure DNS's minimum where it is unknown"],
  ] as const) {
    it(`of ${String(absence)} s: ${why}`, () => {
      assert.deepEqual(paceFor(absence), { firstLook, patience, silence: 20_000 });
    });
  }
});

describe('nextDelay', () => {
  it('grows by half from 0.5 s to 5 s and stays there', () => {
    const delays: number[] = [];
    for (let delay = nextDelay(undefined); delays.length < 8; delay = nextDelay(delay)) {
      delays.push(delay);
    }
    assert.deepEqual(delays, [500, 750, 1125, 1687.5, 2531.25, 3796.875, 5000, 5000]);
  });
});
