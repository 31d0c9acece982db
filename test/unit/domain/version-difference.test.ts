import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeVersionMember } from '../../../src/domain/messages/version-difference.ts';
import { english } from '../../../src/domain/translate.ts';
import {
  versionDifferences,
  type ComparedVersion,
} from '../../../src/domain/version-difference.ts';
import { fakeCsr, fakePki } from '../app/fake-pki.ts';

const KEY = { kty: 'EC', size: undefined, curve: 'P-256', exportable: true, reuse: false };

function version(
  change: Partial<ComparedVersion['facts']> = {},
  bundle: Partial<ComparedVersion['bundle']> = {},
): ComparedVersion {
  const facts = fakePki.readCertificate(fakeCsr(['a.example'], KEY, 'one'));
  return { facts: { ...facts, ...change }, bundle: { enabled: true, tags: {}, ...bundle } };
}

describe('versionDifferences', () => {
  it('finds none between a version and itself, in whatever order its names stand', () => {
    const [a, b] = ['a.example', 'b.example'].map((value) => ({ kind: 'dns', value }) as const);
    assert.ok(a && b);
    const one = version({ alternativeNames: [a, b] });
    assert.deepEqual(versionDifferences(one, version({ alternativeNames: [b, a] })), []);
  });

  it('tells what each has, member by member', () => {
    const other = version(
      {
        alternativeNames: [{ kind: 'dns', value: 'b.example' }],
        notAfter: new Date('2027-01-01T00:00:00Z'),
        publicKey: { type: 'RSA', size: 2048, curve: undefined, fingerprint: 'two' },
      },
      { enabled: false, tags: { team: 'web' } },
    );
    const found = versionDifferences(version(), other);
    assert.deepEqual(
      found.map(({ of, one, other: there }) => [describeVersionMember(of, english), one, there]),
      [
        ['Names', [], ['dns:b.example']],
        ['Valid until', ['2026-08-30T00:00:00.000Z'], ['2027-01-01T00:00:00.000Z']],
        ['Kind of key', ['EC P-256'], ['RSA 2048']],
        ['Key (SHA-256)', ['one'], ['two']],
        ['Enabled', ['true'], ['false']],
        ['Tags', [], ['team=web']],
      ],
    );
  });
});
