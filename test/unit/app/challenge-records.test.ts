import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  publishValues,
  removeValues,
  type RecordWriter,
} from '../../../src/app/challenge-records.ts';
import { RecordSetTurns } from '../../../src/app/record-set-turns.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { certificateKey, type Claim } from '../../../src/domain/ownership.ts';
import type { StoredTxtRecordSet, TxtRecordSets } from '../../../src/domain/txt-record-sets.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { FakeDns } from './fake-dns.ts';
import { Wire } from './wire.ts';

const PLACE = {
  record: '_acme-challenge.example.com',
  zoneId: '/zones/example.com',
  zoneName: 'example.com',
  name: '_acme-challenge',
  nameServers: [],
  recordLimit: 3,
};
const VALUE = 'v'.repeat(43);
const { signal } = new AbortController();

/** `busy`: somebody else writes between our read and our write, so many times. */
function scene(busy = 0) {
  const clock = new SkippingClock();
  const dns = new FakeDns(['example.com'], new Wire());
  const now = Math.floor(clock.now() / 1000);
  const claim: Claim = {
    run: 'a'.repeat(16),
    certificate: certificateKey('contoso', 'www'),
    owner: 'anna@pc',
    since: now,
    until: now + 1800,
  };
  let collisions = busy;
  const get = async (zoneId: string, name: string): Promise<StoredTxtRecordSet | undefined> => {
    const found = await dns.get(zoneId, name);
    if (collisions > 0) {
      collisions -= 1;
      const strangers = { ttl: 300, metadata: {}, values: ['stranger'] };
      dns.change(zoneId, name, found ?? strangers);
    }
    return found;
  };
  const records: TxtRecordSets = {
    ...{ get, put: dns.put.bind(dns), delete: dns.delete.bind(dns) },
    inTenant: () => records,
  };
  const turns = new RecordSetTurns(clock);
  const writer: RecordWriter = { records, clock, jitter: () => 0, turns };
  return { writer, clock, dns, claim, set: () => Object.values(dns.contents)[0] };
}

describe('publishing challenge values', () => {
  it('begins again until nobody was faster, and keeps what the others wrote', async () => {
    const { writer, claim, set, clock } = scene(3);
    await publishValues(writer, PLACE, [VALUE], claim, signal);
    assert.deepEqual(set()?.values, ['stranger', VALUE]);
    assert.deepEqual(clock.slept, [50, 100, 200]);
  });

  it('writes nothing where everything is there', async () => {
    const { writer, claim, dns } = scene();
    await publishValues(writer, PLACE, [VALUE], claim, signal);
    const [before] = Object.values(dns.contents);
    await publishValues(writer, PLACE, [VALUE], claim, signal);
    assert.deepEqual(Object.values(dns.contents), [before]);
  });

  it('ends with TxtConflict where others are always faster', async () => {
    const { writer, claim, clock } = scene(Infinity);
    await assert.rejects(
      publishValues(writer, PLACE, [VALUE], claim, signal),
      new CertError('TxtConflict', { record: PLACE.record, attempts: 40 }),
    );
    assert.ok(Math.max(...clock.slept) <= 2000);
  });

  it('writes nothing where there is no room, and says who is there', async () => {
    const { writer, claim, dns, set } = scene();
    const full = { ttl: 300, metadata: {}, values: ['1', '2', '3'] };
    dns.change(PLACE.zoneId, PLACE.name, full);
    assert.deepEqual(await publishValues(writer, PLACE, [VALUE], claim, signal), {
      crowd: { limit: 3, present: 3, needed: 1, holders: [], strangers: 3 },
    });
    assert.deepEqual(set(), full);
  });

  it('says which of the values had room, and how long the set may be remembered', async () => {
    const { writer, claim, dns } = scene();
    dns.change(PLACE.zoneId, PLACE.name, { ttl: 300, metadata: {}, values: ['1', '2'] });
    const other = 'w'.repeat(43);
    assert.deepEqual(await publishValues(writer, PLACE, [VALUE, other], claim, signal), {
      published: [VALUE],
      ttl: 300,
    });
  });

  it('ends with WorkInProgress where another run is at the same certificate', async () => {
    const { writer, claim } = scene();
    await publishValues(writer, PLACE, [VALUE], { ...claim, run: 'b'.repeat(16) }, signal);
    await assert.rejects(
      publishValues(writer, PLACE, ['w'.repeat(43)], claim, signal),
      new CertError('WorkInProgress', {
        vault: 'contoso',
        name: 'www',
        owner: 'anna@pc',
        since: '2026-06-01T00:00:00.000Z',
        until: '2026-06-01T00:30:00.000Z',
      }),
    );
  });

  it('stops between two attempts when it is cancelled', async () => {
    const { writer, claim } = scene(Infinity);
    const reason = new Error('cancelled by hand');
    await assert.rejects(
      publishValues(writer, PLACE, [VALUE], claim, AbortSignal.abort(reason)),
      reason,
    );
  });
});

describe('removing challenge values', () => {
  for (const busy of [0, 3]) {
    it(`leaves what others have, ${busy} of them being faster`, async () => {
      const { writer, claim, dns } = scene(busy);
      const strangers = { ttl: 300, metadata: { team: 'web' }, values: ['stranger'] };
      dns.change(PLACE.zoneId, PLACE.name, strangers);
      await publishValues(writer, PLACE, [VALUE], claim, signal);
      await removeValues(writer, PLACE, [VALUE], signal);
      assert.deepEqual(Object.values(dns.contents), [strangers]);
    });
  }

  it('deletes a set that was made for them', async () => {
    const { writer, claim, dns } = scene();
    await publishValues(writer, PLACE, [VALUE], claim, signal);
    await removeValues(writer, PLACE, [VALUE], signal);
    assert.deepEqual(dns.contents, {});
    await removeValues(writer, PLACE, [VALUE], signal);
  });

  it('ends with TxtConflict where others are always faster', async () => {
    const { writer, dns } = scene(Infinity);
    dns.change(PLACE.zoneId, PLACE.name, { ttl: 300, metadata: {}, values: [VALUE] });
    await assert.rejects(removeValues(writer, PLACE, [VALUE], signal), (error) =>
      isCertError(error, 'TxtConflict'),
    );
  });
});
