import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operationOfRecord } from '../../../../src/app/operations/operation-records.ts';
import { issuedFor } from './board-world.ts';

const TRACE = { kind: 'claim', tag: 'kvcert-owner', version: '0123' };
const ERROR = { code: 'HostTimeout', facts: { host: 'contoso.vault.example', seconds: 30 } };

/** A record of an issuance of which that was left, as it is read. */
function recordWith(leftover: unknown): unknown {
  const record = {
    format: 1,
    id: 'a',
    kind: 'create',
    target: { vault: 'contoso', name: 'www' },
    dnsNames: ['www.example.com'],
    work: 'obtain',
    takenUp: false,
    cancelling: false,
    state: 'done',
    steps: [],
    startedAt: 0,
    endedAt: 1,
    changedAt: 1,
    issued: { ...issuedFor('www'), leftovers: [leftover] },
  };
  return JSON.parse(JSON.stringify(record));
}

describe('what was left of an issuance', () => {
  it('is known in the next window', () => {
    const leftover = { trace: TRACE, error: ERROR };
    assert.deepEqual(operationOfRecord(recordWith(leftover))?.issued?.leftovers, [leftover]);
  });

  const foreign: readonly [string, unknown][] = [
    ['a sentence', 'TXT values at _acme-challenge.example.com'],
    ['a trace that has no words', { trace: { kind: 'telepathy' }, error: ERROR }],
    ['an error that has no words', { trace: TRACE, error: { code: 'Telepathy', facts: {} } }],
    ['no trace', { error: ERROR }],
    ['nothing', null],
  ];
  for (const [what, leftover] of foreign) {
    it(`is not understood where it is ${what}`, () => {
      assert.equal(operationOfRecord(recordWith(leftover)), undefined);
    });
  }
});
