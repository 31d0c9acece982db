import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ONE, fixture, startArm, testWorld, zoneIn } from './arm-test-world.ts';
import type { Answer, TestArm } from './arm-test-world.ts';
import type { ZoneResource } from '../../sandbox/arm/resources.ts';

const API = '?api-version=2018-05-01';
const ZONE = zoneIn(ONE, 'example.com');
const TXT = `${ZONE.id}/TXT/_acme-challenge${API}`;

function start(rest: Partial<ZoneResource> = {}): TestArm {
  return startArm(testWorld({ zones: [{ ...ZONE, ...rest }] }));
}

function txt(values: readonly string[], more: object = {}) {
  return {
    properties: { TTL: 60, TXTRecords: values.map((value) => ({ value: [value] })), ...more },
  };
}

describe('a record set', () => {
  it('is created only once with If-None-Match: *', async () => {
    const arm = start();
    const once = { method: 'PUT', path: TXT, headers: { 'if-none-match': '*' } };
    assert.equal((await arm.call({ ...once, body: txt(['a']) })).status, 201);
    const second = await arm.call({ ...once, body: txt(['b']) });
    assert.equal(second.status, 412);
    assert.deepEqual(valuesOf(await arm.call({ path: TXT })), ['a']);
  });

  it('two writes that hold the same ETag: exactly one wins', async () => {
    const arm = start();
    const { etag } = bodyOf(await arm.call({ method: 'PUT', path: TXT, body: txt(['a']) }));
    const headers = { 'if-match': etag };
    const answers = await Promise.all(
      ['b', 'c'].map((value) =>
        arm.call({ method: 'PUT', path: TXT, headers, body: txt(['a', value]) }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    assert.ok(winner !== undefined);
    assert.deepEqual(bodyOf(await arm.call({ path: TXT })), bodyOf(winner));
  });

  it('gets a new ETag by every write, and an old one never fits again', async () => {
    const arm = start();
    const put = (headers = {}) => arm.call({ method: 'PUT', path: TXT, headers, body: txt(['a']) });
    const first = bodyOf(await put()).etag;
    const second = bodyOf(await put()).etag;
    assert.notEqual(first, second);
    const late = await put({ 'if-match': first });
    assert.equal(late.status, 412);
    assert.deepEqual(late.json, {
      code: 'PreconditionFailed',
      message: 'The Record set _acme-challenge has been modified (etag mismatch).',
    });
    assert.equal((await put({ 'if-match': second })).status, 200);
  });

  it('that is gone does not fit If-Match', async () => {
    const arm = start();
    const answer = await arm.call({
      method: 'PUT',
      path: TXT,
      headers: { 'if-match': 'd264f5b6-342c-40f4-92e2-91ecdf07a17e' },
      body: txt(['a']),
    });
    assert.equal(answer.status, 412);
    assert.equal((await arm.call({ path: TXT })).status, 404);
  });

  it('keeps metadata with a PATCH that does not name it, and loses it with a PUT', async () => {
    const arm = start();
    const metadata = { owner: 'kvcert', until: '2026-11-22T12:00:00Z' };
    await arm.call({ method: 'PUT', path: TXT, body: txt(['a'], { metadata }) });
    await arm.call({ method: 'PATCH', path: TXT, body: txt(['b']) });
    assert.deepEqual(bodyOf(await arm.call({ path: TXT })).properties['metadata'], metadata);
    await arm.call({ method: 'PUT', path: TXT, body: txt(['c']) });
    assert.equal(bodyOf(await arm.call({ path: TXT })).properties['metadata'], undefined);
  });

  it('answers in any case and keeps the case it was created with', async () => {
    const arm = start();
    await arm.call({ method: 'PUT', path: TXT, body: txt(['a']) });
    const path = TXT.toUpperCase().replace(API.toUpperCase(), API);
    assert.equal(bodyOf(await arm.call({ path })).id, `${ZONE.id}/TXT/_acme-challenge`);
  });

  it('at the apex is named @ and has the name of the zone', async () => {
    const path = `${ZONE.id}/TXT/@${API}`;
    const answer = await start().call({ method: 'PUT', path, body: txt(['v=spf1 -all']) });
    assert.equal(bodyOf(answer).properties['fqdn'], 'example.com.');
  });

  it('is deleted with 200 and, once it is gone, with 204', async () => {
    const arm = start();
    await arm.call({ method: 'PUT', path: TXT, body: txt(['a']) });
    const statuses = [];
    for (let i = 0; i < 2; i++)
      statuses.push((await arm.call({ method: 'DELETE', path: TXT })).status);
    assert.deepEqual(statuses, [200, 204]);
  });
});

describe('a body that the provider refuses', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
  const table = [
    { name: '21 TXT records', body: txt(many(21)), status: 400 },
    { name: '20 TXT records', body: txt(many(20)), status: 201 },
    { name: 'a string of 256 characters', body: txt(['x'.repeat(256)]), status: 400 },
    { name: 'a string of 255 characters', body: txt(['x'.repeat(255)]), status: 201 },
    {
      name: '4097 characters',
      body: txt([...many(16).map(() => 'x'.repeat(255)), 'x'.repeat(17)]),
      status: 400,
    },
    {
      name: '4096 characters',
      body: txt([...many(16).map(() => 'x'.repeat(255)), 'x'.repeat(16)]),
      status: 201,
    },
    { name: 'no TTL', body: { properties: { TXTRecords: [] } }, status: 400 },
    { name: 'a TTL of 0', body: txt(['a'], { TTL: 0 }), status: 400 },
    { name: 'a TTL of 2^31', body: txt(['a'], { TTL: 2 ** 31 }), status: 400 },
    {
      name: 'a TXT record without value',
      body: { properties: { TTL: 60, TXTRecords: [{}] } },
      status: 400,
    },
    { name: 'metadata that is no text', body: txt(['a'], { metadata: { a: 1 } }), status: 400 },
    { name: 'no JSON', body: undefined, status: 400 },
    {
      name: 'fields in another case',
      body: { properties: { ttl: 60, txtRecords: [{ value: ['a'] }] } },
      status: 201,
    },
  ];
  for (const { name, body, status } of table) {
    it(`${name}: ${status}`, async () => {
      const answer = await start().call({ method: 'PUT', path: TXT, body });
      assert.equal(answer.status, status);
      if (status === 400) assert.equal((answer.json as { code: string }).code, 'BadRequest');
    });
  }

  it('more records than the zone itself names', async () => {
    const arm = start({ maxNumberOfRecordsPerRecordSet: 2 });
    assert.equal((await arm.call({ method: 'PUT', path: TXT, body: txt(many(3)) })).status, 400);
    assert.equal((await arm.call({ method: 'PUT', path: TXT, body: txt(many(2)) })).status, 201);
  });

  it('a CNAME beside other records, and other records beside a CNAME: 409', async () => {
    const arm = start();
    const cname = { properties: { TTL: 60, CNAMERecord: { cname: 'elsewhere.example' } } };
    const put = (type: string, name: string, body: unknown) =>
      arm.call({ method: 'PUT', path: `${ZONE.id}/${type}/${name}${API}`, body });
    await put('TXT', 'a', txt(['x']));
    await put('CNAME', 'b', cname);
    assert.equal((await put('CNAME', 'a', cname)).status, 409);
    assert.equal((await put('TXT', 'b', txt(['x']))).status, 409);
    assert.equal((await put('CNAME', '@', cname)).status, 409);
  });
});

describe('lists of record sets', () => {
  it('are paged with nextLink until nothing follows', async () => {
    const arm = start();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await arm.call({ method: 'PUT', path: `${ZONE.id}/TXT/${name}${API}`, body: txt([name]) });
    }
    const pages: string[][] = [];
    let path: string | undefined = `${ZONE.id}/TXT${API}&$top=2`;
    while (path !== undefined) {
      const page = (await arm.call({ path })).json as Page;
      pages.push(page.value.map(({ name }) => name));
      path = page.nextLink;
    }
    assert.deepEqual(pages, [['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('are narrowed by $recordsetnamesuffix', async () => {
    const arm = start();
    for (const name of ['_acme-challenge.www', '_acme-challenge.xwww', 'www']) {
      await arm.call({ method: 'PUT', path: `${ZONE.id}/TXT/${name}${API}`, body: txt([name]) });
    }
    const path = `${ZONE.id}/all${API}&$recordsetnamesuffix=www`;
    const { value } = (await arm.call({ path })).json as Page;
    assert.deepEqual(
      value.map(({ name }) => name),
      ['_acme-challenge.www', 'www'],
    );
  });
});

describe('what ARM itself refuses', () => {
  it('a zone that is not there: its error is wrapped', async () => {
    const path = `${zoneIn(ONE, 'gone.example').id}/TXT/a${API}`;
    const answer = await start().call({ method: 'PUT', path, body: txt(['a']) });
    assert.equal(answer.status, 404);
    assert.equal((answer.json as { error: { code: string } }).error.code, 'ParentResourceNotFound');
  });

  it('an API version that is not built', async () => {
    const answer = await start().call({ path: TXT.replace('2018-05-01', '2016-04-01') });
    assert.equal(answer.status, 400);
  });

  for (const level of ['CanNotDelete', 'ReadOnly'] as const) {
    it(`what a lock ${level} forbids`, async () => {
      const recordSets = [
        { name: 'a', type: 'TXT' as const, ttl: 60, records: [{ value: ['x'] }] },
      ];
      const locks = [{ scope: ZONE.id, level }];
      const arm = startArm(testWorld({ zones: [{ ...ZONE, recordSets }], locks }));
      const path = `${ZONE.id}/TXT/a${API}`;
      const put = await arm.call({ method: 'PUT', path, body: txt(['y']) });
      assert.equal(put.status, level === 'ReadOnly' ? 409 : 200);
      const deletion = await arm.call({ method: 'DELETE', path });
      assert.equal(deletion.status, 409);
      const quoted = JSON.stringify(fixture('arm', 'scope-locked-409').response.body);
      const scope = /'([^']+)'/.exec(quoted)?.[1] ?? '';
      const lock = /locked: '([^']+)'/.exec(quoted)?.[1] ?? '';
      const expected = quoted
        .replace(`'${scope}'`, `'${ZONE.id}/TXT/a'`)
        .replace(`locked: '${lock}'`, `locked: '${ZONE.id}'`)
        .replace('perform write', 'perform delete');
      assert.equal(JSON.stringify(deletion.json), expected);
      assert.equal((await arm.call({ path })).status, 200);
    });
  }
});

it('the snapshot holds every record set with its values, metadata and ETag', async () => {
  const arm = start();
  const metadata = { owner: 'kvcert' };
  const { etag } = bodyOf(
    await arm.call({ method: 'PUT', path: TXT, body: txt(['a', 'b'], { metadata }) }),
  );
  const [zone] = arm.snapshot();
  assert.deepEqual(
    zone?.recordSets.map(({ name, type }) => `${name} ${type}`),
    ['@ NS', '@ SOA', '_acme-challenge TXT'],
  );
  assert.deepEqual(zone.recordSets.at(-1), {
    name: '_acme-challenge',
    type: 'TXT',
    ttl: 60,
    values: ['a', 'b'],
    metadata,
    etag,
  });
});

interface Body {
  readonly id: string;
  readonly etag: string;
  readonly properties: Record<string, unknown>;
}

interface Page {
  readonly value: readonly { readonly name: string }[];
  readonly nextLink?: string;
}

function bodyOf(answer: Answer): Body {
  return answer.json as Body;
}

function valuesOf(answer: Answer): readonly string[] {
  const records = bodyOf(answer).properties['TXTRecords'] as { value: string[] }[];
  return records.map(({ value }) => value.join(''));
}
