import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificateDetails } from '../../../../src/domain/certificate-details.ts';
import { isCertError } from '../../../../src/domain/errors.ts';
import { renewalBeginning } from '../../../../src/vscode/form/current-version.ts';
import { DETAILS, FACTS, UNISSUED } from '../details/sample-details.ts';

const policy = DETAILS.bundle.policy ?? assert.fail('missing');

function beginning(change: Partial<CertificateDetails> = {}) {
  return renewalBeginning({ ...DETAILS, ...change }, 'key', 'letsencrypt-staging');
}

describe('renewalBeginning', () => {
  it('fills in what the newest version has', () => {
    const { initial, current } = beginning();
    assert.deepEqual(initial, { ...current.entries, tags: [] });
    assert.equal(initial.vault, 'key');
    assert.equal(initial.name, 'www-contoso-com');
    assert.deepEqual(initial.dnsNames, FACTS.dnsNames);
    assert.equal(initial.ca, 'letsencrypt');
    assert.equal(initial.profile, 'classic');
    assert.equal(initial.agreedTerms, '');
    assert.equal(current.notAfter, FACTS.notAfter.toISOString());
    assert.equal(current.key, 'RSA 2048');
  });

  it('shows the tags of the owner, without offering to take them off', () => {
    const { initial, current } = beginning();
    assert.deepEqual(current.entries.tags, [{ name: 'team', value: 'web' }]);
    assert.deepEqual(initial.tags, []);
  });

  it('tells a key in an HSM from another', () => {
    const key = { ...policy.key, kty: 'RSA-HSM' };
    const bundle = { ...DETAILS.bundle, policy: { ...policy, key } };
    assert.equal(beginning({ bundle }).current.key, 'RSA-HSM 2048');
  });

  it('offers the usual CA where no tag says who has issued it', () => {
    const { initial, current } = beginning({ recipe: undefined });
    assert.equal(initial.ca, 'letsencrypt-staging');
    assert.equal(current.entries.ca, '');
    assert.equal(current.namedAuthority, undefined);
  });

  it('does not ask a directory that only a tag names', () => {
    const ca = 'https://evil.example/directory';
    const { initial, current } = beginning({
      recipe: { ca, profile: undefined, account: undefined },
    });
    assert.equal(initial.ca, '');
    assert.equal(current.namedAuthority, ca);
    assert.equal(current.entries.ca, ca);
  });

  it('renews nothing that was never issued', () => {
    assert.throws(
      () => renewalBeginning(UNISSUED, 'key', 'letsencrypt'),
      (error) => isCertError(error, 'CertificateNotFound'),
    );
  });
});
