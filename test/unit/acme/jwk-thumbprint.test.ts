import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calculateJwkThumbprint } from 'jose';
import { thumbprint } from '../../../src/acme/jwk-thumbprint.ts';
import { dns01Value } from '../../../src/acme/challenge.ts';

/** RFC 7638 §3.1. */
const RFC_KEY = {
  kty: 'RSA',
  n:
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECP' +
    'ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY' +
    '368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0f' +
    'M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
} as const;

/** RFC 7517 §A.1. */
const EC_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
} as const;

describe('thumbprint', () => {
  it("is the RFC's for its example", () => {
    assert.equal(thumbprint(RFC_KEY), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('takes the required members only, in their order', async () => {
    const shuffled = { y: EC_KEY.y, alg: 'ES256', x: EC_KEY.x, crv: EC_KEY.crv, kty: EC_KEY.kty };
    assert.equal(thumbprint(shuffled), await calculateJwkThumbprint(EC_KEY));
  });
});

describe('dns01Value', () => {
  it('is the digest of the key authorization (RFC 8555 §8.4)', () => {
    // printf 'evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.abc' | openssl dgst -sha256 -binary
    const value = dns01Value('evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA', 'abc');
    assert.equal(value, 'olInU7LHGGru8R_u93zZ-s0RFtT8Boj7mSk-NFEixTo');
  });
});
