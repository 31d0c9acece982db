import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmeCaOver } from '../../../src/acme/acme-ca.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { BASE, DIRECTORY_URL, ScriptedCa, problem } from './scripted-ca.ts';
import { MIDDLE, SILENT, SkippingClock } from './test-clock.ts';

function caWith(server: ScriptedCa) {
  const tools = { clock: new SkippingClock(), random: MIDDLE, log: SILENT };
  return acmeCaOver(server.exchange, DIRECTORY_URL, tools);
}

describe('an account', () => {
  it('is looked up before it is made, and found afterwards', async () => {
    const server = new ScriptedCa();
    const ca = caWith(server);
    const signer = ca.localSigner(await ca.newAccountKey());
    assert.equal(await ca.findAccount(signer), undefined);
    const url = await ca.registerAccount(signer);
    assert.equal(await ca.findAccount(signer), url);
    assert.deepEqual(
      server.seen.slice(2).map(({ payload, kid }) => ({ payload, kid })),
      [
        { payload: { onlyReturnExisting: true }, kid: undefined },
        { payload: { termsOfServiceAgreed: true }, kid: undefined },
        { payload: { onlyReturnExisting: true }, kid: undefined },
      ],
    );
  });

  it('that is refused for another reason is not taken for unknown', async () => {
    const server = new ScriptedCa();
    const ca = caWith(server);
    server.script('POST /account', problem(403, 'unauthorized', 'Account has been deactivated'));
    await assert.rejects(
      ca.findAccount(ca.localSigner(await ca.newAccountKey())),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'unauthorized',
    );
  });
});

describe('the directory', () => {
  it('is read with terms, profiles and abilities', async () => {
    assert.deepEqual(await caWith(new ScriptedCa()).directory(), {
      url: DIRECTORY_URL,
      terms: `${BASE}/terms`,
      profiles: { classic: 'the usual one' },
      externalAccountRequired: false,
      caaIdentities: ['ca.example'],
      hasRenewalInfo: true,
      keyRollover: true,
      revocation: true,
      website: `${BASE}/about`,
    });
  });

  it('needs nothing but the three resources', async () => {
    const server = new ScriptedCa();
    const [newNonce, newAccount, newOrder] = ['a', 'b', 'c'].map((path) => `${BASE}/${path}`);
    server.script('GET /dir', { status: 200, body: { newNonce, newAccount, newOrder } });
    const directory = await caWith(server).directory();
    assert.equal(directory.terms, undefined);
    assert.deepEqual(directory.profiles, {});
    assert.equal(directory.hasRenewalInfo, false);
  });

  it('is not looked for elsewhere', async () => {
    const server = new ScriptedCa();
    const [newNonce, newAccount, newOrder] = ['a', 'b', 'c'].map((path) => `${BASE}/${path}`);
    const headers = { location: `${BASE}/elsewhere` };
    server.script('GET /dir', { status: 302, headers, body: { newNonce, newAccount, newOrder } });
    await assert.rejects(
      caWith(server).directory(),
      (error) => isCertError(error, 'UnexpectedAnswer') && error.facts.status === 302,
    );
  });

  it('is fetched once, however many ask', async () => {
    const server = new ScriptedCa();
    const ca = caWith(server);
    await Promise.all([ca.directory(), ca.directory()]);
    await ca.directory();
    assert.deepEqual(server.requests, ['GET /dir']);
  });

  for (const body of ['<html>hello</html>', {}, { newNonce: 'http://ca.example/nonce' }, []]) {
    it(`is not ${JSON.stringify(body)}`, async () => {
      const server = new ScriptedCa();
      server.script('GET /dir', { status: 200, body });
      await assert.rejects(caWith(server).directory(), (error) =>
        isCertError(error, 'UnexpectedAnswer'),
      );
    });
  }
});
