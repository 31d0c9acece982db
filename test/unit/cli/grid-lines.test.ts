import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gridLines } from '../../../src/cli/grid-lines.ts';
import type { StepDetail } from '../../../src/domain/issuance-news.ts';

const DETAIL: StepDetail = {
  ...{ kind: 'answers', have: 1, of: 4, records: 2 },
  grid: {
    servers: ['ns1-01.azure-dns.com', 'ns2-01.azure-dns.net\u001b[2J'],
    rows: [
      { record: '_acme-challenge.www.example.com', sights: ['has', 'missing'] },
      { record: '_acme-challenge.example.org', sights: ['unreachable', 'unasked'] },
    ],
    more: { servers: 0, records: 0 },
  },
};

describe('the grid of name servers and names', () => {
  it('says in every cell with a mark and a word how it stands', () => {
    assert.deepEqual(gridLines(DETAIL, 80), [
      '                               www.example.com  example.org',
      'ns1-01.azure-dns.com           ✓ there          ✗ no answer',
      'ns2-01.azure-dns.net\\u{1b}[2J  … not yet there  - not asked',
    ]);
  });

  it('leaves out names that do not fit, and says how many', () => {
    const lines = gridLines(DETAIL, 50);
    assert.equal(lines.length, 4);
    assert.ok(!lines.join().includes('example.org'), lines.join('\n'));
    assert.equal(lines.at(-1), '(names that do not fit: 1)');
    assert.ok(gridLines(DETAIL, 10)[0]?.includes('www.example.com'));
  });

  it('tells of what was too much to be asked for', () => {
    const { grid } = DETAIL;
    assert.ok(grid);
    const more = { servers: 2, records: 75 };
    const lines = gridLines({ ...DETAIL, grid: { ...grid, more } }, 80);
    assert.equal(lines.at(-1), 'Not shown: further name servers (2), further names (75).');
  });

  it('is nothing where no server was asked', () => {
    assert.deepEqual(gridLines(undefined, 80), []);
    assert.deepEqual(gridLines({ kind: 'fixed-wait', seconds: 60 }, 80), []);
    const grid = { servers: [], rows: [], more: { servers: 0, records: 0 } };
    assert.deepEqual(gridLines({ kind: 'name-servers', have: 0, of: 0, grid }, 80), []);
  });
});
