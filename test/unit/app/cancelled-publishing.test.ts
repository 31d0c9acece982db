import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { publishValues } from '../../../src/app/challenge-records.ts';
import { RecordSetTurns } from '../../../src/app/record-set-turns.ts';
import type { ChallengePlace } from '../../../src/domain/issuance.ts';
import type { Claim } from '../../../src/domain/ownership.ts';
import type { TxtRecordSets } from '../../../src/domain/txt-record-sets.ts';

const PLACE: ChallengePlace = {
  record: '_acme-challenge.example.com',
  zoneId: '/zone',
  zoneName: 'example.com',
  name: '_acme-challenge',
  nameServers: [],
  recordLimit: 20,
};

const CLAIM: Claim = {
  run: '0123456789abcdef',
  certificate: 'vault/name',
  owner: 'me@here',
  since: 0,
  until: 60,
};

const CLOCK = { now: () => 0, sleep: () => Promise.resolve() };

describe('publishing challenge values, cancelled', () => {
  it('is not cut short: it ends when the service has answered', async () => {
    const cancel = new AbortController();
    const answered = Promise.withResolvers<'written'>();
    const order: string[] = [];
    const records = {
      get: () => Promise.resolve(undefined),
      put: (...[, , , , signal]: Parameters<TxtRecordSets['put']>) => {
        // What a port does that honours the signal.
        signal?.addEventListener('abort', () => {
          answered.reject(signal.reason as Error);
        });
        cancel.abort();
        setImmediate(() => {
          order.push('answered');
          answered.resolve('written');
        });
        return answered.promise;
      },
    } as unknown as TxtRecordSets;
    const turns = new RecordSetTurns(CLOCK);
    const writer = { records, clock: CLOCK, jitter: () => 0, turns };
    await publishValues(writer, PLACE, ['value'], CLAIM, cancel.signal);
    order.push('published');
    assert.deepEqual(order, ['answered', 'published']);
  });

  it('does not begin to write when it was cancelled', async () => {
    const cancel = new AbortController();
    const records = {
      get: () => {
        cancel.abort(new Error('cancelled'));
        return Promise.resolve(undefined);
      },
      put: () => assert.fail('written after the cancellation'),
    } as unknown as TxtRecordSets;
    const turns = new RecordSetTurns(CLOCK);
    const writer = { records, clock: CLOCK, jitter: () => 0, turns };
    await assert.rejects(publishValues(writer, PLACE, ['value'], CLAIM, cancel.signal), {
      message: 'cancelled',
    });
  });
});
