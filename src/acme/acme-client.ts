/**
 * All that is taken from the package acme-client (5.4.0, pinned): keys, JWKs and its JWS, which
 * interoperate with every server that was tried. Its transport, polls and flow are not used: they
 * cannot be cancelled, have no time-outs, and hide what a CA says.
 */
import { Client, crypto as keys } from 'acme-client';
import { CertError, isCertError } from '../domain/errors.ts';
import type { AccountJwk, AccountSigner, FlattenedJws } from './account-signer.ts';
import { throwIfCancelled } from './cancellation.ts';

declare module 'acme-client' {
  /** Present in 5.4.0 and missing in its types (src/client.js, src/http.js). */
  interface Client {
    readonly http: {
      getJwk(): AccountJwk;
      createSignedBody(
        url: string,
        payload: object | null,
        header: { readonly nonce: string; readonly kid: string | null },
      ): FlattenedJws;
    };
  }
}

/** A new P-256 key as PKCS#8 PEM. */
export async function newAccountKey(): Promise<string> {
  return (await keys.createPrivateEcdsaKey('P-256')).toString();
}

/**
 * Signs with a key that is at hand: RS256, ES256, ES384 or ES512, by the key's kind.
 *
 * @param key - PEM of an RSA or EC private key
 * @param directoryUrl - required by the package, asked by nobody
 * @throws CertError Unexpected if the PEM holds no usable key
 */
export function localSigner(key: string, directoryUrl: string): AccountSigner {
  const { http } = new Client({ accountKey: key, directoryUrl });
  return {
    jwk: readJwk(http),
    sign: ({ url, payload, nonce, kid }, signal) => {
      try {
        throwIfCancelled(signal, 'signing a request');
        const header = { nonce, kid: kid ?? null };
        return Promise.resolve(http.createSignedBody(url, payload ?? null, header));
      } catch (error) {
        return Promise.reject(asUnusable(error));
      }
    },
  };
}

function readJwk(http: Client['http']): AccountJwk {
  try {
    return http.getJwk();
  } catch (error) {
    throw asUnusable(error);
  }
}

/** OpenSSL's messages name what is wrong with a key and never quote it. */
function asUnusable(error: unknown): CertError {
  if (isCertError(error)) return error;
  const message = 'The ACME account key cannot be used: it is no RSA or EC private key in PEM.';
  return new CertError('Unexpected', { message }, { cause: error });
}
