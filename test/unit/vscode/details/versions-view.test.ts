import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detailsPage, type LoadedVersions } from '../../../../src/vscode/details/details-view.ts';
import { DETAILS, OPTIONS, VERSIONS } from './sample-details.ts';

function pageOf(versions: LoadedVersions = { state: 'loaded', versions: VERSIONS }) {
  return detailsPage(DETAILS, versions, OPTIONS);
}

describe('the versions', () => {
  it('stand in the table newest first, the current one marked', () => {
    const { rows } = pageOf().view.versions;
    assert.deepEqual(
      rows.map(({ stateText, isCurrent }) => [stateText, isCurrent]),
      [
        ['valid', true],
        ['valid', false],
        ['disabled', false],
        ['expired', false],
        ['expired', false],
      ],
    );
    assert.deepEqual(
      [rows[0]?.created, rows[0]?.from, rows[0]?.to],
      ['2026-09-15 12:00 UTC', '2026-09-15 12:00 UTC', '2026-12-14 12:00 UTC'],
    );
  });

  it('are bars with words, and the renewal is that of the current one', () => {
    const { chart } = pageOf().view.versions;
    assert.ok(chart?.renewal);
    assert.deepEqual(
      chart.bars.map(({ caption }) => caption),
      [
        'Current: 2026-09-15 to 2026-12-14, valid',
        '2026-09-03 to 2026-12-02, valid',
        '2026-08-29 to 2026-11-27, disabled',
        '2026-05-21 to 2026-08-19, expired',
        '2026-03-22 to 2026-06-20, expired',
      ],
    );
    assert.equal(
      chart.bars[3]?.description,
      `Version ${'d'.repeat(32)}: 2026-05-21 to 2026-08-19, expired`,
    );
    const [current] = chart.bars;
    const end = (current?.start ?? 0) + (current?.width ?? 0);
    assert.ok(chart.renewal.start > chart.today.at - 10);
    assert.ok(Math.abs(chart.renewal.start + chart.renewal.width - end) < 0.02);
    assert.equal(chart.note, undefined);
  });

  it('are the current one alone while the others are loaded, or cannot be', () => {
    for (const versions of [
      { state: 'loading' },
      { state: 'failed', problem: { message: 'no', remedies: [], cancelled: false } },
    ] as const) {
      const { rows, chart, isLoading, problem } = pageOf(versions).view.versions;
      assert.deepEqual(
        rows.map(({ version }) => version),
        [DETAILS.bundle.version],
      );
      assert.equal(chart?.bars.length, 1);
      assert.deepEqual(
        [isLoading, problem !== undefined],
        versions.state === 'loading' ? [true, false] : [false, true],
      );
    }
  });

  it('leave out what a creation has left that was never finished', () => {
    const unfinished = { ...(VERSIONS[0] ?? assert.fail()), version: 'new', thumbprint: undefined };
    const { rows } = pageOf({ state: 'loaded', versions: [unfinished, ...VERSIONS] }).view.versions;
    assert.equal(rows.length, VERSIONS.length);
    assert.equal(rows[0]?.isCurrent, true);
  });

  it('say how many are in the table only', () => {
    const many = (count: number): LoadedVersions => ({
      state: 'loaded',
      versions: Array.from({ length: count }, (_, index) => ({
        ...(VERSIONS[0] ?? assert.fail()),
        version: String(index),
      })),
    });
    assert.equal(
      pageOf(many(9)).view.versions.chart?.note,
      'One more version stands in the table only.',
    );
    assert.equal(
      pageOf(many(12)).view.versions.chart?.note,
      '4 more versions stand in the table only.',
    );
  });
});
