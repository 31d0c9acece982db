/** An account key that is at hand. */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { AccountJwk, AccountSigner } from '../domain/account-key.ts';
import { CertError } from '../domain/errors.ts';
import { publicJwk } from './acme-client.ts';
import { throwIfCancelled } from './cancellation.ts';

const HASH = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384' } as const;

/**
 * Signs by the key's kind. Only Key Vault and we make account keys: neither makes others.
 *
 * @param key - PEM of a private key: RSA, P-256 or P-384
 * @throws CertError Unexpected if it is anything else
 */
export function localSigner(key: string): AccountSigner {
  const { privateKey, jwk, alg } = readKey(key);
  return {
    jwk,
    alg,
    sign: (data, signal) =>
      new Promise((resolve) => {
        throwIfCancelled(signal, 'signing a request');
        resolve(sign(HASH[alg], data, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
      }),
  };
}

function readKey(key: string): {
  readonly privateKey: KeyObject;
  readonly jwk: AccountJwk;
  readonly alg: AccountSigner['alg'];
} {
  try {
    const jwk = publicJwk(key);
    return { privateKey: createPrivateKey(key), jwk, alg: algorithmOf(jwk) };
  } catch (cause) {
    // OpenSSL's messages name what is wrong with a key and never quote it.
    const message =
      'The ACME account key cannot be used: it is no RSA, P-256 or P-384 private key in PEM.';
    throw new CertError('Unexpected', { message }, { cause });
  }
}

function algorithmOf(jwk: AccountJwk): AccountSigner['alg'] {
  if (jwk.kty === 'RSA') return 'RS256';
  if (jwk.crv === 'P-256') return 'ES256';
  if (jwk.crv === 'P-384') return 'ES384';
  throw new Error(`no algorithm for ${jwk.crv}`);
}
