import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccessToken } from '@azure/core-auth';
import { cachedTokens } from '../../../src/azure/token-cache.ts';

const SCOPE = 'https://vault.azure.net/.default';
const HOUR = 3_600_000;

function counting(lifetime = HOUR) {
  const state = { now: 0, asked: 0, failing: false };
  const credential = cachedTokens(
    {
      getToken() {
        state.asked++;
        if (state.failing) return Promise.reject(new Error('refused'));
        const token = { token: `t${state.asked}`, expiresOnTimestamp: state.now + lifetime };
        return Promise.resolve(token);
      },
    },
    { now: () => state.now, sleep: () => Promise.resolve() },
  );
  return { state, credential };
}

describe('cachedTokens', () => {
  it('asks once for callers at the same time and after each other', async () => {
    const { state, credential } = counting();
    await Promise.all([credential.getToken(SCOPE), credential.getToken(SCOPE)]);
    assert.equal((await credential.getToken(SCOPE))?.token, 't1');
    assert.equal(state.asked, 1);
  });

  it('keeps scopes and tenants apart', async () => {
    const { state, credential } = counting();
    await credential.getToken(SCOPE);
    await credential.getToken('https://management.azure.com/.default');
    await credential.getToken(SCOPE, { tenantId: 'other' });
    assert.equal(state.asked, 3);
  });

  it('asks anew five minutes before the end', async () => {
    const { state, credential } = counting();
    await credential.getToken(SCOPE);
    state.now = HOUR - 5 * 60_000 - 1;
    assert.equal((await credential.getToken(SCOPE))?.token, 't1');
    state.now += 1;
    assert.equal((await credential.getToken(SCOPE))?.token, 't2');
  });

  it('asks anew for a claims challenge, and keeps what came of it', async () => {
    const { credential } = counting();
    await credential.getToken(SCOPE);
    assert.equal((await credential.getToken(SCOPE, { claims: '{}' }))?.token, 't2');
    assert.equal((await credential.getToken(SCOPE))?.token, 't2');
  });

  it('does not keep a failure', async () => {
    const { state, credential } = counting();
    state.failing = true;
    await assert.rejects(credential.getToken(SCOPE), /refused/);
    state.failing = false;
    assert.equal((await credential.getToken(SCOPE))?.token, 't2');
  });

  it('leaves the others their token when one gives up', async () => {
    const { promise, resolve } = Promise.withResolvers<AccessToken>();
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const credential = cachedTokens({ getToken: () => promise }, clock);
    const abort = new AbortController();
    const given = credential.getToken(SCOPE, { abortSignal: abort.signal });
    const kept = credential.getToken(SCOPE);
    abort.abort();
    await assert.rejects(given, { code: 'Cancelled' });
    resolve({ token: 't', expiresOnTimestamp: HOUR });
    assert.equal((await kept)?.token, 't');
  });
});
