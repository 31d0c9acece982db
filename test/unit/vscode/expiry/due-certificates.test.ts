import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areSameDue, type DueCertificate } from '../../../../src/vscode/expiry/due-certificates.ts';
import { certificateNamed } from '../fake-directory.ts';

function due(name: string, change: Partial<DueCertificate> = {}): DueCertificate {
  const ref = { directory: 'oid.tid/tenant-1', vaultId: '/vaults/a', vault: 'a', name };
  return { ref, certificate: certificateNamed(name, 5), state: 'soon', ...change };
}

describe('two lists of certificates that are due', () => {
  it('are the same where another listing tells the same', () => {
    assert.ok(areSameDue([due('www'), due('api')], [due('www'), due('api')]));
    assert.ok(areSameDue([], []));
  });

  const one = due('www');
  const others: Readonly<Record<string, readonly DueCertificate[]>> = {
    'another certificate': [due('api')],
    'one more': [one, due('api')],
    'one less': [],
    'another state': [due('www', { state: 'urgent' })],
    'another vault': [due('www', { ref: { ...one.ref, vaultId: '/vaults/b' } })],
    'another directory': [due('www', { ref: { ...one.ref, directory: 'oid.tid/tenant-2' } })],
    'another version': [
      due('www', { certificate: certificateNamed('www', 5, { thumbprint: 'cd'.repeat(20) }) }),
    ],
  };
  for (const [what, list] of Object.entries(others)) {
    it(`differ by ${what}`, () => {
      assert.ok(!areSameDue([one], list));
    });
  }
});
