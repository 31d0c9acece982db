/** An account key that signs elsewhere: every signature takes a while, and may fail. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountSigner } from '../../../src/domain/account-key.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { problem } from './scripted-ca.ts';
import { scriptedWorld } from './scripted-world.ts';

const NAMES = { names: ['example.com'] };

/** Notes what it signs; `before` is waited for each time. */
function remote(signer: AccountSigner, before: (signal?: AbortSignal) => Promise<void>) {
  const signed: string[] = [];
  const remoteSigner: AccountSigner = {
    ...signer,
    sign: async (data, signal) => {
      await before(signal);
      signed.push(Buffer.from(data).toString());
      return signer.sign(data);
    },
  };
  return { remoteSigner, signed };
}

async function worldWithRemote(before: (signal?: AbortSignal) => Promise<void>) {
  const world = await scriptedWorld();
  const { remoteSigner, signed } = remote(world.signer, before);
  const { url } = await world.session.account();
  world.server.seen.length = 0;
  return { ...world, signed, session: world.ca.session({ signer: remoteSigner, url }) };
}

describe('a key that signs elsewhere', () => {
  it('signs every attempt anew, each with another nonce', async () => {
    const { session, server, signed } = await worldWithRemote(() => new Promise(setImmediate));
    server.script('POST /order', { status: 503, body: '' }, problem(400, 'badNonce'));
    assert.equal((await session.newOrder(NAMES)).status, 'pending');
    const nonces = signed.map((data) => {
      const [header = ''] = data.split('.');
      return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { nonce: string }).nonce;
    });
    assert.equal(new Set(nonces).size, 3);
    const posts = server.seen.filter(({ path }) => path === '/order');
    assert.deepEqual(
      posts.map(({ nonce }) => nonce),
      nonces,
    );
  });

  it('is not waited for after a cancellation', async () => {
    const controller = new AbortController();
    const { session, server } = await worldWithRemote((signal) => {
      controller.abort(new CertError('Cancelled', { during: 'order' }));
      signal?.throwIfAborted();
      return Promise.resolve();
    });
    await assert.rejects(session.newOrder(NAMES, controller.signal), (error) =>
      isCertError(error, 'Cancelled'),
    );
    assert.deepEqual(server.requests, []);
  });

  it('that refuses is told as it refuses, and nothing is sent', async () => {
    const refusal = new CertError('KeyVaultRefused', {
      ...{ vault: 'contoso', status: 403, serviceCode: 'Forbidden' },
      message: 'sign is not allowed',
    });
    const { session, server } = await worldWithRemote(() => Promise.reject(refusal));
    await assert.rejects(session.newOrder(NAMES), refusal);
    assert.deepEqual(server.requests, []);
  });
});
