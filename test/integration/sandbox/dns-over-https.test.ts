import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import * as packet from 'dns-packet';
import type { ApiRequest } from '../../sandbox/api.ts';
import { createDohApi } from '../../sandbox/dns/doh-api.ts';
import { ONE, zoneIn } from './arm-test-world.ts';
import { serve, txt } from './dns-test-servers.ts';

const TYPE = 'application/dns-message';
const CAA = [
  { flags: 0, tag: 'issue', value: 'letsencrypt.org; validationmethods=dns-01' },
  { flags: 128, tag: 'issuewild', value: ';' },
];

async function start(t: TestContext) {
  const zone = zoneIn(ONE, 'example.com', {
    recordSets: [txt('www', 'one'), { name: '@', type: 'CAA', ttl: 60, records: CAA }],
  });
  const { servers } = await serve(t, [zone]);
  const api = createDohApi(servers.askOverHttps);
  const send = (request: Partial<ApiRequest>, path = '/dns-query') =>
    api({
      method: 'POST',
      url: new URL(path, 'https://dns.example-doh.test'),
      headers: { 'content-type': TYPE },
      body: Buffer.alloc(0),
      ...request,
    });
  return { servers, send };
}

function query(type: packet.RecordType, name: string): Buffer {
  return packet.encode({ type: 'query', id: 0, questions: [{ type, name }] });
}

function read(body: unknown): packet.DecodedPacket {
  assert.ok(Buffer.isBuffer(body));
  return packet.decode(body);
}

describe('DNS over HTTPS', () => {
  it('answers a POST as the resolver does, and says whom it was', async (t) => {
    const { servers, send } = await start(t);
    const { status, headers, body } = await send({ body: query('TXT', 'www.example.com') });
    assert.equal(status, 200);
    assert.equal(headers?.['Content-Type'], TYPE);
    const { id, flag_ra: recursive, answers } = read(body);
    assert.deepEqual([id, recursive], [0, true]);
    const [answer] = answers ?? [];
    assert.ok(answer?.type === 'TXT');
    assert.equal(String(answer.data), 'one');
    const asked = servers.queries().map(({ server, transport }) => [server, transport]);
    assert.deepEqual(asked, [['doh', 'https']]);
  });

  it('answers a GET whose message is in the URL', async (t) => {
    const { send } = await start(t);
    const dns = query('TXT', 'gone.example.com').toString('base64url');
    const { status, body } = await send({ method: 'GET' }, `/dns-query?dns=${dns}`);
    assert.equal(status, 200);
    assert.equal((read(body) as { rcode?: string }).rcode, 'NXDOMAIN');
  });

  it('serves the CAA records of a zone', async (t) => {
    const { send } = await start(t);
    const { body } = await send({ body: query('CAA', 'example.com') });
    const data = (read(body).answers ?? []).map((each) => (each.type === 'CAA' ? each.data : {}));
    assert.deepEqual(
      data.map((each) => ({ ...each, issuerCritical: undefined })),
      CAA.map((each) => ({ ...each, issuerCritical: undefined })),
    );
  });

  it('refuses what RFC 8484 does not know', async (t) => {
    const { send } = await start(t);
    const body = query('TXT', 'www.example.com');
    const json = { 'content-type': 'application/json' };
    assert.equal((await send({ body }, '/')).status, 404);
    assert.equal((await send({ body, method: 'PUT' })).status, 405);
    assert.equal((await send({ body, headers: json })).status, 415);
    assert.equal((await send({ body: Buffer.from('no message') })).status, 400);
    assert.equal((await send({ method: 'GET' })).status, 400);
  });
});
