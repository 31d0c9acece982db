import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { propagationGrid, type Sight } from '../../../src/domain/propagation-grid.ts';
import { judgePropagation } from '../../../src/domain/propagation.ts';

/** `{ ns1: 'has', … }`; a list where a server is asked more than once. */
type Said = readonly (readonly [server: string, sight: Exclude<Sight, 'unasked'>])[];

function seen(record: string, ...said: Said) {
  const servers = said.map(([server, sight]) => ({
    server,
    values: sight === 'has' ? ['v'] : [],
    failure: sight === 'unreachable' ? 'ETIMEOUT' : undefined,
  }));
  const look = { chain: [record], servers, loop: false };
  return { record, state: judgePropagation(['v'], look) };
}

describe('the grid of servers and records', () => {
  it('says of each server what it shows of each record', () => {
    const grid = propagationGrid([
      seen('a', ['ns2', 'missing'], ['ns1', 'has']),
      seen('b', ['ns1', 'has'], ['ns2', 'unreachable']),
      seen('c', ['other', 'has']),
    ]);
    assert.deepEqual(grid, {
      servers: ['ns1', 'ns2', 'other'],
      rows: [
        { record: 'a', sights: ['has', 'missing', 'unasked'] },
        { record: 'b', sights: ['has', 'unreachable', 'unasked'] },
        { record: 'c', sights: ['unasked', 'unasked', 'has'] },
      ],
      more: { servers: 0, records: 0 },
    });
  });

  it('keeps the columns where they are when an answer changes', () => {
    const before = propagationGrid([seen('a', ['ns1', 'missing'], ['ns2', 'has'])]);
    const after = propagationGrid([seen('a', ['ns1', 'has'], ['ns2', 'has'])]);
    assert.deepEqual(after.servers, before.servers);
  });

  it('shows the worse of two answers of one server', () => {
    const sights = (...said: Said) => propagationGrid([seen('a', ...said)]).rows[0]?.sights;
    assert.deepEqual(sights(['ns', 'has'], ['ns', 'missing']), ['missing']);
    assert.deepEqual(sights(['ns', 'unreachable'], ['ns', 'has']), ['unreachable']);
  });

  it('leaves out first what has everything', () => {
    const records = Array.from({ length: 100 }, (_, n) =>
      seen(`r${n}`, ['ns1', n === 90 ? 'missing' : 'has'], [`own${n}`, 'has']),
    );
    const { servers, rows, more } = propagationGrid(records);
    assert.equal(rows.at(-1)?.record, 'r90');
    assert.equal(rows[0]?.record, 'r0');
    assert.ok(servers.includes('ns1'));
    assert.deepEqual([rows.length, more.records], [25, 75]);
    assert.deepEqual([servers.length, more.servers], [12, 14]);
  });

  it('is bounded, rectangular and survives JSON whatever is told', () => {
    const sight = fc.constantFrom('has' as const, 'missing' as const, 'unreachable' as const);
    const server = fc.nat(40).map((n) => `ns${n}`);
    const record = fc.tuple(fc.nat(60), fc.array(fc.tuple(server, sight), { maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (told) => {
        const records = told.map(([n, said]) => seen(`r${n}`, ...said));
        const grid = propagationGrid(records);
        assert.ok(grid.rows.length <= 25 && grid.servers.length <= 12);
        assert.equal(grid.rows.length + grid.more.records, records.length);
        assert.ok(grid.rows.every(({ sights }) => sights.length === grid.servers.length));
        assert.deepEqual(JSON.parse(JSON.stringify(grid)), grid);
      }),
    );
  });
});
