/** Opening what was encrypted with a password: PBES2 (RFC 8018 §6.2) and PKCS#12's own (RFC 7292 §C). */
import { createDecipheriv } from 'node:crypto';
import { derValues, oidOf, TAG, tagged, type DerValue } from '../der.ts';
import { pbkdf2, pkcs12Bytes, PURPOSE, type Password } from './key-derivation.ts';
import { decryptRc2Cbc, decryptRc4 } from './legacy-ciphers.ts';
import { Obstacle } from './obstacle.ts';

const NULL = 0x05;
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

/** By the number after 1.2.840.113549.1.12.1. `key`: bytes. */
const PKCS12_CIPHERS: Readonly<
  Record<string, { name: string; key: number; cipher: LegacyCipher }>
> = {
  '1.2.840.113549.1.12.1.1': { name: '128-bit RC4', key: 16, cipher: 'rc4' },
  '1.2.840.113549.1.12.1.2': { name: '40-bit RC4', key: 5, cipher: 'rc4' },
  '1.2.840.113549.1.12.1.3': { name: '3DES', key: 24, cipher: '3des' },
  '1.2.840.113549.1.12.1.4': { name: 'two-key 3DES', key: 16, cipher: '3des' },
  '1.2.840.113549.1.12.1.5': { name: '128-bit RC2', key: 16, cipher: 'rc2' },
  '1.2.840.113549.1.12.1.6': { name: '40-bit RC2', key: 5, cipher: 'rc2' },
};

type LegacyCipher = 'rc2' | 'rc4' | '3des';

/** RFC 8018 §B.1.2. */
const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** RFC 8018 §B.2; `key`: bytes. */
const CIPHERS: Readonly<Record<string, { name: string; key: number; weak?: string }>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', key: 24, weak: '3DES' },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', key: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', key: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', key: 32 },
};

const KNOWN_NAMES: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.11591.4.11': 'scrypt',
  '1.2.840.113549.3.2': 'RC2',
  '1.3.14.3.2.7': 'DES',
  '1.2.840.113549.1.5.3': 'PBE-MD5-DES',
  '1.2.840.113549.1.5.10': 'PBE-SHA1-DES',
  '1.2.840.113549.1.5.14': 'PBMAC1',
};

export interface Opened {
  readonly plain: Uint8Array<ArrayBuffer>;
  /** The name of an encryption that is weak by now. */
  readonly weak: string | undefined;
}

/**
 * @param algorithm - an AlgorithmIdentifier
 * @throws Obstacle password-wrong, unsupported-encryption, too-costly; Error on bytes that are none
 */
export function openWithPassword(
  algorithm: DerValue,
  data: Uint8Array,
  password: Password,
): Opened {
  const [oid, parameters] = derValues(tagged(algorithm, TAG.sequence).content);
  const scheme = oidOf(tagged(oid, TAG.oid));
  if (scheme === PBES2) return openPbes2(tagged(parameters, TAG.sequence), data, password);
  const legacy = PKCS12_CIPHERS[scheme];
  if (legacy === undefined) throw unsupported(scheme);
  const [salt, rounds] = derValues(tagged(parameters, TAG.sequence).content);
  const derive = (purpose: number, length: number): Buffer =>
    pkcs12Bytes(password, tagged(salt, TAG.octetString).content, smallNumber(rounds), {
      ...{ purpose, length },
      hash: 'sha1',
    });
  const key = derive(PURPOSE.key, legacy.key);
  if (legacy.cipher === 'rc4')
    return { plain: new Uint8Array(decryptRc4(key, data)), weak: legacy.name };
  const iv = derive(PURPOSE.iv, 8);
  const plain =
    legacy.cipher === 'rc2'
      ? withoutPadding(orWrong(() => decryptRc2Cbc(key, iv, data)))
      : decipher('des-ede3-cbc', Buffer.concat([key, key]).subarray(0, 24), iv, data);
  return { plain: new Uint8Array(plain), weak: legacy.name };
}

function openPbes2(parameters: DerValue, data: Uint8Array, password: Password): Opened {
  const [derivation, encryption] = derValues(parameters.content);
  const [derivationOid, derivationValues] = derValues(tagged(derivation, TAG.sequence).content);
  const [cipherOid, iv] = derValues(tagged(encryption, TAG.sequence).content);
  const derivationName = oidOf(tagged(derivationOid, TAG.oid));
  if (derivationName !== PBKDF2) throw unsupported(derivationName);
  const cipherName = oidOf(tagged(cipherOid, TAG.oid));
  const cipher = CIPHERS[cipherName];
  if (cipher === undefined) throw unsupported(cipherName);
  const [salt, rounds, ...others] = derValues(tagged(derivationValues, TAG.sequence).content);
  const hash = hmacOf(others.find(({ tag }) => tag === TAG.sequence));
  const saltBytes = tagged(salt, TAG.octetString).content;
  const key = pbkdf2(password, saltBytes, smallNumber(rounds), cipher.key, hash);
  const plain = decipher(cipher.name, key, tagged(iv, TAG.octetString).content, data);
  return { plain: new Uint8Array(plain), weak: cipher.weak };
}

/** SHA-1 where nothing is said (RFC 8018 §A.2). */
function hmacOf(algorithm: DerValue | undefined): string {
  if (algorithm === undefined) return 'sha1';
  const [oid, parameters] = derValues(algorithm.content);
  const name = oidOf(tagged(oid, TAG.oid));
  if (parameters !== undefined) tagged(parameters, NULL);
  const hash = HMACS[name];
  if (hash === undefined) throw unsupported(name);
  return hash;
}

/** Padding that does not fit means another key, and so another password. */
export function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createDecipheriv(name, key, iv);
  return orWrong(() => Buffer.concat([cipher.update(data), cipher.final()]));
}

function withoutPadding(plain: Buffer): Buffer {
  const count = plain.at(-1) ?? 0;
  const padding = plain.subarray(plain.length - count);
  const fits = count >= 1 && count <= 8 && padding.every((byte) => byte === count);
  if (!fits) throw new Obstacle({ kind: 'password-wrong' });
  return plain.subarray(0, plain.length - count);
}

/** What `work` gives; whatever it throws is put down to the password. */
export function orWrong<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Obstacle) throw error;
    throw new Obstacle({ kind: 'password-wrong' });
  }
}

/** A positive INTEGER as rounds are; too many of them are found out by who counts them. */
export function smallNumber(value: DerValue | undefined): number {
  const { content } = tagged(value, TAG.integer);
  const number = Number(`0x${Buffer.from(content).toString('hex') || '0'}`);
  return Math.min(number, 2 ** 40);
}

export function unsupported(oid: string): Obstacle {
  return new Obstacle({ kind: 'unsupported-encryption', algorithm: KNOWN_NAMES[oid] ?? oid });
}
