import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { type Issued, issue, pki } from './issuing.ts';
import { type Client, type PebbleUnderTest, startPebbleUnderTest } from './pebble-under-test.ts';

const HOUR_MS = 3_600_000;
const NAMES = ['a.example.com'];

let pebble: PebbleUnderTest;

before(async () => {
  pebble = await startPebbleUnderTest({ env: { PEBBLE_VA_ALWAYS_VALID: '1' } });
});
after(() => pebble.close());

function certIdOf({ leaf }: Issued): string {
  const certId = pki.ariCertId(leaf);
  assert.ok(certId);
  return certId;
}

async function issuedBy(client: Client) {
  const { session } = await pebble.account(client.ca);
  return { session, issued: await issue(session, { names: NAMES }) };
}

/** What Pebble says from now on about the renewal of a certificate, whether it makes sense or not. */
async function tell({ chain }: Issued, said: unknown): Promise<void> {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const { status } = await pebble.manage('/set-renewal-info/', {
    certificate: chain,
    ariResponse: text,
  });
  assert.equal(status, 200);
}

describe('renewal information', () => {
  it('is the CA’s window, inside the lifetime of the certificate', async () => {
    const client = pebble.client();
    const { issued } = await issuedBy(client);
    const info = await client.ca.renewalInfo(certIdOf(issued));
    const { notBefore, notAfter } = pki.readCertificate(issued.leaf);
    assert.ok(info && info.start > notBefore && info.start < info.end && info.end < notAfter);
    assert.equal(info.retryAfterMs, 6 * HOUR_MS);
  });

  it('changes when the CA changes its mind', async () => {
    const client = pebble.client();
    const { issued } = await issuedBy(client);
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };
    const explanationURL = 'https://ca.example/incident';
    await tell(issued, { suggestedWindow: window, explanationURL });
    assert.deepEqual(await client.ca.renewalInfo(certIdOf(issued)), {
      start: new Date(window.start),
      end: new Date(window.end),
      explanationUrl: explanationURL,
      retryAfterMs: 6 * HOUR_MS,
    });
  });

  for (const said of [
    { suggestedWindow: { start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' } },
    '{"suggestedWindow":{"start":"2026',
  ]) {
    it(`is none where the CA says ${JSON.stringify(said)}`, async () => {
      const client = pebble.client();
      const { issued } = await issuedBy(client);
      await tell(issued, said);
      assert.equal(await client.ca.renewalInfo(certIdOf(issued)), undefined);
      assert.deepEqual(client.warnings, ['renewal information makes no sense']);
    });
  }

  it('is none about certificates of others', async () => {
    const { ca, warnings } = pebble.client();
    assert.equal(await ca.renewalInfo('aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE'), undefined);
    assert.deepEqual(warnings, ['the CA has no renewal information']);
  });
});

describe('an order that replaces a certificate', () => {
  it('is taken once; the second time it is made without', async () => {
    const client = pebble.client();
    const { session, issued } = await issuedBy(client);
    const replaces = certIdOf(issued);
    const second = await issue(session, { names: NAMES, replaces });
    assert.equal(second.replacesDropped, undefined);
    assert.deepEqual(client.warnings, []);
    const third = await issue(session, { names: NAMES, replaces });
    assert.equal(third.replacesDropped, true);
    assert.deepEqual(client.warnings, ['the CA refuses what an order replaces']);
    assert.notEqual(certIdOf(third), certIdOf(second));
  });

  it('of another account is made without', async () => {
    const { issued } = await issuedBy(pebble.client());
    const { session } = await pebble.account();
    const replaces = certIdOf(issued);
    const { replacesDropped } = await issue(session, { names: NAMES, replaces });
    assert.equal(replacesDropped, true);
  });

  it('that nobody knows, or for other names, is made without', async () => {
    const client = pebble.client();
    const { session, issued } = await issuedBy(client);
    const order = await session.newOrder({ names: ['b.example.com'], replaces: certIdOf(issued) });
    assert.equal(order.replacesDropped, true);
    const nonsense = await session.newOrder({ names: NAMES, replaces: 'nonsense' });
    assert.equal(nonsense.replacesDropped, true);
  });
});

describe('a revocation', () => {
  async function statusOf({ leaf }: Issued): Promise<{ Status: string; Reason?: number }> {
    const serial = pki.readCertificate(leaf).serialNumber;
    const { text } = await pebble.manage(`/cert-status-by-serial/${serial}`);
    return JSON.parse(text) as { Status: string; Reason?: number };
  }

  it('by the account is known at the CA with its reason, and makes a renewal urgent', async () => {
    const client = pebble.client();
    const { session, issued } = await issuedBy(client);
    assert.equal((await statusOf(issued)).Status, 'Valid');
    await session.revoke(issued.leaf, 'superseded');
    const { Status, Reason } = await statusOf(issued);
    assert.deepEqual({ Status, Reason }, { Status: 'Revoked', Reason: 4 });
    const info = await client.ca.renewalInfo(certIdOf(issued));
    assert.ok(info && info.end.getTime() < Date.now());
  });

  it('by its own key needs no account', async () => {
    const { issued } = await issuedBy(pebble.client());
    const { ca } = pebble.client();
    const signer = ca.localSigner(await pemOf(issued.keys));
    await ca.revokeByKey(signer, issued.leaf, 'keyCompromise');
    const { Status, Reason } = await statusOf(issued);
    assert.deepEqual({ Status, Reason }, { Status: 'Revoked', Reason: 1 });
  });

  it('happens once', async () => {
    const { session, issued } = await issuedBy(pebble.client());
    await session.revoke(issued.leaf, 'unspecified');
    await assert.rejects(
      session.revoke(issued.leaf, 'unspecified'),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'alreadyRevoked',
    );
  });

  it('by another account is refused', async () => {
    const { issued } = await issuedBy(pebble.client());
    const { session } = await pebble.account();
    await assert.rejects(
      session.revoke(issued.leaf, 'superseded'),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.type === 'unauthorized',
    );
    assert.equal((await statusOf(issued)).Status, 'Valid');
  });
});

async function pemOf({ pair }: Issued['keys']): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}
