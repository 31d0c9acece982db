import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IssuanceAllowance, type CountedOrder } from '../../../src/app/issuance-allowance.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { SkippingClock } from '../acme/test-clock.ts';

const HOUR = 3_600_000;
const NAMES = ['www.example.com'];
const LETS_ENCRYPT = {
  id: 'letsencrypt',
  name: "Let's Encrypt",
  directoryUrl: 'https://le.example',
};

class World {
  readonly clock = new SkippingClock();
  readonly entries: HistoryEntry[] = [];
  readable = true;
  readonly allowance = new IssuanceAllowance(
    {
      read: () =>
        this.readable
          ? Promise.resolve({ entries: this.entries, damaged: 0 })
          : Promise.reject(new CertError('StateUnreadable', { path: 'p', reason: 'r' })),
    },
    this.clock,
  );

  /** As many vaults hold the same names; the certificates expire in so many hours. */
  async count(vaults: number, hours = 1000, change: Partial<CountedOrder> = {}) {
    const canWaitUntil = new Date(this.clock.now() + hours * HOUR);
    return Promise.all(
      Array.from({ length: vaults }, async (_, index) => {
        const target = { vault: `v${index}`, name: 'www' };
        const order = { id: `${index}`, target, ca: LETS_ENCRYPT, dnsNames: NAMES, canWaitUntil };
        try {
          await this.allowance.count({ ...order, ...change });
          return 'now';
        } catch (error) {
          if (!isCertError(error, 'LimitSpent')) throw error;
          const wait = Date.parse(error.facts.until) - this.clock.now();
          return `${error.facts.vault} in ${wait / HOUR} h`;
        }
      }),
    );
  }

  end(id: string, outcome: HistoryEntry['outcome']): void {
    this.entries.push({
      ...{ at: new Date(this.clock.now()).toISOString(), id, kind: 'renew', outcome },
      ...{ vault: 'v', name: 'www', dnsNames: NAMES, ca: 'letsencrypt', errorCode: undefined },
      ...{ version: undefined, thumbprint: undefined, notAfter: undefined, profile: undefined },
      ...{ account: undefined, by: undefined, user: undefined, occasion: undefined },
    });
  }
}

const times = (count: number, what: string): readonly string[] =>
  Array.from({ length: count }, () => what);

describe('renewals of the same names', () => {
  it('get through as many as the CA allows, whatever vaults they are for', async () => {
    const ends = await new World().count(7);
    assert.deepEqual(ends, [...times(5, 'now'), 'v5 in 33.6 h', 'v6 in 33.6 h']);
  });

  it('get through one by one later', async () => {
    const world = new World();
    await world.count(5);
    await world.clock.sleep(34 * HOUR);
    assert.deepEqual(await world.count(2), ['now', 'v1 in 33.2 h']);
  });

  it('leave room where others have failed', async () => {
    const world = new World();
    await world.count(5);
    for (const id of ['0', '1']) world.end(id, 'failed');
    for (const id of ['2', '3', '4']) world.end(id, 'done');
    const ends = await world.count(3, 1000, { id: 'next' });
    assert.deepEqual(ends, ['now', 'now', 'v2 in 33.6 h']);
  });

  it('count what was issued before, by whatever process', async () => {
    const world = new World();
    for (const id of ['a', 'b', 'c', 'd']) world.end(id, 'done');
    assert.deepEqual(await world.count(2), ['now', 'v1 in 33.6 h']);
  });

  it('are tried all the same where they expire before there is room', async () => {
    assert.deepEqual(await new World().count(7, 30), times(7, 'now'));
  });

  it('are tried where a person wants them, and count for others', async () => {
    const world = new World();
    assert.deepEqual(await world.count(6, 0, { canWaitUntil: undefined }), times(6, 'now'));
    assert.deepEqual(await world.count(1, 1000, { id: 'other' }), ['v0 in 67.2 h']);
  });

  it('know no limits of other CAs', async () => {
    const ca = { ...LETS_ENCRYPT, id: 'google' };
    assert.deepEqual(await new World().count(9, 1000, { ca }), times(9, 'now'));
  });

  it('go on without a history that can be read', async () => {
    const world = new World();
    for (const id of ['a', 'b', 'c', 'd', 'e']) world.end(id, 'done');
    world.readable = false;
    assert.deepEqual(await world.count(1), ['now']);
  });
});
