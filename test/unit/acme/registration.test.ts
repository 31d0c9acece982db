import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flattenedVerify, type FlattenedJWSInput } from 'jose';
import { acmeCaOver } from '../../../src/acme/acme-ca.ts';
import type { Registration } from '../../../src/domain/acme.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { BASE, DIRECTORY_URL, ScriptedCa } from './scripted-ca.ts';
import { MIDDLE, SkippingClock } from './test-clock.ts';

/** Bytes whose base64 and base64url differ. */
const KEY = Buffer.from('fbefbefbefbefbefbe00112233445566778899aabbccddeeff', 'hex');
const KID = 'kid-1';

/** What the CA was asked to register, and all that was logged meanwhile. */
async function registering(registration?: Registration) {
  const server = new ScriptedCa();
  const logged: string[] = [];
  const note = (...args: unknown[]): void => void logged.push(JSON.stringify(args));
  const tools = { clock: new SkippingClock(), random: MIDDLE, log: { debug: note, warn: note } };
  const ca = acmeCaOver(server.exchange, DIRECTORY_URL, tools);
  const signer = ca.localSigner(await ca.newAccountKey());
  // Lost answers make a request be tried again, and logged.
  server.script('POST /account', { status: 503, body: '' });
  await ca.registerAccount(signer, registration);
  const payload = server.seen.at(-1)?.payload as Readonly<Record<string, unknown>>;
  return { payload, signer, logged: logged.join('\n') };
}

describe('a registration', () => {
  it('agrees to the terms, and says no more than it has to', async () => {
    assert.deepEqual((await registering()).payload, { termsOfServiceAgreed: true });
  });

  it('names contacts', async () => {
    const contact = ['mailto:ada@example.com'];
    const { payload } = await registering({ contact });
    assert.deepEqual(payload, { termsOfServiceAgreed: true, contact });
  });

  for (const encoding of ['base64url', 'base64'] as const) {
    it(`proves an external account with a key in ${encoding}`, async () => {
      const hmacKey = KEY.toString(encoding);
      const { payload, signer } = await registering({ eab: { kid: KID, hmacKey } });
      const binding = payload['externalAccountBinding'] as FlattenedJWSInput;
      const verified = await flattenedVerify(binding, KEY);
      assert.deepEqual(verified.protectedHeader, {
        alg: 'HS256',
        kid: KID,
        url: `${BASE}/account`,
      });
      assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), signer.jwk);
    });
  }

  it('logs nothing of the key', async () => {
    const hmacKey = KEY.toString('base64url');
    const { logged } = await registering({ eab: { kid: KID, hmacKey } });
    assert.match(logged, /tried again/);
    assert.equal(logged.includes(hmacKey.slice(0, 8)), false);
  });

  for (const hmacKey of ['', '  ', 'with a blank', 'ümlaut', 'a=b']) {
    it(`is not tried with ${JSON.stringify(hmacKey)} as a key`, async () => {
      await assert.rejects(
        registering({ eab: { kid: KID, hmacKey } }),
        (error) =>
          isCertError(error, 'InvalidEabKey') &&
          JSON.stringify(error.facts) === JSON.stringify({ ca: 'ca.example', kid: KID }),
      );
    });
  }
});
