import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDohServers } from '../../../src/domain/doh-server.ts';
import { isCertError } from '../../../src/domain/errors.ts';

describe('parseDohServers', () => {
  for (const [setting, ...expected] of [
    ['https://dns.example/dns-query', 'https://dns.example/dns-query'],
    [' HTTPS://DNS.example:8443/q?a=b ', 'https://dns.example:8443/q?a=b'],
    ['https://dns.example/dns-query{?dns}', 'https://dns.example/dns-query'],
    ['https://dns.example', 'https://dns.example/'],
    ['https://192.0.2.53/dns-query', 'https://192.0.2.53/dns-query'],
    ['https://[2001:db8::53]/dns-query', 'https://[2001:db8::53]/dns-query'],
    [
      'https://a.example/q, https://b.example/q,https://A.example:443/q',
      'https://a.example/q',
      'https://b.example/q',
    ],
  ] as const) {
    it(`reads ${setting}`, () => {
      assert.deepEqual(parseDohServers(setting), expected);
    });
  }

  for (const [setting, entry = setting] of [
    ['http://dns.example/dns-query'],
    ['dns.example/dns-query'],
    ['192.0.2.53'],
    ['https:dns.example'],
    ['https:///dns-query'],
    ['https://'],
    ['https://dns.example/#x'],
    ['https://user:secret@dns.example/dns-query'],
    ['https://user@dns.example/dns-query'],
    ['https://dns.example/{name}'],
    ['https://dns.example/a b'],
    ['https:\\\\dns.example'],
    ['https://dns.example:70000/'],
    [''],
    ['https://a.example/q, b.example', 'b.example'],
    ['https://a.example/q,', ''],
  ] as const) {
    it(`refuses ${JSON.stringify(setting)}`, () => {
      assert.throws(
        () => parseDohServers(setting),
        (error: unknown) => isCertError(error, 'InvalidDohServer') && error.facts.server === entry,
      );
    });
  }
});
