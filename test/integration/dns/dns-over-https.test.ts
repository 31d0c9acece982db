import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FaultAction } from '../../sandbox/faults/fault.ts';
import { NAME_SERVERS, ONE, zoneIn } from '../sandbox/arm-test-world.ts';
import { cname, txt } from '../sandbox/dns-test-servers.ts';
import { DOH_URL, startOverHttps } from './names-over-https.ts';

const RECORD = '_acme-challenge.example.com';
const HOSTS = NAME_SERVERS.map((host) => host.replace(/\.$/, ''));
const ZONE = { name: 'example.com', nameServers: HOSTS };
const CAA = { flags: 0, tag: 'issue', value: 'letsencrypt.org' };
const ZONES = [
  zoneIn(ONE, 'example.com', {
    recordSets: [
      txt('_acme-challenge', 'one', 'two'),
      cname('_acme-challenge.www', RECORD),
      { name: '@', type: 'CAA', ttl: 60, records: [CAA] },
    ],
  }),
];

const fails = (status: number, body: unknown, type = 'text/html'): FaultAction => {
  return { kind: 'fail', status, headers: { 'Content-Type': type }, body };
};

describe('names that are asked over HTTPS where port 53 is closed', () => {
  it('go through the proxy, as messages', async (t) => {
    const { names, log } = await startOverHttps(t, ZONES);
    assert.deepEqual(await names.delegation('example.com'), HOSTS);
    const entries = log.list();
    assert.ok(entries.length > 0);
    for (const { host, method, path, requestHeaders } of entries) {
      assert.deepEqual([host, method, path], ['dns.example-doh.test', 'POST', '/dns-query']);
      assert.equal(requestHeaders['content-type'], 'application/dns-message');
    }
  });

  it('are looked at as at a server that remembers what was not there', async (t) => {
    const { names, dns } = await startOverHttps(t, ZONES);
    assert.deepEqual(await names.cnameChain(RECORD).catch(() => 'unknown'), 'unknown');
    assert.ok(
      dns.servers.queries().every(({ name }) => name !== RECORD),
      'asked too early',
    );
    assert.equal(await names.absenceSeconds('example.com'), 300);
    const servers = [{ server: DOH_URL, values: ['one', 'two'], failure: undefined }];
    const look = { chain: [RECORD], servers, loop: false };
    assert.deepEqual(await names.lookTxt(RECORD, ZONE), look);
    const alias = `_acme-challenge.www.example.com`;
    assert.deepEqual(await names.lookTxt(alias, ZONE), { ...look, chain: [alias, RECORD] });
  });

  it('tell their CAA records', async (t) => {
    const { names } = await startOverHttps(t, ZONES);
    const found = { kind: 'found', owner: 'example.com', records: [CAA] };
    assert.deepEqual(await names.caa('www.example.com'), found);
  });

  it('are not told to a third party where port 53 is open', async (t) => {
    const { names, log } = await startOverHttps(t, ZONES, { open: true });
    assert.equal(await names.absenceSeconds('example.com'), 0);
    const { servers } = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(servers[0]?.values, ['one', 'two']);
    assert.deepEqual(await names.cnameChain(RECORD), [RECORD]);
    assert.equal((await names.caa('example.com')).kind, 'found');
    assert.deepEqual(await names.delegation('example.com'), HOSTS);
    assert.deepEqual(log.list(), []);
  });

  for (const [what, action, failure] of [
    ['a sign-in page', fails(200, '<html>'), 'EBADRESP'],
    ['a page instead of a message', fails(200, '<html>', 'application/dns-message'), 'EBADRESP'],
    ['503 with a page', fails(503, '<html>'), 'HTTP 503'],
    ['too many bytes', fails(200, Buffer.alloc(70_000), 'application/dns-message'), 'EBADRESP'],
    ['a connection that ends', { kind: 'drop' }, 'HostUnreachable'],
    ['no answer at all', { kind: 'hold', afterClientGone: 'discard' }, 'HostTimeout'],
  ] as const) {
    it(`are unknown while the resolver gives ${what}`, { timeout: 20_000 }, async (t) => {
      const { names, faults } = await startOverHttps(t, ZONES, { timeoutMs: 1000 });
      faults.add({ match: { api: 'doh' }, when: 'before', nth: 1, count: 1000, action });
      assert.equal(await names.delegation('example.com'), undefined);
      const { servers } = await names.lookTxt(RECORD, ZONE);
      assert.deepEqual(servers, [{ server: DOH_URL, values: [], failure }]);
      const { kind } = await names.caa('example.com');
      assert.equal(kind, 'unknown');
      assert.equal(await names.absenceSeconds('example.com'), undefined);
    });
  }

  it('are unknown where the proxy refuses the resolver', async (t) => {
    const url = 'https://dns.elsewhere.test/dns-query';
    const { names, warnings } = await startOverHttps(t, ZONES, { url });
    assert.equal(await names.delegation('example.com'), undefined);
    const { servers } = await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(servers, [{ server: url, values: [], failure: 'ProxyRefused' }]);
    assert.ok(warnings.includes('no answer over HTTPS'), warnings.join());
  });
});
