import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameState } from '../../../src/app/name-state.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { nameProblem, type NameState } from '../../../src/domain/name-state.ts';
import { fakePki } from './fake-pki.ts';
import { FakeVault } from './fake-vault.ts';
import { Wire } from './wire.ts';

const { signal } = new AbortController();
const POLICY = acmePolicy(['example.com'], policyKeyOf('rsa-2048'));
const OTHER = acmePolicy(['new.example.com'], policyKeyOf('rsa-2048'));
const claimFor = (name: string): string =>
  `run=${'b'.repeat(16)} since=1 until=2 by=bob@pc for=${name}`;

async function stateAfter(
  prepare: (vault: FakeVault) => void,
): Promise<{ found: NameState; requests: readonly string[] }> {
  const wire = new Wire();
  const vault = new FakeVault({ name: 'contoso' }, wire);
  prepare(vault);
  const found = await nameState({ vault, pki: fakePki }, 'www', signal);
  return { found, requests: wire.calls };
}

const target = { vault: 'contoso', name: 'www' };

function problemCode(found: NameState): ErrorCode | undefined {
  return nameProblem(target, found)?.code;
}

describe('the state of a name', () => {
  it('is free where nothing is, and says so after two requests', async () => {
    const { found, requests } = await stateAfter(() => undefined);
    assert.deepEqual(found, { state: 'free' });
    assert.deepEqual(requests, ['vault.get', 'vault.isSoftDeleted']);
    assert.equal(problemCode(found), undefined);
  });

  it('is free where only the entry of an undone creation is left', async () => {
    const { found } = await stateAfter((vault) => {
      vault.begin('www', POLICY, {});
      void vault.deletePending('www');
    });
    assert.deepEqual(found, { state: 'free' });
  });

  it('tells what a certificate is of, after one request', async () => {
    const { found, requests } = await stateAfter((vault) => {
      vault.put('www', POLICY, { 'kvcert-ca': 'letsencrypt profile=tlsserver' });
    });
    assert.deepEqual(found, {
      state: 'exists',
      dnsNames: ['example.com'],
      notAfter: new Date('2026-08-30T00:00:00Z'),
      recipe: { ca: 'letsencrypt', profile: 'tlsserver', account: undefined },
      pending: undefined,
    });
    assert.deepEqual(requests, ['vault.get']);
    assert.equal(problemCode(found), 'CertificateExists');
  });

  it('tells of a new version that is under way, and of whom', async () => {
    const { found } = await stateAfter((vault) => {
      vault.put('www', POLICY, { 'kvcert-owner': claimFor('contoso/www') });
      vault.begin('www', OTHER, {});
    });
    assert.ok(found.state === 'exists' && found.pending);
    assert.deepEqual(found.pending.dnsNames, ['new.example.com']);
    assert.equal(found.pending.claim?.owner, 'bob@pc');
  });

  it('is deleted while a deleted certificate keeps it', async () => {
    const { found } = await stateAfter((vault) => {
      vault.put('www', POLICY, {});
      vault.softDelete('www');
    });
    assert.deepEqual(found, { state: 'deleted' });
    assert.equal(problemCode(found), 'NameSoftDeleted');
  });

  const works: readonly [string, string, string | undefined, ErrorCode][] = [
    ['by this product', claimFor('contoso/www'), 'bob@pc', 'WorkInProgress'],
    ['of others', '', undefined, 'ForeignPendingOperation'],
    ['with a claim that was copied', claimFor('contoso/x'), undefined, 'ForeignPendingOperation'],
  ];
  for (const [what, tag, owner, code] of works) {
    it(`is pending during a first creation ${what}`, async () => {
      const { found } = await stateAfter((vault) => {
        vault.begin('www', POLICY, tag === '' ? {} : { 'kvcert-owner': tag });
      });
      assert.ok(found.state === 'pending');
      assert.deepEqual(found.pending.dnsNames, ['example.com']);
      assert.equal(found.pending.claim?.owner, owner);
      assert.equal(problemCode(found), code);
    });
  }
});
