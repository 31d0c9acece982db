import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { RecordSetSnapshot } from '../../sandbox/arm/snapshot.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, txtUrl, type AzureCaller } from './azure-caller.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type ProductWorld,
  type Stranger,
} from './product-world.ts';
import { describeRequest, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const ZONE = 'example.com';

describe('a TXT record set that others use, too', () => {
  let world: ProductWorld;
  let stranger: AzureCaller;
  /** Everything that strangers have put there in this file. */
  const strangers: Stranger[] = [];
  before(async () => {
    world = await startProductWorld();
    stranger = azureCaller(world.ready, 'stranger');
  });
  after(() => world.close());
  afterEach(async () => {
    await world.control.clearFaults();
    await assertNothingLeft(world, { strangers });
  });

  const createArgs = (name: string, names: readonly string[] = [`${name}.${ZONE}`]) => [
    ...['create', `${VAULT}/${name}`, ...names.flatMap((each) => ['--dns', each])],
    ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
  ];
  const create = (name: string, names?: readonly string[]) => world.run(...createArgs(name, names));
  const recordUrl = (record: string) => {
    const zone = world.ready.zones.find(({ name }) => name === ZONE);
    return txtUrl(zone?.id ?? '', record);
  };

  /** Adds strings to a record set as any other client does: what is there stays. */
  const write = async (record: string, values: readonly (readonly string[])[]): Promise<void> => {
    const { status, body } = await stranger.send('GET', recordUrl(record));
    const { properties } = body as { readonly properties?: RecordSetProperties };
    const there = status === 404 ? undefined : properties;
    await stranger.ask('PUT', recordUrl(record), {
      properties: {
        TTL: 2,
        metadata: there?.metadata ?? {},
        TXTRecords: [...(there?.TXTRecords ?? []), ...values.map((value) => ({ value }))],
      },
    });
    strangers.push(...values.map((value) => ({ zone: ZONE, record, value: value.join('') })));
  };
  const take = async (record: string, value: string): Promise<void> => {
    const body = await stranger.ask('GET', recordUrl(record));
    const { TXTRecords, metadata = {} } = propertiesOf(body);
    const kept = TXTRecords.filter((each) => each.value.join('') !== value);
    await stranger.ask('PUT', recordUrl(record), {
      properties: { TTL: 300, metadata, TXTRecords: kept },
    });
    strangers.splice(
      strangers.findIndex((each) => each.record === record && each.value === value),
      1,
    );
  };
  const recordSet = async (record: string): Promise<RecordSetSnapshot | undefined> => {
    const { zones } = await world.control.state();
    const zone = zones.find(({ name }) => name === ZONE);
    return zone?.recordSets.find(({ name, type }) => name === record && type === 'TXT');
  };
  const hold = (match: object, more: object = {}) =>
    world.control.fault({ kind: 'hold', match, ...more });

  it('keeps what was there before, with its time to live and its metadata', async () => {
    const record = '_acme-challenge.before';
    await stranger.ask('PUT', recordUrl(record), {
      properties: {
        TTL: 4711,
        metadata: { owner: 'team web', kvcertain: 'not ours' },
        TXTRecords: [{ value: ['one'] }, { value: ['x'.repeat(255), 'y'.repeat(45), 'z'] }],
      },
    });
    strangers.push({ zone: ZONE, record, value: 'one' });
    strangers.push({ zone: ZONE, record, value: `${'x'.repeat(255)}${'y'.repeat(45)}z` });
    const { result, log } = await requestsDuring(world.control, () =>
      create('before', ['before.example.com', '*.before.example.com']),
    );
    issuedBy(result);
    const set = await recordSet(record);
    assert.equal(set?.ttl, 4711);
    assert.deepEqual(set.metadata, { owner: 'team web', kvcertain: 'not ours' });
    const writes = log.filter(({ method, path }) => method !== 'GET' && path.includes('/TXT/'));
    assert.equal(writes.length, 2);
    for (const { method, requestHeaders, requestBody } of writes) {
      assert.equal(method, 'PUT');
      assert.match(requestHeaders['if-match'] ?? '', /./);
      const strings = propertiesOf(requestBody).TXTRecords.map(({ value }) => value.length);
      assert.deepEqual(strings.slice(0, 2), [1, 3], 'strings are cut as they were');
    }
  });

  it('leaves an empty set in place that was there before', async () => {
    const record = '_acme-challenge.empty';
    await stranger.ask('PUT', recordUrl(record), { properties: { TTL: 300, TXTRecords: [] } });
    issuedBy(await create('empty'));
    assert.deepEqual((await recordSet(record))?.values, []);
    await stranger.ask('DELETE', recordUrl(record));
  });

  it('keeps what is written while ours is published', async () => {
    const answer = await hold({ api: 'acme', path: '/chalZ/' });
    const running = create('during', ['during.example.com', '*.during.example.com']);
    await world.control.held(answer);
    assert.equal((await recordSet('_acme-challenge.during'))?.values.length, 2);
    await write('_acme-challenge.during', [['theirs']]);
    await world.control.release(answer);
    issuedBy(await running);
  });

  for (const [name, method, moment] of [
    ['add', 'PUT', 'between our look and our first value'],
    ['remove', 'DELETE', 'between our look and the removal of our last value'],
  ] as const) {
    it(`keeps what is written ${moment}`, async () => {
      const record = `_acme-challenge.${name}`;
      const change = await hold({ api: 'arm', method, path: `/TXT/${record}` });
      const running = requestsDuring(world.control, () => create(name));
      await world.control.held(change);
      await write(record, [['quick']]);
      await world.control.release(change);
      const { result, log } = await running;
      issuedBy(result);
      const held = log.find(({ faults }) => faults.length > 0);
      assert.equal(held?.status, 412, describeRequest(held ?? assert.fail()));
    });
  }

  it('leaves nothing behind if somebody else deletes it with our value in it', async () => {
    const answer = await hold({ api: 'acme', path: '/chalZ/' });
    const running = create('lost');
    await world.control.held(answer);
    await stranger.ask('DELETE', recordUrl('_acme-challenge.lost'));
    await world.control.release(answer);
    const { message } = refusalOf(await running, 1, 'ChallengeFailed');
    assert.match(message, /lost\.example\.com/);
  });

  it('serves two certificates for the same name at the same time', async () => {
    const names = ['twin.example.com', '*.twin.example.com'];
    const answer = await hold({ api: 'acme', path: '/chalZ/' });
    const first = create('twin-one', names);
    await world.control.held(answer);
    issuedBy(await create('twin-two', names));
    assert.equal((await recordSet('_acme-challenge.twin'))?.values.length, 2);
    await world.control.release(answer);
    issuedBy(await first);
    assert.equal(await recordSet('_acme-challenge.twin'), undefined);
  });

  it('serves three certificates for the same name that race', async () => {
    const racers = ['race-one', 'race-two', 'race-three'];
    const ended = await Promise.all(racers.map((racer) => create(racer, ['race.example.com'])));
    for (const each of ended) issuedBy(each);
    assert.equal(await recordSet('_acme-challenge.race'), undefined);
  });

  describe('that is nearly full', () => {
    const record = '_acme-challenge.full';
    const values = Array.from({ length: 19 }, (_, index) => [`value ${String(index)}`]);
    before(() => write(record, values));

    it('takes the twentieth value', async () => {
      issuedBy(await create('full'));
    });

    it('takes two values in turns where one fits, and has the CA forget the first', async () => {
      const names = ['full.example.com', '*.full.example.com'];
      const { steps } = issuedBy(await create('full-twice', names));
      assert.deepEqual(
        steps.map(({ name }) => name).filter((name) => /publish|propagate|validate/.test(name)),
        ['publish', 'propagate', 'validate', 'publish', 'propagate', 'validate'],
      );
      const second = steps.findLast(({ name }) => name === 'propagate');
      assert.ok(second && second.ms > 1500, String(second?.ms));
    });
  });

  describe('that is full', () => {
    const record = '_acme-challenge.crammed';
    const values = Array.from({ length: 20 }, (_, index) => [`value ${String(index)}`]);
    before(() => write(record, values));

    it('says who is there when the wait is over, and leaves the set as it was', async () => {
      const ended = await world.run(...createArgs('crammed'), '--room-wait', '2');
      const { details, message } = refusalOf(ended, 1, 'TxtRecordSetFull');
      assert.deepEqual([details['present'], details['needed'], details['strangers']], [20, 1, 20]);
      assert.match(message, /No room came up in \d seconds\. 20 of the values are of others\.$/);
    });

    it('is not waited for where nobody wants to', async () => {
      const ended = await world.run(...createArgs('crammed'), '--room-wait', '0');
      const { details } = refusalOf(ended, 1, 'TxtRecordSetFull');
      assert.equal(details['seconds'], 0);
    });

    it('is waited for until there is room, as the person sees', async () => {
      const running = world.start(...createArgs('crammed'));
      const looks = await hold({ api: 'arm', method: 'GET', path: `/TXT/${record}` }, { nth: 2 });
      await world.control.held(looks);
      await take(record, 'value 7');
      await world.control.release(looks);
      const ended = await running.ended;
      issuedBy(ended);
      assert.match(ended.stderr, /waits for room in the record set: 20 of 20 values/);
    });

    it('is waited for no longer than the person wants', async () => {
      await write(record, [['value 7']]);
      const running = world.start(...createArgs('crammed-off', ['crammed.example.com']));
      const looks = await hold({ api: 'arm', method: 'GET', path: `/TXT/${record}` }, { nth: 2 });
      await world.control.held(looks);
      running.child.kill('SIGINT');
      await world.control.release(looks);
      const { during } = refusalOf(await running.ended, 130, 'Cancelled').details;
      assert.equal(during, 'publish');
    });
  });
});

interface RecordSetProperties {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly TXTRecords: readonly { readonly value: readonly string[] }[];
}

function propertiesOf(body: unknown): RecordSetProperties {
  return (body as { readonly properties: RecordSetProperties }).properties;
}
