import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from 'dns-packet';
import type { RecordType } from 'dns-packet';
import { ZoneStore } from '../../sandbox/arm/zone-store.ts';
import type { ZoneResource } from '../../sandbox/arm/resources.ts';
import { answerAuthoritatively } from '../../sandbox/dns/authoritative-answer.ts';
import { readQuery, writeReply } from '../../sandbox/dns/message.ts';
import { NAME_SERVERS, ONE, START, TWO, zoneIn } from './arm-test-world.ts';
import { cname, delegation, txt } from './dns-test-servers.ts';

const OTHERS = ['ns1-09.azure-dns.com.', 'ns2-09.azure-dns.net.'];
const CHILD = zoneIn(ONE, 'child.example.com', {
  registered: false,
  recordSets: [txt('@', 'apex of child'), txt('www', 'from child')],
});
const PARENT = zoneIn(ONE, 'example.com', {
  recordSets: [
    txt('_acme-challenge', 'one', 'two'),
    txt('a.b', 'deep'),
    txt('*.wild', 'any'),
    cname('alias', 'a.b.example.com'),
    cname('alias-out', 'www.child.example.com.'),
    cname('alias-foreign', 'elsewhere.example.net'),
    cname('loop-1', 'loop-2.example.com'),
    cname('loop-2', 'loop-1.example.com'),
    delegation('child', NAME_SERVERS),
    delegation('away', ['ns.elsewhere.example.']),
    { name: 'empty', type: 'TXT', ttl: 60, records: [] },
  ],
});

/** `NOERROR AA TXT=…` in one line: what the answer says. */
function ask(zones: readonly ZoneResource[], name: string, type: string): string {
  const store = new ZoneStore(zones, () => START);
  const reply = answerAuthoritatively(store, { name, type }, () => true);
  const query = encode({
    type: 'query',
    id: 7,
    questions: [{ name, type: type as RecordType }],
  });
  const read = readQuery(query);
  assert.ok(read !== undefined);
  const packet = decode(writeReply(read, reply, 'tcp', false));
  assert.equal(packet.id, 7);
  const show = (answers: typeof packet.answers) =>
    (answers ?? []).map((answer) => {
      if (answer.type === 'SOA') return `SOA(${answer.name})`;
      const data: unknown = 'data' in answer ? answer.data : '';
      return `${answer.type}=${Array.isArray(data) ? data.join('') : String(data)}`;
    });
  return [
    (packet as { rcode?: string }).rcode,
    ...(packet.flag_aa ? ['AA'] : []),
    ...show(packet.answers),
    ...show(packet.authorities).map((each) => `| ${each}`),
  ].join(' ');
}

describe('what a name server of every zone says', () => {
  const table: readonly (readonly [name: string, type: string, said: string])[] = [
    ['_acme-challenge.example.com', 'TXT', 'NOERROR AA TXT=one TXT=two'],
    ['_ACME-challenge.Example.com', 'TXT', 'NOERROR AA TXT=one TXT=two'],
    ['_acme-challenge.example.com', 'A', 'NOERROR AA | SOA(example.com)'],
    ['gone.example.com', 'TXT', 'NXDOMAIN AA | SOA(example.com)'],
    ['b.example.com', 'TXT', 'NOERROR AA | SOA(example.com)'],
    ['empty.example.com', 'TXT', 'NXDOMAIN AA | SOA(example.com)'],
    ['x.wild.example.com', 'TXT', 'NOERROR AA TXT=any'],
    ['x.wild.example.com', 'A', 'NOERROR AA | SOA(example.com)'],
    ['wild.example.com', 'TXT', 'NOERROR AA | SOA(example.com)'],
    ['alias.example.com', 'TXT', 'NOERROR AA CNAME=a.b.example.com TXT=deep'],
    ['alias.example.com', 'CNAME', 'NOERROR AA CNAME=a.b.example.com'],
    ['alias-out.example.com', 'TXT', 'NOERROR AA CNAME=www.child.example.com'],
    ['alias-foreign.example.com', 'TXT', 'NOERROR AA CNAME=elsewhere.example.net'],
    ['loop-1.example.com', 'TXT', 'SERVFAIL'],
    ['www.child.example.com', 'TXT', 'NOERROR AA TXT=from child'],
    ['child.example.com', 'TXT', 'NOERROR AA TXT=apex of child'],
    ['gone.child.example.com', 'TXT', 'NXDOMAIN AA | SOA(child.example.com)'],
    ['child.example.com', 'NS', `NOERROR AA NS=${NAME_SERVERS.map(bare).join(' NS=')}`],
    ['x.away.example.com', 'TXT', 'NOERROR | NS=ns.elsewhere.example'],
    ['example.com', 'SOA', 'NOERROR AA SOA(example.com)'],
    ['elsewhere.example.net', 'TXT', 'REFUSED'],
    ['com', 'CAA', 'NOERROR AA | SOA(com)'],
    ['COM', 'NS', 'NOERROR AA | SOA(com)'],
    ['om', 'CAA', 'REFUSED'],
    ['.', 'NS', 'REFUSED'],
  ];
  for (const [name, type, said] of table) {
    it(`${name} ${type}: ${said}`, () => {
      assert.equal(ask([PARENT, CHILD], name, type), said);
    });
  }
});

describe('a zone that nobody delegates', () => {
  it('is not seen, however much ARM holds of it', () => {
    const lonely = { ...PARENT, recordSets: [] };
    assert.equal(
      ask([lonely, CHILD], 'www.child.example.com', 'TXT'),
      'NXDOMAIN AA | SOA(example.com)',
    );
    assert.equal(ask([CHILD], 'www.child.example.com', 'TXT'), 'REFUSED');
  });

  it('is not its namesake with other name servers, in either order', () => {
    const recordSets = [txt('www', 'from the namesake')];
    const namesake = zoneIn(TWO, 'child.example.com', {
      nameServers: OTHERS,
      registered: false,
      recordSets,
    });
    const twin = zoneIn(TWO, 'example.com', { nameServers: OTHERS, registered: false, recordSets });
    for (const zones of [
      [PARENT, CHILD, namesake, twin],
      [twin, namesake, CHILD, PARENT],
    ]) {
      assert.equal(ask(zones, 'www.child.example.com', 'TXT'), 'NOERROR AA TXT=from child');
      assert.match(ask(zones, 'www.example.com', 'TXT'), /^NXDOMAIN/);
    }
    const moved = { ...PARENT, recordSets: [delegation('child', OTHERS)] };
    assert.equal(
      ask([moved, CHILD, namesake], 'www.child.example.com', 'TXT'),
      'NOERROR AA TXT=from the namesake',
    );
  });
});

describe('records of other types', () => {
  const records = {
    A: { ipv4Address: '192.0.2.1' },
    AAAA: { ipv6Address: '2001:db8::1' },
    PTR: { ptrdname: 'host.example.com' },
  } as const;
  for (const [type, record] of Object.entries(records)) {
    it(type, () => {
      const set = { name: 'x', type: type as keyof typeof records, ttl: 60, records: [record] };
      const said = ask([zoneIn(ONE, 'example.com', { recordSets: [set] })], 'x.example.com', type);
      assert.equal(said, `NOERROR AA ${type}=${Object.values(record).join('')}`);
    });
  }
});

function bare(host: string): string {
  return host.replace(/\.$/, '');
}
