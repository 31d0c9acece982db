import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ALICE, startFront, type Front } from './front.ts';

const VAULT = 'https://contoso-prod.vault.azure.net';
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the request log', () => {
  let front: Front;
  before(async () => {
    front = await startFront();
  });
  after(() => front.close());

  it('numbers requests and lists those after a number', async () => {
    await front.request(`${VAULT}/one`);
    await front.request(`${VAULT}/two?a=b`, { method: 'DELETE' });
    const all = await front.log();
    assert.deepEqual(
      all.map(({ seq, api, method, path, status }) => [seq, api, method, path, status]),
      [
        [1, 'keyvault', 'GET', '/one', 200],
        [2, 'keyvault', 'DELETE', '/two?a=b', 200],
      ],
    );
    const since = (await front.ask('/log?since=1')).body;
    assert.deepEqual(since, all.slice(1));
  });

  it('shows an error that an API answers, and a defect as a 500 with its stack', async () => {
    assert.equal((await front.request(`${VAULT}/refuse`)).status, 409);
    assert.equal((await front.request(`${VAULT}/defect`)).status, 500);
    const [refused, defect] = (await front.log()).slice(-2);
    assert.deepEqual(refused?.responseBody, { code: 'Taken' });
    assert.equal(refused.error, null);
    assert.match(defect?.error ?? '', /TypeError: nobody thought of this/);
  });

  it('keeps no secret and no token', async () => {
    const claims = { iss: 'i', aud: 'a', appid: ALICE.clientId, exp: 1 };
    const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2VjcmV0`;
    const headers = { ...JSON_TYPE, Authorization: `Bearer ${token}` };
    const pfx = JSON.stringify({ value: 'MIIPrivate', pwd: 'pfx-password', tags: { a: 'kept' } });
    await front.request(`${VAULT}/certificates/x/import`, { method: 'POST', headers, body: pfx });
    await front.request(`${VAULT}/secrets/x`, { method: 'PUT', headers, body: pfx });
    const form = `client_id=${ALICE.clientId}&client_secret=alice-secret`;
    const formType = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const tokenUrl = 'https://login.microsoftonline.com/t/oauth2/v2.0/token';
    await front.request(tokenUrl, { method: 'POST', headers: formType, body: form });
    const answer = JSON.stringify({ access_token: token });
    await front.request(`${VAULT}/any`, { method: 'POST', headers: JSON_TYPE, body: answer });

    const entries = (await front.log()).slice(-4);
    const text = JSON.stringify(entries);
    for (const secret of [token, 'MIIPrivate', 'pfx-password', 'alice-secret']) {
      assert.ok(!text.includes(secret), `the log contains ${secret}`);
    }
    assert.ok(text.includes('"a":"kept"'));
    assert.deepEqual(
      entries.map(({ caller }) => caller),
      ['alice', 'alice', 'alice', null],
    );
  });

  it('decodes what an ACME client signed', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = JSON.stringify({
      protected: encode({ alg: 'ES256', nonce: 'n' }),
      payload: encode({ identifiers: [{ type: 'dns', value: 'example.com' }] }),
      signature: 'c2ln',
    });
    const headers = { 'Content-Type': 'application/jose+json' };
    const url = 'https://acme-v02.api.letsencrypt.org/order';
    await front.request(url, { method: 'POST', headers, body });
    assert.deepEqual((await front.log()).at(-1)?.requestBody, {
      protected: { alg: 'ES256', nonce: 'n' },
      payload: { identifiers: [{ type: 'dns', value: 'example.com' }] },
      signature: 'c2ln',
    });
  });

  it('keeps the beginning of a long body only, and says which one it is', async () => {
    const body = 'x'.repeat(100_000);
    await front.request(`${VAULT}/long`, { method: 'POST', body });
    const entry = (await front.log()).at(-1);
    const kept = entry?.requestBody;
    assert.ok(
      typeof kept === 'string' && kept.length < 40_000 && kept.endsWith('(100000 characters)'),
    );
    assert.deepEqual(entry?.cut, ['request', 'response']);
  });

  it('keeps a large listing whole, and marks what is larger still', async () => {
    const listing = (length: number) =>
      JSON.stringify({ value: Array.from({ length }, (_, id) => ({ id, text: 'x'.repeat(500) })) });
    const send = async (length: number) => {
      const body = listing(length);
      await front.request(`${VAULT}/list`, { method: 'POST', headers: JSON_TYPE, body });
      return (await front.log()).at(-1);
    };
    const whole = await send(1500);
    assert.equal((whole?.responseBody as { value: unknown[] }).value.length, 1500);
    assert.deepEqual(whole?.cut, []);
    const cut = await send(6000);
    assert.equal(typeof cut?.responseBody, 'string');
    assert.deepEqual(cut?.cut, ['request', 'response']);
  });
});
