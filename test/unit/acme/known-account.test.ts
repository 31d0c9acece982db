import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { BASE, problem } from './scripted-ca.ts';
import { scriptedWorld } from './scripted-world.ts';

const CERTIFICATE = new Uint8Array([0x30, 0x03, 0xff, 0xfe, 0xfd]);

describe('a known account', () => {
  it('is read by POST-as-GET', async () => {
    const { session, server } = await scriptedWorld();
    const state = await session.account();
    assert.match(state.url, /^https:\/\/ca\.example\/account\/\d+$/);
    assert.deepEqual(state, {
      url: state.url,
      status: 'valid',
      contact: [],
      termsAgreed: true,
      orders: `${state.url}/orders`,
    });
    assert.deepEqual(
      server.seen.map(({ payload }) => payload),
      [undefined],
    );
  });

  for (const refusal of [problem(400, 'malformed'), { status: 405, body: '' }]) {
    it(`is read by an empty update where POST-as-GET gets ${refusal.status}`, async () => {
      const { session, server } = await scriptedWorld();
      const path = new URL((await session.account()).url).pathname;
      server.script(`POST ${path}`, refusal);
      assert.equal((await session.account()).status, 'valid');
      assert.deepEqual(server.seen.at(-1)?.payload, {});
    });
  }

  it('that is deactivated is told as the CA tells it', async () => {
    const { session, server } = await scriptedWorld();
    const path = new URL((await session.account()).url).pathname;
    server.script(`POST ${path}`, problem(403, 'unauthorized', 'Account has been deactivated'));
    await assert.rejects(
      session.account(),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'unauthorized',
    );
  });

  it('changes its contacts, and ends', async () => {
    const { session, server } = await scriptedWorld();
    const contact = ['mailto:ada@example.com'];
    assert.deepEqual((await session.updateContact(contact)).contact, contact);
    assert.equal((await session.deactivateAccount()).status, 'deactivated');
    assert.deepEqual(
      server.seen.map(({ payload }) => payload),
      [{ contact }, { status: 'deactivated' }],
    );
  });

  it('is read as far as it makes sense', async () => {
    const { session, server } = await scriptedWorld();
    const path = new URL((await session.account()).url).pathname;
    const body = { status: 'valid', contact: ['mailto:a@b.example', 7], orders: 'javascript:x' };
    server.script(`POST ${path}`, { status: 200, body });
    const state = await session.account();
    assert.deepEqual(state.contact, ['mailto:a@b.example']);
    assert.equal(state.termsAgreed, undefined);
    assert.equal(state.orders, undefined);
  });
});

describe('an exchange of keys', () => {
  it('is signed by both, and the new one is the account’s from then on', async () => {
    const { ca, session, signer } = await scriptedWorld();
    const newSigner = ca.localSigner(await ca.newAccountKey());
    const { url } = await session.account();
    await session.rollOver(newSigner);
    assert.equal(await ca.findAccount(newSigner), url);
    assert.equal(await ca.findAccount(signer), undefined);
    assert.equal((await ca.session({ signer: newSigner, url }).account()).url, url);
  });

  it('has happened where the CA says no only because it has happened', async () => {
    const { ca, session, server } = await scriptedWorld();
    const newSigner = ca.localSigner(await ca.newAccountKey());
    const { url } = await session.account();
    const lost = new CertError('HostTimeout', { host: 'ca.example', seconds: 30 });
    server.script('POST /key-change', { lost });
    await session.rollOver(newSigner);
    assert.equal(server.requests.filter((request) => request === 'POST /key-change').length, 2);
    assert.equal(await ca.findAccount(newSigner), url);
  });

  it('that is refused is an error, although another account has the key', async () => {
    const { ca, session, server } = await scriptedWorld();
    const taken = ca.localSigner(await ca.newAccountKey());
    await ca.registerAccount(taken);
    server.script('POST /key-change', problem(409, 'malformed', 'key is in use'));
    await assert.rejects(
      session.rollOver(taken),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.detail === 'key is in use',
    );
  });

  it('that the CA has taken is an error where nothing has changed', async () => {
    const { ca, session, server } = await scriptedWorld();
    server.script('POST /key-change', { status: 200, body: '' });
    await assert.rejects(
      session.rollOver(ca.localSigner(await ca.newAccountKey())),
      (error) => isCertError(error, 'UnexpectedAnswer') && error.facts.excerpt.includes('new key'),
    );
  });

  it('is not tried at a CA that has no such resource', async () => {
    const { ca, session, server } = await scriptedWorld('prompt', ['keyChange']);
    assert.equal((await ca.directory()).keyRollover, false);
    const newSigner = ca.localSigner(await ca.newAccountKey());
    await assert.rejects(
      session.rollOver(newSigner),
      (error) => isCertError(error, 'NotOfferedByCa') && error.facts.what === 'key-rollover',
    );
    assert.deepEqual(server.requests, []);
  });
});

describe('a revocation', () => {
  const REASONS = [
    ['unspecified', 0],
    ['keyCompromise', 1],
    ['affiliationChanged', 3],
    ['superseded', 4],
    ['cessationOfOperation', 5],
  ] as const;
  for (const [reason, code] of REASONS) {
    it(`for ${reason} says ${code}`, async () => {
      const { session, server } = await scriptedWorld();
      await session.revoke(CERTIFICATE, reason);
      assert.deepEqual(server.seen.at(-1)?.payload, { certificate: 'MAP__v0', reason: code });
      assert.match(server.seen.at(-1)?.kid ?? '', new RegExp(`^${BASE}/account/`));
    });
  }

  it('can be signed by the certificate’s own key', async () => {
    const { ca, server } = await scriptedWorld();
    const key = ca.localSigner(await ca.newAccountKey());
    await ca.revokeByKey(key, CERTIFICATE, 'keyCompromise');
    assert.equal(server.seen.at(-1)?.kid, undefined);
    assert.deepEqual(server.requests, ['POST /revoke']);
  });

  it('that has happened already is told so', async () => {
    const { session } = await scriptedWorld();
    await session.revoke(CERTIFICATE, 'superseded');
    await assert.rejects(
      session.revoke(CERTIFICATE, 'superseded'),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'alreadyRevoked',
    );
  });

  it('is not tried at a CA that has no such resource', async () => {
    const { ca, session } = await scriptedWorld('prompt', ['revokeCert']);
    assert.equal((await ca.directory()).revocation, false);
    await assert.rejects(
      session.revoke(CERTIFICATE, 'unspecified'),
      (error) => isCertError(error, 'NotOfferedByCa') && error.facts.what === 'revocation',
    );
  });
});
