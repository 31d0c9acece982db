/**
 * All that is taken from the package acme-client (5.4.0, pinned): making account keys, their JWKs
 * and reading the name of an issuer, which work with every server that was tried and without what
 * the editor's Electron lacks. Its transport, polls and flow are not used: they cannot be cancelled,
 * have no time-outs, and hide what a CA says.
 */
import { crypto as keys } from 'acme-client';
import type { AccountJwk } from '../domain/account-key.ts';

/** A new P-256 key as PKCS#8 PEM. */
export async function newAccountKey(): Promise<string> {
  return (await keys.createPrivateEcdsaKey('P-256')).toString();
}

/**
 * The public half of a private key.
 *
 * @param key - PEM of an RSA or EC private key
 * @throws Error
 */
export function publicJwk(key: string): AccountJwk {
  return keys.getJwk(key) as AccountJwk;
}

/** The common name of the issuer of a certificate (PEM); undefined where none can be read. */
export function issuerNameOf(certificate: string): string | undefined {
  try {
    return keys.readCertificateInfo(certificate).issuer.commonName || undefined;
  } catch {
    return undefined;
  }
}
