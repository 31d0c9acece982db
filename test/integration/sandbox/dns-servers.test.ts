import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { decode, encode, streamEncode } from 'dns-packet';
import type { DecodedPacket, RecordType } from 'dns-packet';
import { ZoneStore } from '../../sandbox/arm/zone-store.ts';
import { startNameServers } from '../../sandbox/dns/name-servers.ts';
import type { Endpoint } from '../../sandbox/dns/name-servers.ts';
import { ONE, START, zoneIn } from './arm-test-world.ts';
import { cname, delegation, serve, txt } from './dns-test-servers.ts';

const ZONE = zoneIn(ONE, 'example.com', {
  recordSets: [txt('_acme-challenge', 'one'), cname('_acme-challenge.www', 'val.example.org')],
});
const TARGET = zoneIn(ONE, 'example.org', {
  nameServers: ['ns1-06.azure-dns.com.', 'ns2-06.azure-dns.net.'],
  recordSets: [txt('val', 'over there'), delegation('away', ['ns.elsewhere.example.'])],
});

describe('the name servers, asked by node:dns', () => {
  it('both authoritative servers and the resolver view know a TXT record set', async (t) => {
    const { servers, ask } = await serve(t, [ZONE]);
    for (const endpoint of [...servers.authoritative, servers.resolver]) {
      assert.deepEqual(await ask(endpoint).resolveTxt('_acme-challenge.example.com'), [['one']]);
      assert.equal(endpoint.address, `${endpoint.host}:${endpoint.port}`);
    }
    assert.deepEqual(
      servers.queries().map(({ server, transport, type }) => `${server} ${transport} ${type}`),
      ['authoritative-1 udp TXT', 'authoritative-2 udp TXT', 'resolver udp TXT'],
    );
  });

  it('say what is not there, and refuse what is foreign', async (t) => {
    const { servers, ask } = await serve(t, [ZONE]);
    const [first] = servers.authoritative;
    await assert.rejects(ask(first).resolveTxt('gone.example.com'), { code: 'ENOTFOUND' });
    await assert.rejects(ask(first).resolveTxt('example.com'), { code: 'ENODATA' });
    await assert.rejects(ask(first).resolveTxt('example.net'), { code: 'EREFUSED' });
    await assert.rejects(ask(servers.resolver).resolveTxt('example.net'), { code: 'ENOTFOUND' });
  });

  it('only the resolver view follows a CNAME out of the zone', async (t) => {
    const { servers, ask } = await serve(t, [ZONE, TARGET]);
    const name = '_acme-challenge.www.example.com';
    assert.deepEqual(await ask(servers.resolver).resolveTxt(name), [['over there']]);
    assert.deepEqual(await ask(servers.authoritative[0]).resolveCname(name), ['val.example.org']);
    assert.deepEqual(await ask(servers.authoritative[0]).resolveTxt(name), []);
    await assert.rejects(ask(servers.resolver).resolveTxt('x.away.example.org'), {
      code: 'ESERVFAIL',
    });
  });

  it('the resolver view knows the addresses of the name servers', async (t) => {
    const { servers, ask } = await serve(t, [ZONE]);
    const hosts = await ask(servers.resolver).resolveNs('example.com');
    assert.deepEqual(hosts.sort(), ['ns1-05.azure-dns.com', 'ns2-05.azure-dns.net']);
    for (const host of hosts) {
      assert.deepEqual(await ask(servers.resolver).resolve4(host), ['127.0.0.1']);
    }
  });

  it('a silent server says nothing, and the resolver view asks the other', async (t) => {
    const { servers, ask } = await serve(t, [ZONE]);
    servers.set(0, { silent: true });
    const impatient = ask(servers.authoritative[0]);
    const answer = impatient.resolveTxt('_acme-challenge.example.com');
    const [, second] = servers.authoritative;
    assert.deepEqual(await ask(second).resolveTxt('_acme-challenge.example.com'), [['one']]);
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await ask(servers.resolver).resolveTxt('_acme-challenge.example.com'), [
        ['one'],
      ]);
    }
    impatient.cancel();
    await assert.rejects(answer, { code: 'ECANCELLED' });
    servers.set(0, { silent: false });
    const [first] = servers.authoritative;
    assert.deepEqual(await ask(first).resolveTxt('_acme-challenge.example.com'), [['one']]);
  });

  it('a delayed answer comes after a later one that is not', async (t) => {
    const { servers, ask } = await serve(t, [ZONE]);
    servers.set(0, { answerDelayMs: 200 });
    const order: string[] = [];
    await Promise.all(
      servers.authoritative.map(async (endpoint, index) => {
        await ask(endpoint).resolveTxt('_acme-challenge.example.com');
        order.push(`authoritative-${index + 1}`);
      }),
    );
    assert.deepEqual(order, ['authoritative-2', 'authoritative-1']);
  });
});

it('with a fixed port the servers stand at the addresses that their names have', async (t) => {
  const store = new ZoneStore([ZONE], () => START);
  const now = () => START;
  const probe = await startNameServers({ zones: store, now });
  await probe.close();
  const { port } = probe.resolver;
  const servers = await startNameServers({ zones: store, now, port });
  t.after(() => servers.close());
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([servers.resolver.address]);
  const addresses = await Promise.all(
    ZONE.nameServers.map((host) => resolver.resolve4(host.slice(0, -1))),
  );
  assert.deepEqual(addresses, [['127.0.0.2'], ['127.0.0.3']]);
  assert.deepEqual(
    servers.authoritative.map(({ address }) => address),
    addresses.map(([address]) => `${String(address)}:${port}`),
  );
  for (const [address] of addresses) {
    resolver.setServers([`${String(address)}:${port}`]);
    assert.deepEqual(await resolver.resolveTxt('_acme-challenge.example.com'), [['one']]);
  }
});

describe('the name servers on the wire', () => {
  it('over TCP a CNAME and its TXT come in one answer, several on a connection', async (t) => {
    const { servers } = await serve(t, [ZONE, TARGET]);
    const name = '_acme-challenge.www.example.com';
    const answers = await askTcp(servers.resolver, [name, '_acme-challenge.example.com']);
    assert.deepEqual(
      answers.map((packet) => (packet.answers ?? []).map(({ type }) => type)),
      [['CNAME', 'TXT'], ['TXT']],
    );
    assert.equal(answers[0]?.flag_ra, true);
    assert.equal(answers[0].flag_aa, false);
  });

  it('over UDP what does not fit is cut, and node:dns gets it by TCP', async (t) => {
    const long = ['x', 'y', 'z'].map((letter) => letter.repeat(250));
    const zone = zoneIn(ONE, 'example.com', { recordSets: [txt('long', ...long)] });
    const { servers, ask } = await serve(t, [zone]);
    const [first] = servers.authoritative;
    const plain = await askUdp(first, 'long.example.com', 'TXT');
    assert.equal(plain.flag_tc, true);
    assert.deepEqual(plain.answers, []);
    assert.equal(plain.flag_aa, true);
    const asked = await ask(first).resolveTxt('long.example.com');
    assert.deepEqual(
      asked.map((strings) => strings.join('')),
      long,
    );
    assert.ok(servers.queries().some(({ transport }) => transport === 'tcp'));
  });

  it('what is no query gets no answer, and the next one does', async (t) => {
    const { servers } = await serve(t, [ZONE]);
    const [{ host, port }] = servers.authoritative;
    const socket = createSocket('udp4');
    t.after(() => socket.close());
    socket.send(Buffer.from('nonsense'), port, host);
    const query = encode({
      type: 'query',
      id: 9,
      questions: [{ name: '_acme-challenge.example.com', type: 'TXT' }],
    });
    socket.send(query, port, host);
    const [message] = (await once(socket, 'message')) as [Buffer];
    assert.equal(decode(message).id, 9);
  });
});

async function askUdp({ host, port }: Endpoint, name: string, type: RecordType) {
  const socket = createSocket('udp4');
  socket.send(encode({ type: 'query', id: 1, questions: [{ name, type }] }), port, host);
  const [message] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return decode(message);
}

/** All questions in one write, all answers from one connection. */
async function askTcp(
  { host, port }: Endpoint,
  names: readonly string[],
): Promise<readonly DecodedPacket[]> {
  const socket = connect(port, host);
  const queries = names.map((name, id) =>
    streamEncode({ type: 'query', id, questions: [{ name, type: 'TXT' }] }),
  );
  socket.write(Buffer.concat(queries));
  const packets: DecodedPacket[] = [];
  let received: Buffer = Buffer.alloc(0);
  for await (const data of socket) {
    received = Buffer.concat([received, data as Buffer]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      packets.push(decode(received.subarray(2, end)));
      received = received.subarray(end);
    }
    if (packets.length === names.length) break;
  }
  return packets;
}
