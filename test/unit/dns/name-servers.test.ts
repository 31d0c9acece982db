import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createNameServers } from '../../../src/dns/name-servers.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';
import type { Log } from '../../../src/domain/runtime.ts';
import { startDns, type LoopbackDns, type Records } from './loopback-dns.ts';

const log: Log = { debug: () => undefined, warn: () => undefined };

const RECORD = '_acme-challenge.a.example';
const ZONE = { name: 'a.example', nameServers: ['ns1.a.example', 'ns2.a.example'] };

interface World {
  /** The recursive resolver: knows zone cuts and addresses, and never hears of a TXT record. */
  readonly resolver: LoopbackDns;
  /** ns1 and ns2 of a.example. */
  readonly ns1: LoopbackDns;
  readonly ns2: LoopbackDns;
  /** ns1 of the zone b.test. */
  readonly other: LoopbackDns;
  readonly names: NameServers;
}

const PUBLIC: Records = {
  test: { NS: ['tld.test'] },
  'a.example': { NS: ['ns2.A.example', 'ns1.a.example'] },
  'ns1.a.example': { A: ['127.0.0.2'] },
  'ns2.a.example': { A: ['127.0.0.3'] },
  'b.test': { NS: ['ns1.b.test'] },
  'ns1.b.test': { A: ['127.0.0.4'] },
  'www.a.example': { CNAME: ['b.test'], NS: ['ns1.b.test'] },
};

async function startWorld(t: TestContext, timeoutMs = 5000): Promise<World> {
  const [resolver] = await startDns(t, '127.0.0.1');
  const [ns1, ns2, other] = await startDns(t, '127.0.0.2', '127.0.0.3', '127.0.0.4');
  assert.ok(resolver && ns1 && ns2 && other);
  resolver.records = PUBLIC;
  const names = createNameServers({
    resolvers: [resolver.address],
    port: ns1.port,
    timeoutMs,
    log,
  });
  return { resolver, ns1, ns2, other, names };
}

/** The user's own servers: two, and whatever else is asked fails the test by being unreachable. */
async function startConfigured(t: TestContext, timeoutMs = 5000) {
  const [first, second] = await startDns(t, '127.0.0.2', '127.0.0.3');
  assert.ok(first && second);
  const configured = [first.address, second.address];
  const names = createNameServers({ configured, timeoutMs, log });
  return { first, second, names, labels: configured.map(({ host, port }) => `${host}:${port}`) };
}

describe('delegation', () => {
  it('is the sorted NS set in lower case', async (t) => {
    const { names } = await startWorld(t);
    assert.deepEqual(await names.delegation('a.example'), ['ns1.a.example', 'ns2.a.example']);
  });

  it('is empty where there is no zone cut', async (t) => {
    const { names } = await startWorld(t);
    assert.deepEqual(await names.delegation('nowhere.example'), []);
    assert.deepEqual(await names.delegation('ns1.a.example'), []);
  });

  it('does not take the NS set behind a CNAME for that of the name', async (t) => {
    const { names } = await startWorld(t);
    assert.deepEqual(await names.delegation('www.a.example'), []);
  });

  for (const mode of ['silent', 'servfail', 'refused'] as const) {
    it(`is unknown when the resolver is ${mode}`, async (t) => {
      const { names, resolver } = await startWorld(t, 100);
      resolver.mode = mode;
      assert.equal(await names.delegation('a.example'), undefined);
    });
  }

  it('is asked of the second configured server when the first refuses', async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.mode = 'refused';
    second.records = PUBLIC;
    assert.deepEqual(await names.delegation('b.test'), ['ns1.b.test']);
    second.mode = 'servfail';
    assert.equal(await names.delegation('b.test'), undefined);
  });

  it('is what authoritative servers refer to, and that of no name below', async (t) => {
    const { names, first, second } = await startConfigured(t);
    for (const each of [first, second]) each.cuts = { 'lost.a.example': ['NS2.gone.', 'ns1.gone'] };
    assert.deepEqual(await names.delegation('lost.a.example'), ['ns1.gone', 'ns2.gone']);
    assert.deepEqual(await names.delegation('www.lost.a.example'), []);
    assert.deepEqual(await names.delegation('a.example'), []);
  });

  it('is left to what a recursive server has said', async (t) => {
    const { names, first, second } = await startConfigured(t);
    for (const each of [first, second]) {
      each.records = { '.': { NS: ['a.root-servers.test'] } };
      each.cuts = { 'lost.a.example': ['ns1.gone'] };
    }
    assert.deepEqual(await names.delegation('lost.a.example'), []);
  });

  // Nobody can resolve a name whose servers do not know it: the zone above still names them.
  it('is asked of the zone above where a resolver fails at it', async (t) => {
    const { names, resolver, ns1, ns2 } = await startWorld(t);
    resolver.broken.add('lost.a.example');
    assert.equal(await names.delegation('lost.a.example'), undefined);
    for (const each of [ns1, ns2]) each.cuts = { 'lost.a.example': ['ns1.gone'] };
    assert.deepEqual(await names.delegation('lost.a.example'), ['ns1.gone']);
  });

  it('is unknown soon where a server that is asked for a referral keeps silent', async (t) => {
    const { names, resolver, ns1, ns2 } = await startWorld(t, 100);
    resolver.broken.add('lost.a.example');
    ns1.mode = 'silent';
    ns2.mode = 'silent';
    assert.equal(await names.delegation('lost.a.example'), undefined);
    const aborting = new AbortController();
    ns1.onAsked = () => {
      aborting.abort(new Error('enough'));
    };
    await assert.rejects(names.delegation('lost.a.example', aborting.signal), /enough/);
  });
});

describe('lookTxt', () => {
  it('tells the servers that have the values from those that lag', async (t) => {
    const { names, ns1, ns2 } = await startWorld(t);
    ns1.records = { [RECORD]: { TXT: ['one', 'two'] } };
    assert.deepEqual(await names.lookTxt(RECORD, ZONE), {
      chain: [RECORD],
      servers: [
        { server: 'ns1.a.example', values: ['one', 'two'], failure: undefined },
        { server: 'ns2.a.example', values: [], failure: undefined },
      ],
      loop: false,
    });
    ns2.records = { [RECORD]: { TXT: ['one'] } };
    const later = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(later.servers[1]?.values, ['one']);
  });

  it('never asks the resolver for the record and asks for addresses only once', async (t) => {
    const { names, resolver, ns1, ns2 } = await startWorld(t);
    ns1.records = { [RECORD]: { CNAME: ['x.b.test'] } };
    ns2.records = ns1.records;
    await names.lookTxt(RECORD, ZONE);
    const { length } = resolver.asked;
    assert.ok(length > 0);
    await names.lookTxt(RECORD, ZONE);
    assert.equal(resolver.asked.length, length);
    assert.ok(!resolver.asked.some(({ type, name }) => type === 'TXT' || name === RECORD));
  });

  it('keeps the code of a server that gives no answer', async (t) => {
    const { names, ns1, ns2 } = await startWorld(t, 100);
    ns1.mode = 'servfail';
    ns2.mode = 'silent';
    const { servers } = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(
      servers.map(({ failure }) => failure),
      ['ESERVFAIL', 'ETIMEOUT'],
    );
  });

  it('keeps the failure of a server whose address is not known', async (t) => {
    const { names, ns1 } = await startWorld(t);
    ns1.records = { [RECORD]: { TXT: ['one'] } };
    const zone = { name: 'a.example', nameServers: ['ns1.a.example', 'gone.example'] };
    const { servers } = await names.lookTxt(RECORD, zone);
    assert.deepEqual(servers, [
      { server: 'ns1.a.example', values: ['one'], failure: undefined },
      { server: 'gone.example', values: [], failure: 'ENOTFOUND' },
    ]);
  });

  it('lets one address that cannot be reached not speak for its server', async (t) => {
    const { names, resolver, ns1 } = await startWorld(t);
    resolver.records = { ...PUBLIC, 'ns1.a.example': { A: ['127.0.0.2'], AAAA: ['::1'] } };
    ns1.records = { [RECORD]: { TXT: ['one'] } };
    const { servers } = await names.lookTxt(RECORD, { ...ZONE, nameServers: ['ns1.a.example'] });
    assert.deepEqual(servers, [{ server: 'ns1.a.example', values: ['one'], failure: undefined }]);
  });

  it('counts only what all addresses of a server hold', async (t) => {
    const { names, resolver, ns1, ns2 } = await startWorld(t);
    resolver.records = { ...PUBLIC, 'any.a.example': { A: ['127.0.0.2', '127.0.0.3'] } };
    ns1.records = { [RECORD]: { TXT: ['one', 'two'] } };
    ns2.records = { [RECORD]: { TXT: ['two'] } };
    const { servers } = await names.lookTxt(RECORD, { ...ZONE, nameServers: ['any.a.example'] });
    assert.deepEqual(servers, [{ server: 'any.a.example', values: ['two'], failure: undefined }]);
  });

  it('follows a CNAME into the zone that it leads to', async (t) => {
    const { names, ns1, ns2, other } = await startWorld(t);
    ns1.records = { [RECORD]: { CNAME: ['Deep.x.B.test.'], TXT: ['beside the CNAME'] } };
    ns2.records = ns1.records;
    other.records = { 'deep.x.b.test': { TXT: ['one'] } };
    assert.deepEqual(await names.lookTxt(RECORD, ZONE), {
      chain: [RECORD, 'deep.x.b.test'],
      servers: [{ server: 'ns1.b.test', values: ['one'], failure: undefined }],
      loop: false,
    });
  });

  it('follows a CNAME to the apex of a zone', async (t) => {
    const { names, ns1, ns2, other } = await startWorld(t);
    ns1.records = { [RECORD]: { CNAME: ['b.test'] } };
    ns2.records = ns1.records;
    other.records = { 'b.test': { TXT: ['one'] } };
    const { servers } = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(servers, [{ server: 'ns1.b.test', values: ['one'], failure: undefined }]);
  });

  it('keeps servers that do not have the CNAME yet, or another one', async (t) => {
    const { names, ns1, ns2, other } = await startWorld(t);
    other.records = { 'x.b.test': { TXT: ['one'] } };
    ns1.records = { [RECORD]: { CNAME: ['x.b.test'] } };
    for (const [records, values] of [
      [{ [RECORD]: { TXT: ['old'] } }, ['old']],
      [{ [RECORD]: { CNAME: ['y.b.test'], TXT: ['one'] } }, []],
    ] as const) {
      ns2.records = records;
      const { servers } = await names.lookTxt(RECORD, ZONE);
      assert.deepEqual(servers, [
        { server: 'ns2.a.example', values, failure: undefined },
        { server: 'ns1.b.test', values: ['one'], failure: undefined },
      ]);
    }
  });

  it('says so when the zone of a CNAME cannot be found', async (t) => {
    const { names, ns1, ns2 } = await startWorld(t);
    ns1.records = { [RECORD]: { CNAME: ['x.unknown'] } };
    ns2.records = ns1.records;
    const { servers } = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(servers, [
      { server: 'the zone of x.unknown', values: [], failure: 'ENOTFOUND' },
    ]);
  });

  it('asks the configured servers alone, CNAMEs included', async (t) => {
    const { names, first, second, labels } = await startConfigured(t);
    first.records = { [RECORD]: { CNAME: ['x.b.test'] }, 'x.b.test': { TXT: ['one'] } };
    second.records = { ...first.records, 'x.b.test': { TXT: [] } };
    const result = await names.lookTxt(RECORD, { name: 'a.example', nameServers: ['no.where'] });
    assert.deepEqual(result.chain, [RECORD, 'x.b.test']);
    assert.deepEqual(result.servers, [
      { server: labels[0], values: ['one'], failure: undefined },
      { server: labels[1], values: [], failure: undefined },
    ]);
  });

  for (const waitingFor of ['resolver', 'ns1'] as const) {
    it(
      `rejects when it is aborted while ${waitingFor} is silent`,
      { timeout: 10_000 },
      async (t) => {
        const world = await startWorld(t, 60_000);
        const reason = new Error('enough');
        const controller = new AbortController();
        world[waitingFor].mode = 'silent';
        world[waitingFor].onAsked = () => {
          controller.abort(reason);
        };
        await assert.rejects(world.names.lookTxt(RECORD, ZONE, controller.signal), reason);
      },
    );
  }
});

/** What every recursive resolver knows and no authoritative server answers. */
const ROOT: Records = { '.': { NS: ['a.root-servers.net'] } };

describe('the memory of absence', () => {
  it('is none, and nobody is asked, where servers are found by delegation', async (t) => {
    const { names, resolver } = await startWorld(t);
    assert.equal(await names.absenceSeconds('a.example'), 0);
    assert.deepEqual(resolver.asked, []);
  });

  it('is none where the configured servers do not know the root', async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.records = { 'a.example': { SOA: ['300'] } };
    second.mode = 'refused';
    assert.equal(await names.absenceSeconds('a.example'), 0);
  });

  it("is the minimum of the zone's SOA where one of them is recursive", async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.mode = 'refused';
    second.records = { ...ROOT, 'a.example': { SOA: ['420'] } };
    const asked = ['a.example', 'a.example'].map((zone) => names.absenceSeconds(zone));
    assert.deepEqual(await Promise.all(asked), [420, 420]);
    const roots = second.asked.filter(({ name }) => name === '.');
    assert.equal(roots.length, 1, 'one question in a run decides');
  });

  it('is unknown where nobody tells the minimum', async (t) => {
    const { names, first, second } = await startConfigured(t, 100);
    first.records = ROOT;
    second.mode = 'silent';
    assert.equal(await names.absenceSeconds('a.example'), undefined);
  });
});

/** hop0 → hop1 → … over so many CNAMEs. */
function aliases(count: number): Records {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`hop${n}.b.test`, { CNAME: [`hop${n + 1}.b.test`] }]),
  );
}

describe('CNAME chains', () => {
  it('are followed over eight hops and no more', async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.records = { ...aliases(8), 'hop8.b.test': { TXT: ['one'] } };
    second.records = first.records;
    const allowed = await names.lookTxt('hop0.b.test', ZONE);
    assert.equal(allowed.chain.length, 9);
    assert.equal(allowed.loop, false);
    assert.deepEqual(allowed.servers[0]?.values, ['one']);
    first.records = { ...aliases(9), 'hop9.b.test': { TXT: ['one'] } };
    second.records = first.records;
    assert.equal((await names.lookTxt('hop0.b.test', ZONE)).loop, true);
  });

  it('that come back are loops', async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.records = { [RECORD]: { CNAME: ['x.b.test'] }, 'x.b.test': { CNAME: [RECORD] } };
    second.records = first.records;
    assert.deepEqual(await names.lookTxt(RECORD, ZONE), {
      chain: [RECORD, 'x.b.test', RECORD],
      servers: [],
      loop: true,
    });
    await assert.rejects(
      names.cnameChain(RECORD),
      (error: unknown) => isCertError(error, 'CnameLoop') && error.facts.chain.length === 3,
    );
  });

  it('are read from the authoritative servers, without asking a resolver for the record', async (t) => {
    const { names, resolver, ns1, ns2 } = await startWorld(t);
    assert.deepEqual(await names.cnameChain(RECORD), [RECORD]);
    ns1.records = { [RECORD]: { CNAME: ['x.b.test'] } };
    ns2.records = ns1.records;
    assert.deepEqual(await names.cnameChain(RECORD), [RECORD, 'x.b.test']);
    assert.ok(!resolver.asked.some(({ name }) => name === RECORD));
    assert.ok([ns1, ns2].every(({ asked }) => asked.every(({ type }) => type === 'CNAME')));
  });

  it('are left alone where a recursive server would remember that there was none', async (t) => {
    const { names, first, second } = await startConfigured(t);
    first.records = { ...ROOT, [RECORD]: { CNAME: ['x.b.test'] } };
    assert.deepEqual(await names.cnameChain(RECORD), [RECORD]);
    assert.ok([first, second].every(({ asked }) => asked.every(({ name }) => name !== RECORD)));
  });

  it('end where nobody answers for what they lead to', async (t) => {
    const { names, ns1, ns2, other } = await startWorld(t);
    ns1.records = { [RECORD]: { CNAME: ['x.b.test'] } };
    ns2.records = ns1.records;
    other.mode = 'servfail';
    assert.deepEqual(await names.cnameChain(RECORD), [RECORD, 'x.b.test']);
  });

  it('are unknown when no server answers', async (t) => {
    const { names, ns1, ns2 } = await startWorld(t);
    ns1.mode = 'refused';
    ns2.mode = 'servfail';
    await assert.rejects(
      names.cnameChain(RECORD),
      (error: unknown) =>
        isCertError(error, 'NameServersUnreachable') &&
        error.facts.servers.map(({ server, failure }) => `${server} ${failure}`).join() ===
          'ns1.a.example EREFUSED,ns2.a.example ESERVFAIL',
    );
  });
});
