import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createNameServers } from '../../../src/dns/name-servers.ts';
import { startDns, type Records } from './loopback-dns.ts';

const log = { debug: () => undefined, warn: () => undefined };

const LE = { flags: 0, tag: 'issue', value: 'letsencrypt.org' };
const NONE = { kind: 'none' };

/** Where zones are found by delegation: a resolver that remembers, and who serves `example`. */
async function startDelegated(t: TestContext, resolverKnows: Records, zoneHas: Records) {
  const [resolver] = await startDns(t, '127.0.0.1');
  const [zone] = await startDns(t, '127.0.0.2');
  assert.ok(resolver && zone);
  const delegation = { example: { NS: ['ns.example'] }, 'ns.example': { A: ['127.0.0.2'] } };
  resolver.records = {
    ...resolverKnows,
    ...delegation,
    example: { ...resolverKnows['example'], ...delegation.example },
  };
  zone.records = zoneHas;
  const { port } = zone;
  const names = createNameServers({ resolvers: [resolver.address], port, timeoutMs: 400, log });
  return { names, resolver, zone };
}

async function startConfigured(t: TestContext, ...all: readonly Records[]) {
  const hosts = all.map((_, index) => `127.0.0.${index + 1}`);
  const servers = await startDns(t, ...hosts);
  for (const [index, server] of servers.entries()) server.records = all[index] ?? {};
  const configured = servers.map(({ address }) => address);
  return { servers, names: createNameServers({ configured, timeoutMs: 400, log }) };
}

describe('the CAA records of a name', () => {
  it('are its own, with flags, tags and values as they are', async (t) => {
    const texts = [
      '0 issue letsencrypt.org; accounturi=https://ca.example/1',
      '128 TBS a b',
      '0 issue ;',
    ];
    const { names } = await startConfigured(t, { 'www.a.example': { CAA: texts } });
    assert.deepEqual(await names.caa('www.a.example'), {
      kind: 'found',
      owner: 'www.a.example',
      records: [
        { flags: 0, tag: 'issue', value: 'letsencrypt.org; accounturi=https://ca.example/1' },
        { flags: 128, tag: 'TBS', value: 'a b' },
        { flags: 0, tag: 'issue', value: ';' },
      ],
    });
  });

  it('are those of the nearest name above that has any', async (t) => {
    const { names, servers } = await startConfigured(t, {
      'a.example': { CAA: ['0 issue letsencrypt.org'] },
      example: { CAA: ['0 issue ;'] },
    });
    const found = { kind: 'found', owner: 'a.example', records: [LE] };
    assert.deepEqual(await names.caa('x.www.a.example'), found);
    servers[0]?.broken.add('example');
    assert.deepEqual(await names.caa('x.www.a.example'), found, 'whatever is above');
  });

  it('are none when the top of the tree is reached', async (t) => {
    const { names, servers } = await startConfigured(t, { example: { TXT: ['x'] } });
    assert.deepEqual(await names.caa('www.a.example'), NONE);
    const asked = servers[0]?.asked.filter(({ type }) => type === 'CAA').map(({ name }) => name);
    assert.deepEqual(asked?.toSorted(), ['a.example', 'example', 'www.a.example']);
  });

  it('are those where a CNAME leads, but not those above that', async (t) => {
    const records: Records = {
      'www.a.example': { CNAME: ['x.b.test'] },
      'x.b.test': { CNAME: ['Y.b.test'] },
      'y.b.test': { CAA: ['0 issue letsencrypt.org'] },
    };
    const { names, servers } = await startConfigured(t, records);
    const owner = 'www.a.example';
    assert.deepEqual(await names.caa(owner), { kind: 'found', owner, records: [LE] });
    const [server] = servers;
    assert.ok(server);
    server.records = { ...records, 'y.b.test': { TXT: ['x'] }, 'b.test': { CAA: ['0 issue ;'] } };
    assert.deepEqual(await names.caa(owner), NONE);
  });

  it('are unknown where CNAMEs lead in a circle', async (t) => {
    const { names } = await startConfigured(t, {
      'www.a.example': { CNAME: ['x.a.example'] },
      'x.a.example': { CNAME: ['www.a.example'] },
    });
    const unknown = { kind: 'unknown', owner: 'www.a.example', failure: 'ELOOP' };
    assert.deepEqual(await names.caa('www.a.example'), unknown);
  });

  it('are unknown where a name on the way cannot be asked about', async (t) => {
    const { names, servers } = await startConfigured(t, { 'a.example': { TXT: ['x'] } });
    servers[0]?.broken.add('example');
    const unknown = { kind: 'unknown', owner: 'example', failure: 'ESERVFAIL' };
    assert.deepEqual(await names.caa('a.example'), unknown);
  });

  it('come from the next server when one refuses', async (t) => {
    const records: Records = { 'a.example': { CAA: ['0 issue letsencrypt.org'] } };
    const { names, servers } = await startConfigured(t, {}, records);
    const [first] = servers;
    assert.ok(first);
    first.mode = 'refused';
    const found = { kind: 'found', owner: 'a.example', records: [LE] };
    assert.deepEqual(await names.caa('a.example'), found);
  });

  it('are read anew from the zone where a resolver may remember others', async (t) => {
    const old: Records = { 'a.example': { CAA: ['0 issue ;'] }, example: { CAA: ['0 issue ;'] } };
    const changed: Records = { 'a.example': { CAA: ['0 issue letsencrypt.org'] } };
    const { names, zone } = await startDelegated(t, old, changed);
    const found = { kind: 'found', owner: 'a.example', records: [LE] };
    assert.deepEqual(await names.caa('a.example'), found);
    zone.records = { 'a.example': { TXT: ['x'] } };
    assert.deepEqual(await names.caa('a.example'), NONE, 'all of them were removed');
  });

  it('are those that the resolver knows where the zone cannot be asked', async (t) => {
    const known: Records = { 'a.example': { CAA: ['0 issue letsencrypt.org'] } };
    const { names, zone } = await startDelegated(t, known, {});
    zone.mode = 'refused';
    const found = { kind: 'found', owner: 'a.example', records: [LE] };
    assert.deepEqual(await names.caa('a.example'), found);
  });

  it('are unknown where the resolver gives no answer', async (t) => {
    const { names, resolver } = await startDelegated(t, {}, {});
    resolver.mode = 'refused';
    const unknown = { kind: 'unknown', owner: 'a.example', failure: 'EREFUSED' };
    assert.deepEqual(await names.caa('a.example'), unknown);
  });
});
