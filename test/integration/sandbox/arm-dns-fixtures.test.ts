import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ONE, fixture, startArm, testWorld, withoutEtags, zoneIn } from './arm-test-world.ts';

const GROUP = `/subscriptions/${ONE}/resourceGroups/dns-test`;
const LEXICON = {
  ...zoneIn(ONE, 'full4ir.tk', {
    nameServers: [
      'ns1-05.azure-dns.com.',
      'ns2-05.azure-dns.net.',
      'ns3-05.azure-dns.org.',
      'ns4-05.azure-dns.info.',
    ],
  }),
  id: `${GROUP}/providers/Microsoft.Network/dnszones/full4ir.tk`,
};
const CLI = zoneIn(ONE, 'myzone.com', {
  nameServers: [
    'ns1-08.azure-dns.com.',
    'ns2-08.azure-dns.net.',
    'ns3-08.azure-dns.org.',
    'ns4-08.azure-dns.info.',
  ],
});

interface Given {
  readonly fixture: string;
  readonly name: string;
  /** TXT record sets that stand in the zone when the recorded request comes. */
  readonly txt?: Readonly<Record<string, readonly string[]>>;
}

const TABLE: readonly Given[] = [
  { fixture: 'zone-list-by-rg-200', name: 'lists the zones of a group' },
  {
    fixture: 'txt-list-by-type-200-two',
    name: 'lists the record sets of a type',
    txt: { '_acme-challenge.fqdn': ['challengetoken'], '_acme-challenge.full': ['challengetoken'] },
  },
  {
    fixture: 'txt-list-by-type-200',
    name: 'sorts the record sets of a type by name',
    txt: {
      '_acme-challenge.test': ['challengetoken'],
      '_acme-challenge.full': ['challengetoken'],
      '_acme-challenge.createrecordset': ['challengetoken1'],
      '_acme-challenge.fqdn': ['challengetoken'],
    },
  },
  { fixture: 'txt-put-201', name: 'creates a TXT record set' },
  {
    fixture: 'txt-put-200-replace',
    name: 'replaces a TXT record set',
    txt: { '_acme-challenge.createrecordset': ['challengetoken1'] },
  },
  {
    fixture: 'txt-patch-200',
    name: 'patches a TXT record set',
    txt: { '_acme-challenge.deleterecordinset': ['challengetoken1', 'challengetoken2'] },
  },
  {
    fixture: 'txt-delete-200',
    name: 'deletes a record set',
    txt: { 'delete.testfilt': ['challengetoken'] },
  },
  {
    fixture: 'recordsets-list-200',
    name: 'lists a zone, NS and SOA first',
    txt: {
      '_acme-challenge.createrecordset': ['challengetoken1', 'challengetoken2'],
      '_acme-challenge.deleterecordinset': ['challengetoken2'],
    },
  },
  { fixture: 'cname-put-201', name: 'creates a CNAME record set' },
  { fixture: 'a-put-201', name: 'creates an A record set' },
];

describe('Azure DNS as recorded by dns-lexicon', () => {
  for (const given of TABLE) {
    it(given.name, async () => {
      const recordSets = Object.entries(given.txt ?? {}).map(([name, values]) => ({
        name,
        type: 'TXT' as const,
        ttl: 3600,
        records: values.map((value) => ({ value: [value] })),
      }));
      const { request, response } = fixture('dns', given.fixture);
      const arm = startArm(
        testWorld({
          resourceGroups: [{ subscriptionId: ONE, name: 'dns-test', location: 'westeurope' }],
          zones: [{ ...LEXICON, recordSets }],
        }),
      );
      const answer = await arm.call(request);
      assert.equal(answer.status, response.status);
      assert.deepEqual(
        withoutEtags(answer.json ?? null),
        withoutEtags(response.body === '' ? null : response.body),
      );
      assert.deepEqual(quotas(answer.headers), quotas(response.headers ?? {}));
      assert.equal(answer.headers['ETag'] !== undefined, response.headers?.['ETag'] !== undefined);
    });
  }
});

describe('Azure DNS as recorded by the Azure CLI and PowerShell', () => {
  const world = testWorld({ zones: [CLI] });

  for (const name of ['zone-get-200', 'zone-list-by-subscription-200', 'record-404']) {
    it(name, async () => {
      const { request, response } = fixture('dns', name);
      const answer = await startArm(world).call(request);
      assert.equal(answer.status, response.status);
      assert.deepEqual(withoutEtags(answer.json), withoutEtags(response.body));
    });
  }

  it('record-put-412-exists', async () => {
    const recorded = fixture('dns', 'record-put-412-exists');
    const path = `${CLI.id}/A/ps4184?api-version=2018-05-01`;
    const arm = startArm(world);
    const once = { method: 'PUT', path, headers: { 'if-none-match': '*' } };
    const body = recorded.request.body;
    assert.equal((await arm.call({ ...once, body })).status, 201);
    const again = await arm.call({ ...once, body });
    assert.equal(again.status, 412);
    assert.deepEqual(again.json, recorded.response.body);
    assert.equal(again.headers['ETag'], undefined);
  });

  it('record-412-etag-mismatch', async () => {
    const recorded = fixture('dns', 'record-412-etag-mismatch');
    const path = `${CLI.id}/AAAA/ps6409?api-version=2018-05-01`;
    const arm = startArm(world);
    const body = { properties: { TTL: 60, AAAARecords: [{ ipv6Address: '2001:db8::1' }] } };
    await arm.call({ method: 'PUT', path, body });
    const answer = await arm.call({ method: 'DELETE', path, headers: { 'if-match': 'gibberish' } });
    assert.equal(answer.status, 412);
    assert.deepEqual(answer.json, recorded.response.body);
    assert.equal((await arm.call({ path })).status, 200);
  });

  it('soa-delete-400', async () => {
    const path = `${CLI.id}/SOA/@?api-version=2018-05-01`;
    const answer = await startArm(world).call({ method: 'DELETE', path });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.json, fixture('dns', 'soa-delete-400').response.body);
  });

  it('escapes slashes, says dnszones and sends the ETag without quotes', async () => {
    const path = `${CLI.id.replace('dnszones', 'dnsZones')}?api-version=2018-05-01`;
    const answer = await startArm(world).call({ path });
    assert.ok(String(answer.body).includes('"type":"Microsoft.Network\\/dnszones"'));
    const { etag } = answer.json as { etag: string };
    assert.match(etag, /^[0-9a-f-]{36}$/);
    assert.equal(answer.headers['ETag'], etag);
  });
});

/** Which requests are counted, and how; the number left depends on the recording's past. */
function quotas(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => name.startsWith('x-ms-ratelimit'))
    .map(([name, value]) => `${name}: ${'n'.repeat(value.length)}`)
    .sort();
}
