/** A certificate with its chain and its key as a file: PFX (RFC 7292) or PEM (RFC 7468). */
import { createHash, createHmac } from 'node:crypto';
import type { KeyFileWish, KeyMaterial } from '../../domain/key-material.ts';
import { contextTag, TAG } from '../der.ts';
import { toPem } from '../pem.ts';
import { passwordOf, type Password } from './key-derivation.ts';
import { encrypt, sealFor, type Protection } from './protection.ts';
import { encoded, identifier, integer, nothing, octets, sequence } from './write-der.ts';

const PKCS7 = '1.2.840.113549.1.7';
const BAG = '1.2.840.113549.1.12.10.1';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const DIGESTS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;

/** Key first, then the leaf and its issuers, as Key Vault writes its own. */
export function writeKeyFile(material: KeyMaterial, wish: KeyFileWish): Uint8Array {
  return wish.format === 'pfx'
    ? writePfx(material, passwordOf(wish.password), wish.legacy ? 'legacy' : 'modern')
    : Buffer.from(writePem(material, wish.password));
}

function writePem({ privateKey, chain }: KeyMaterial, password: string): string {
  const key =
    password === ''
      ? toPem(privateKey, 'private-key')
      : toPem(encryptedKey(privateKey, passwordOf(password), 'modern'), 'encrypted-private-key');
  return [key, ...chain.map((der) => toPem(der))].join('');
}

function writePfx(
  { privateKey, chain }: KeyMaterial,
  password: Password,
  protection: Protection,
): Uint8Array {
  const [leaf = new Uint8Array(), ...issuers] = chain;
  // Says which certificate the key belongs to; any bytes will do, and writers take this digest.
  const id = attribute(LOCAL_KEY_ID, octets(createHash('sha1').update(leaf).digest()));
  const certificates = sequence(
    bag(`${BAG}.3`, certificateIn(leaf), id),
    ...issuers.map((der) => bag(`${BAG}.3`, certificateIn(der))),
  );
  const keys = sequence(bag(`${BAG}.2`, encryptedKey(privateKey, password, protection), id));
  const safe = sequence(encryptedContent(certificates, password, protection), content(keys));
  return sequence(integer(3), content(safe), sealOf(safe, password, protection));
}

/** SafeBag (RFC 7292 §4.2). */
function bag(kind: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Buffer {
  const described = attributes.length > 0 ? [encoded(TAG.set, ...attributes)] : [];
  return sequence(identifier(kind), encoded(contextTag(0), value), ...described);
}

function attribute(kind: string, value: Uint8Array): Buffer {
  return sequence(identifier(kind), encoded(TAG.set, value));
}

/** CertBag (RFC 7292 §4.2.3). */
function certificateIn(der: Uint8Array): Buffer {
  return sequence(identifier(X509_CERTIFICATE), encoded(contextTag(0), octets(der)));
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3). */
function encryptedKey(key: Uint8Array, password: Password, protection: Protection): Buffer {
  const { algorithm, data } = encrypt(key, password, protection);
  return sequence(algorithm, octets(data));
}

/** ContentInfo of the kind `data` (RFC 2315 §8). */
function content(value: Uint8Array): Buffer {
  return sequence(identifier(`${PKCS7}.1`), encoded(contextTag(0), octets(value)));
}

/** ContentInfo of the kind `encryptedData` (RFC 2315 §13). */
function encryptedContent(value: Uint8Array, password: Password, protection: Protection): Buffer {
  const { algorithm, data } = encrypt(value, password, protection);
  // The last one is [0] IMPLICIT OCTET STRING.
  const info = sequence(identifier(`${PKCS7}.1`), algorithm, encoded(0x80, data));
  return sequence(identifier(`${PKCS7}.6`), encoded(contextTag(0), sequence(integer(0), info)));
}

/** MacData (RFC 7292 §4). */
function sealOf(safe: Uint8Array, password: Password, protection: Protection): Buffer {
  const { hash, key, salt, rounds } = sealFor(password, protection);
  const digest = createHmac(hash, key).update(safe).digest();
  const algorithm = sequence(identifier(DIGESTS[hash]), nothing());
  return sequence(sequence(algorithm, octets(digest)), octets(salt), integer(rounds));
}
