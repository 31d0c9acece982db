import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asciiDnsName } from '../../../src/domain/subject-alternative-names.ts';

describe('asciiDnsName', () => {
  const names: readonly (readonly [string, string])[] = [
    [' WWW.Example.COM. ', 'www.example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['*.münchen.example', '*.xn--mnchen-3ya.example'],
    ['server_1', 'server_1'],
    ['a/b', 'a/b'],
    ['ä/b', 'ä/b'],
    ['ä b', 'ä b'],
  ];
  for (const [typed, name] of names) {
    it(`makes ${name} of "${typed}"`, () => {
      assert.equal(asciiDnsName(typed), name);
    });
  }
});
