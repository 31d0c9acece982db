import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { secretsIn, type KnownSecret } from '../../e2e/secret-scan.ts';

const SECRET: KnownSecret = { name: 'the secret', value: 'hunter2+hunter2/hunter2=hunter2' };

const found = (text: string | Buffer, known: readonly KnownSecret[] = [SECRET]) =>
  secretsIn(new Map([['here', Buffer.from(text)]]), known).map(({ what }) => what);

describe('the search for a secret', () => {
  const { value } = SECRET;
  const forms: readonly (readonly [name: string, text: string | Buffer])[] = [
    ['as it is', `x=${value};`],
    ['in a URI', `https://example.com/?q=${encodeURIComponent(value)}`],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64, one byte later', Buffer.from(`{${value}}`).toString('base64')],
    ['in base64, two bytes later', Buffer.from(`{"${value}"}`).toString('base64')],
    ['in base64url', Buffer.from(`{"${value}"}`).toString('base64url')],
    ['in two bytes a character', Buffer.from(value, 'utf16le')],
    ['in two bytes, at an odd place', Buffer.from(`\0${value}`, 'utf16le').subarray(1)],
  ];
  for (const [name, text] of forms) {
    it(`finds it ${name}`, () => {
      assert.deepEqual(found(text), ['the secret']);
    });
  }

  it('finds nothing where there is nothing', () => {
    assert.deepEqual(found('hunter2 and -----BEGIN CERTIFICATE-----'), []);
  });
});

describe('what nobody has told of', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const derOf = (key: typeof rsa) =>
    key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${'a'.repeat(40)}.${'b'.repeat(40)}`;
  const cases: readonly (readonly [name: string, text: string, what: string])[] = [
    ['a token', `{"t":"${token}"}`, 'a signed token'],
    ['a header', 'Authorization: Bearer 0123456789abcdef0123', 'a bearer header'],
    ['a PEM', pem.split('\n')[0] ?? '', 'a private key in PEM'],
    ['an EC key in DER', derOf(privateKey), 'a private key in DER'],
    ['an RSA key in DER', derOf(rsa), 'a private key in DER'],
    ['a JWK', jwk, 'a private key as JWK'],
    ['a JWK in a string', JSON.stringify(jwk), 'a private key as JWK'],
  ];
  for (const [name, text, what] of cases) {
    it(`is found by its look: ${name}`, () => {
      assert.deepEqual(found(text, []), [what]);
    });
  }
});
