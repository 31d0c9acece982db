import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { InitialRecordSet } from '../../sandbox/arm/resources.ts';
import type { World } from '../../sandbox/world.ts';
import { refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const DAY = 86_400;
const now = Math.floor(Date.now() / 1000);
const OLD = 'o'.repeat(43);
const BUSY = 'b'.repeat(43);
const HANDED_ON = 'h'.repeat(43);
const FOREIGN = 'somebody else’s';
const HOSTILE = '\u001b]0;owned\u0007<img src=x onerror=alert(1)>$(reboot)\n_acme';

interface Row {
  readonly id: string;
  readonly zone: string;
  readonly record: string;
  readonly value: string;
  readonly whose: string;
  readonly certificate: string | null;
  readonly since: string | null;
  readonly outcome: string;
}

interface Document {
  readonly zones: number;
  readonly values: readonly Row[];
  readonly dangling: readonly {
    readonly record: string;
    readonly target: string;
    readonly reason: string;
  }[];
  readonly failures: readonly {
    readonly zone: string;
    readonly error: { readonly code: string };
  }[];
}

describe('challenge records that were left behind', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withLeftovers });
  });
  after(() => world.close());

  const find = (...args: readonly string[]) => world.run('leftovers', '--output', 'json', ...args);
  const valuesAt = async (zone: string, record: string) => {
    const { zones } = await world.control.state();
    return zones
      .find(({ name }) => name === zone)
      ?.recordSets.find(({ name, type }) => name === record && type === 'TXT')?.values;
  };

  it('are found in all zones, with their age; what is under way and what is no challenge is not', async () => {
    const { result, log } = await requestsDuring(world.control, () => find());
    const { zones, values, dangling, failures } = documentOf(result);
    assert.equal(zones, 4);
    assert.deepEqual(failures, []);
    assert.deepEqual(changes(log), []);
    const rows = values.map(({ zone, record, value, whose }) => [zone, record, value, whose]);
    const expected = [
      ['example.com', '_acme-challenge.left', FOREIGN, 'unknown'],
      ['example.com', '_acme-challenge.left', HOSTILE, 'unknown'],
      ['example.com', '_acme-challenge.left', OLD, 'ours'],
      ['example.org', 'acme', HANDED_ON, 'ours'],
      ['many.example', '_acme-challenge.zzz', 'the last of a thousand', 'unknown'],
    ];
    assert.deepEqual(rows.toSorted(), expected.toSorted());
    const ours = values.find(({ value }) => value === OLD);
    assert.equal(ours?.certificate, 'contoso-prod/left');
    assert.equal(ours.since, new Date((now - 3 * DAY) * 1000).toISOString());
    assert.deepEqual(dangling.map(inShort), [LOOP]);
    const pages = log.filter(({ path }) => /dnszones\/many\.example\/TXT/i.test(path));
    assert.equal(pages.length, 11, 'a hundred record sets at a time');
  });

  it('are shown to people with nothing in them that a terminal obeys', async () => {
    const { code, stdout, stderr } = await world.run('leftovers', '--zone', 'example.com');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ID +RECORD +VALUE +AGE +FOR/);
    assert.match(stdout, /3 days old +contoso-prod\/left, by anna@pc/);
    assert.match(stdout, /age unknown +not by Key Vault Certificates/);
    assert.match(stdout, /_acme-challenge\.loop\.example\.com leads to itself/);
    assert.ok(!stdout.includes('\u001b') && !stdout.includes('\u0007'));
    assert.equal(stdout.split('\n').filter((line) => line.startsWith('_acme')).length, 0);
  });

  it('are shown beside CNAMEs that lead nowhere, where a resolver knows', async () => {
    const ended = await find('--zone', 'example.com', '--dns-servers', world.ready.dns);
    assert.deepEqual(documentOf(ended).dangling.map(inShort).toSorted(), [
      ['_acme-challenge.dangling', 'dangling.gone.example', 'no-zone'],
      LOOP,
    ]);
  });

  it('are looked for in the zones that are named, and only there', async () => {
    const { zones, values } = documentOf(await find('--zone', 'EXAMPLE.org.'));
    assert.deepEqual([zones, values.map(({ value }) => value)], [1, [HANDED_ON]]);
    refusalOf(await find('--zone', 'nowhere.example'), 1, 'ZoneNotFound');
  });

  it('of zones that may not be read are a failure of those zones alone', async () => {
    const message =
      "The client 'a' with object id 'b' does not have authorization to perform action 'Microsoft.Network/dnszones/TXT/read' over scope '/subscriptions/1' or the scope is invalid.";
    const body = { error: { code: 'AuthorizationFailed', message } };
    const match = { api: 'arm', path: '/dns[zZ]ones/example\\.org/' };
    await world.control.fault({ kind: 'fail', match, status: 403, body });
    const ended = await find();
    await world.control.clearFaults();
    const { values, failures } = documentOf(ended, 3);
    assert.deepEqual(
      failures.map(({ zone, error }) => [zone, error.code]),
      [['example.org', 'ArmForbidden']],
    );
    assert.equal(values.length, 4);
  });

  it('stay where the account may only read, and the reason is told', async () => {
    const ended = await world.runIn(
      world.envOf('auditor'),
      ...['leftovers', '--zone', 'example.com', '--remove', 'ours', '--output', 'json'],
    );
    const { values } = documentOf(ended, 3);
    assert.equal(values.find(({ value }) => value === OLD)?.outcome, 'failed');
    assert.match(ended.stdout, /ArmForbidden/);
    assert.ok((await valuesAt('example.com', '_acme-challenge.left'))?.includes(OLD));
  });

  it('are only named by a rehearsal', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      find('--remove', 'ours', '--dry-run'),
    );
    const named = documentOf(result).values.filter(({ outcome }) => outcome === 'would be removed');
    assert.deepEqual(named.map(({ value }) => value).toSorted(), [HANDED_ON, OLD]);
    assert.deepEqual(changes(log), []);
  });

  it('are refused where nothing of that id is left, before anything is removed', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      find('--remove', 'ours', '--remove', '0123456789'),
    );
    refusalOf(result, 2, 'InvalidOption');
    assert.deepEqual(changes(log), []);
  });

  it('are removed as picked: the others’ values and marks of who is at work stay', async () => {
    const hostile = documentOf(await find()).values.find(({ value }) => value === HOSTILE);
    const { values } = documentOf(await find('--remove', 'ours', '--remove', hostile?.id ?? ''));
    const removed = values.filter(({ outcome }) => outcome === 'removed');
    assert.deepEqual(
      removed.map(({ value }) => value).toSorted(),
      [HANDED_ON, HOSTILE, OLD].toSorted(),
    );
    const set = (await world.control.state()).zones
      .find(({ name }) => name === 'example.com')
      ?.recordSets.find(({ name, type }) => name === '_acme-challenge.left' && type === 'TXT');
    assert.deepEqual(set?.values, [FOREIGN, BUSY]);
    assert.deepEqual(Object.keys(set.metadata).toSorted(), [keyOf(BUSY), 'team'].toSorted());
    assert.equal(await valuesAt('example.org', 'acme'), undefined, 'a set of ours is gone');
    const left = documentOf(await find('--zone', 'example.com')).values;
    assert.deepEqual(
      left.map(({ value }) => value),
      [FOREIGN],
    );
  });
});

const LOOP = ['_acme-challenge.loop', 'loop.example.org', 'loop'];

function inShort({ record, target, reason }: Document['dangling'][0]): readonly string[] {
  return [record, target, reason];
}

function documentOf({ code, stdout, stderr }: Ended, expected = 0): Document {
  assert.equal(code, expected, `${stdout}\n${stderr}`);
  return JSON.parse(stdout) as Document;
}

function keyOf(value: string): string {
  return `kvcert_${value.slice(0, 22)}`;
}

function mark(value: string, since: number, until: number): Readonly<Record<string, string>> {
  const claim = `run=${'a'.repeat(16)} since=${since} until=${until} by=anna@pc for=contoso-prod/left`;
  return { [keyOf(value)]: claim };
}

function txt(
  name: string,
  values: readonly string[],
  metadata: Readonly<Record<string, string>> = {},
): InitialRecordSet {
  const records = values.map((value) => ({ value: [value] }));
  return { name, type: 'TXT', ttl: 60, records, metadata };
}

/** What runs that were killed, other tools and strangers may have left, among what is no leftover. */
function withLeftovers(world: World): World {
  const [example] = world.zones;
  assert.ok(example);
  const cname = (name: string, target: string): InitialRecordSet => {
    return { name, type: 'CNAME', ttl: 3600, records: [{ cname: `${target}.` }] };
  };
  const left: Readonly<Record<string, readonly InitialRecordSet[]>> = {
    'example.com': [
      txt('@', ['v=spf1 -all']),
      txt('_acme-challenge.left', [OLD, FOREIGN, HOSTILE, BUSY], {
        team: 'web',
        ...mark(OLD, now - 3 * DAY, now - 3 * DAY + 1800),
        ...mark(BUSY, now - 60, now + 1740),
      }),
      cname('_acme-challenge.dangling', 'dangling.gone.example'),
      cname('_acme-challenge.loop', 'loop.example.org'),
      cname('_acme-challenge.fine', 'acme.example.org'),
      cname('www', 'dangling.gone.example'),
    ],
    'example.org': [
      txt('acme', [HANDED_ON], {
        kvcert_created: 'a'.repeat(16),
        ...mark(HANDED_ON, now - 2 * DAY, now - 2 * DAY + 1800),
      }),
      cname('loop', '_acme-challenge.loop.example.com'),
    ],
  };
  const plain = Array.from({ length: 1000 }, (_, index) => txt(`host-${index}`, ['v=1']));
  const many = {
    ...example,
    ...{ name: 'many.example', registered: true },
    recordSets: [...plain, txt('_acme-challenge.zzz', ['the last of a thousand'])],
  };
  const zones = world.zones.map((zone) => {
    return { ...zone, recordSets: [...zone.recordSets, ...(left[zone.name] ?? [])] };
  });
  return { ...world, zones: [...zones, many] };
}
