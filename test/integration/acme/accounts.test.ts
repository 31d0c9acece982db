import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { type PebbleUnderTest, startPebbleUnderTest } from './pebble-under-test.ts';

let pebble: PebbleUnderTest;
let bound: PebbleUnderTest;

const KID = 'kid-1';
const HMAC_KEY = randomBytes(48).toString('base64url');

before(async () => {
  [pebble, bound] = await Promise.all([
    startPebbleUnderTest(),
    startPebbleUnderTest({ externalAccounts: { [KID]: HMAC_KEY } }),
  ]);
});

after(async () => {
  await Promise.all([pebble.close(), bound.close()]);
});

/** True for a refusal of this type. */
function refused(type: string) {
  return (error: unknown) => isCertError(error, 'AcmeProblem') && error.facts.type === type;
}

describe('an account', () => {
  it('is looked up before it is made, and found again by a process that knows its key', async () => {
    const { ca } = pebble.client();
    const signer = ca.localSigner(await ca.newAccountKey());
    assert.equal(await ca.findAccount(signer), undefined);
    const url = await ca.registerAccount(signer);
    assert.equal(await pebble.client().ca.findAccount(signer), url);
    assert.equal(await pebble.client().ca.registerAccount(signer), url);
  });

  it('changes its contacts', async () => {
    const contact = ['mailto:ada@letsencrypt.org'];
    const { session, url } = await pebble.account(undefined, { contact });
    assert.deepEqual((await session.account()).contact, contact);
    const others = ['mailto:bob@letsencrypt.org', 'mailto:eve@letsencrypt.org'];
    assert.deepEqual((await session.updateContact(others)).contact, others);
    const state = await session.account();
    assert.deepEqual(
      { url: state.url, status: state.status, contact: state.contact },
      { url, status: 'valid', contact: others },
    );
  });

  it('is told which contacts the CA has no use for', async () => {
    const { session } = await pebble.account();
    await assert.rejects(session.updateContact(['tel:+1-555-0100']), refused('unsupportedContact'));
    await assert.rejects(
      session.updateContact(['mailto:not an address']),
      refused('invalidContact'),
    );
  });

  it('is of no use, nor its key, once it is deactivated', async () => {
    const { ca } = pebble.client();
    const { session, signer } = await pebble.account(ca);
    assert.equal((await session.deactivateAccount()).status, 'deactivated');
    await assert.rejects(session.newOrder({ names: ['a.example'] }), refused('unauthorized'));
    await assert.rejects(ca.registerAccount(signer), refused('unauthorized'));
  });
});

describe('an exchange of keys', () => {
  it('leaves the account, to which from then on only the new key is good', async () => {
    const { ca } = pebble.client();
    const { session, signer, url } = await pebble.account(ca);
    const newSigner = ca.localSigner(await ca.newAccountKey());
    await session.rollOver(newSigner);
    assert.equal(await ca.findAccount(newSigner), url);
    assert.equal(await ca.findAccount(signer), undefined);
    const order = await ca.session({ signer: newSigner, url }).newOrder({ names: ['a.example'] });
    assert.equal(order.status, 'pending');
    await assert.rejects(session.newOrder({ names: ['a.example'] }));
  });

  it('to a key that another account has is refused', async () => {
    const { ca } = pebble.client();
    const other = await pebble.account(ca);
    const { session, signer, url } = await pebble.account(ca);
    await assert.rejects(session.rollOver(other.signer), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    assert.equal(await ca.findAccount(signer), url);
  });
});

describe('a CA that wants an external account', () => {
  it('says so in its directory, and when there is none', async () => {
    const { ca } = bound.client();
    assert.equal((await ca.directory()).externalAccountRequired, true);
    assert.equal((await pebble.client().ca.directory()).externalAccountRequired, false);
    const signer = ca.localSigner(await ca.newAccountKey());
    await assert.rejects(ca.registerAccount(signer), (error) =>
      isCertError(error, 'ExternalAccountRequired'),
    );
  });

  it('takes an account that is bound to one', async () => {
    const eab = { kid: KID, hmacKey: HMAC_KEY };
    const { session } = await bound.account(undefined, { eab });
    assert.equal((await session.newOrder({ names: ['a.example'] })).status, 'pending');
  });

  for (const [what, eab] of [
    ['another key', { kid: KID, hmacKey: randomBytes(48).toString('base64url') }],
    ['another kid', { kid: 'kid-2', hmacKey: HMAC_KEY }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        bound.account(undefined, { eab }),
        (error) =>
          isCertError(error, 'AcmeProblem') && !JSON.stringify(error).includes(eab.hmacKey),
      );
    });
  }
});
