import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isCertError } from '../../../src/domain/errors.ts';
import { formatNameServer, parseNameServers } from '../../../src/domain/name-server-address.ts';

const read = (setting: string) => parseNameServers(setting).map(formatNameServer);

describe('parseNameServers', () => {
  it('reads addresses with and without a port', () => {
    assert.deepEqual(parseNameServers('192.0.2.1:5353, 192.0.2.2,[2001:db8::1]:54,[::1]'), [
      { host: '192.0.2.1', port: 5353 },
      { host: '192.0.2.2', port: 53 },
      { host: '2001:db8::1', port: 54 },
      { host: '::1', port: 53 },
    ]);
  });

  it('asks a server once, however often and however it is written', () => {
    assert.deepEqual(read('192.0.2.1,192.0.2.1:53,[2001:DB8:0::1],[2001:db8::1]:53'), [
      '192.0.2.1:53',
      '[2001:db8::1]:53',
    ]);
  });

  for (const [entry, why] of [
    ['', 'nothing'],
    ['ns1.example.com:53', 'a host name'],
    ['localhost', 'a host name'],
    ['192.0.2', 'three octets'],
    ['192.0.2.256', 'an octet above 255'],
    ['192.0.2.01', 'an octet that some read as octal'],
    ['192.0.2.1:0', 'port 0'],
    ['192.0.2.1:65536', 'a port above 65535'],
    ['192.0.2.1:', 'no port after the colon'],
    ['::1', 'IPv6 without brackets'],
    ['[::1', 'an open bracket'],
    ['[1::2::3]', 'two gaps'],
    ['[192.0.2.1]', 'IPv4 in brackets'],
    ['[fe80::1%eth0]', 'a scope'],
  ] as const) {
    it(`refuses ${why}: "${entry}"`, () => {
      assert.throws(
        () => parseNameServers(`192.0.2.9,${entry}`),
        (error: unknown) => isCertError(error, 'InvalidNameServer') && error.facts.server === entry,
      );
    });
  }

  it('reads every address and port back from its written form', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (address, port) => {
        const [server] = parseNameServers(formatNameServer({ host: address, port }));
        assert.ok(server);
        assert.equal(server.port, port);
        assert.deepEqual(parseNameServers(formatNameServer(server)), [server]);
      }),
    );
  });
});
