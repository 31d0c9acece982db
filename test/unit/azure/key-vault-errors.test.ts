import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { code, recorded, vaultOf } from './scripted-vault.ts';

describe('a 403', () => {
  const table: [string, object][] = [
    ['rbac-403', { gate: 'rbac', action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action' }],
    ['accesspolicy-403', { gate: 'access-policy', action: 'secrets get' }],
    ['firewall-403', { gate: 'firewall', clientAddress: '20.61.146.97' }],
    ['private-only-403', { gate: 'private-link' }],
    ['key-operation-403-forbiddenbypolicy', { gate: 'policy', action: 'decrypt' }],
  ];
  for (const [entry, expected] of table) {
    it(`says which gate is shut: ${entry}`, async () => {
      const { vault } = vaultOf(() => recorded(entry));
      await assert.rejects(vault.get('c'), (error) => {
        assert.ok(isCertError(error, 'VaultForbidden'), String(error));
        const { message, caller, ...facts } = error.facts;
        assert.deepEqual(facts, { vault: 'vaultname', ...expected });
        assert.match(caller ?? '', /^appid=/);
        assert.ok(!/[\r\n]/.test(message));
        return true;
      });
    });
  }

  it('about the state of an operation is no missing permission', async () => {
    const { vault } = vaultOf(() => recorded('merge-403-issuer'));
    await assert.rejects(
      vault.merge('c', []),
      (error) => isCertError(error, 'MergeForbidden') && error.facts.issuer !== '',
    );
  });
});

it('takes a vault without an HSM for what it is, whatever the status', async () => {
  const message = 'Hardware key operation not allowed on standard vault';
  for (const [status, innererror] of [
    [400, undefined],
    [403, { code: 'Whatever' }],
  ] as const) {
    const { vault } = vaultOf(() => ({
      status,
      body: { error: { code: 'BadParameter', message, innererror } },
    }));
    await assert.rejects(vault.get('c'), new CertError('HsmNeedsPremium', { vault: 'vaultname' }));
  }
});

describe('throttling', () => {
  it('waits as long as the service says and tries again', async () => {
    let tries = 0;
    const azure = vaultOf(() =>
      ++tries < 3
        ? { ...recorded('throttled-429'), headers: { 'retry-after': '7' } }
        : recorded('merge-201'),
    );
    await azure.vault.merge('mergecert', []);
    assert.deepEqual(azure.waits, [7000, 7000]);
  });

  it('says when to come back instead of sleeping for long', async () => {
    const azure = vaultOf(() => ({
      ...recorded('throttled-429'),
      headers: { 'retry-after': '21' },
    }));
    await assert.rejects(azure.vault.get('c'), (error) => {
      assert.ok(isCertError(error, 'Throttled'));
      assert.equal(error.facts.retryAt, '2026-11-22T12:00:21.000Z');
      return true;
    });
    assert.deepEqual(azure.waits, []);
  });

  it('ends after four tries where nothing is said', async () => {
    const azure = vaultOf(() => recorded('throttled-429'));
    await assert.rejects(azure.vault.get('c'), code('Throttled'));
    assert.deepEqual(azure.waits, [500, 1000, 2000]);
  });
});

it('takes a page that is no answer of Azure for what it is', async () => {
  const { vault } = vaultOf(() => ({ status: 403, body: '<html>Blocked by policy</html>' }));
  await assert.rejects(vault.get('c'), (error) => {
    assert.ok(isCertError(error, 'UnexpectedAnswer'));
    assert.deepEqual(error.facts, {
      host: 'vaultname.vault.azure.net',
      status: 403,
      excerpt: '<html>Blocked by policy</html>',
    });
    return true;
  });
});

it('says that the sign-in failed when a token is not accepted', async () => {
  const { vault } = vaultOf(() => recorded('invalid-issuer-401'));
  await assert.rejects(vault.get('c'), code('SignInFailed'));
});
