/** What a password opens: PBES2 (RFC 8018) and PKCS#12's own six ways (RFC 7292, appendix C). */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { bmpPassword, deriveBytes } from './pkcs12-kdf.ts';
import { decryptRc2 } from './rc2.ts';
import { decryptRc4 } from './rc4.ts';
import { membersOf, numberOf, OCTETS, oidOf, SEQUENCE, type DerValue } from './read-der.ts';

const PBES2 = '1.2.840.113549.1.5.13';
const PKCS12_PBE = '1.2.840.113549.1.12.1.';

/** PBE with SHA-1, by the last arc of its name. */
interface LegacyCipher {
  readonly keyBytes: number;
  readonly decrypt: (key: Buffer, iv: Buffer, encrypted: Buffer) => Buffer;
}

const LEGACY: Readonly<Record<string, LegacyCipher>> = {
  '1': { keyBytes: 16, decrypt: (key, _, encrypted) => decryptRc4(key, encrypted) },
  '2': { keyBytes: 5, decrypt: (key, _, encrypted) => decryptRc4(key, encrypted) },
  '3': { keyBytes: 24, decrypt: (key, iv, encrypted) => decryptTripleDes(key, iv, encrypted) },
  '4': {
    keyBytes: 16,
    decrypt: (key, iv, encrypted) =>
      decryptTripleDes(Buffer.concat([key, key.subarray(0, 8)]), iv, encrypted),
  },
  '5': { keyBytes: 16, decrypt: (key, iv, encrypted) => decryptRc2(key, 128, iv, encrypted) },
  '6': { keyBytes: 5, decrypt: (key, iv, encrypted) => decryptRc2(key, 40, iv, encrypted) },
};

const CIPHERS: Readonly<Record<string, readonly [string, number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
};

const HMAC_WITH_SHA1 = '1.2.840.113549.2.7';
const HASHES: Readonly<Record<string, string>> = {
  [HMAC_WITH_SHA1]: 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/**
 * @param algorithm an AlgorithmIdentifier
 * @throws Error where the password is wrong, or the algorithm none of these
 */
export function decryptByPassword(
  algorithm: DerValue | undefined,
  encrypted: Buffer,
  password: string,
): Buffer {
  const [name, parameters] = membersOf(algorithm);
  const oid = oidOf(name);
  if (oid === PBES2) return decryptPbes2(parameters, encrypted, password);
  const cipher = LEGACY[oid.startsWith(PKCS12_PBE) ? oid.slice(PKCS12_PBE.length) : ''];
  if (cipher === undefined) throw new Error(`unknown encryption ${oid}`);
  const [salt, iterations] = membersOf(parameters);
  const derivation = {
    hash: 'sha1',
    salt: salt?.content ?? Buffer.alloc(0),
    iterations: numberOf(iterations) ?? 1,
  };
  const text = bmpPassword(password);
  const key = deriveBytes(text, 'key', derivation, cipher.keyBytes);
  return cipher.decrypt(key, deriveBytes(text, 'iv', derivation, 8), encrypted);
}

/** Whether it is one of those that the documents list for encrypted keys in PEM files. */
export function isLegacyEncryption(algorithm: DerValue | undefined): boolean {
  return oidOf(membersOf(algorithm)[0]).startsWith(PKCS12_PBE);
}

function decryptPbes2(
  parameters: DerValue | undefined,
  encrypted: Buffer,
  password: string,
): Buffer {
  const [derivation, scheme] = membersOf(parameters);
  const [salt, iterations, ...rest] = membersOf(membersOf(derivation)[1]);
  const prf = rest.find(({ tag }) => tag === SEQUENCE);
  const hash = HASHES[prf === undefined ? HMAC_WITH_SHA1 : oidOf(membersOf(prf)[0])];
  const [name, iv] = membersOf(scheme);
  const [cipher, keyBytes] = CIPHERS[oidOf(name)] ?? [];
  if (salt?.tag !== OCTETS || hash === undefined || cipher === undefined || iv === undefined) {
    throw new Error('unknown PBES2 parameters');
  }
  const rounds = numberOf(iterations) ?? 1;
  const key = pbkdf2Sync(password, salt.content, rounds, keyBytes ?? 0, hash);
  return decrypt(cipher, key, iv.content, encrypted);
}

function decryptTripleDes(key: Buffer, iv: Buffer, encrypted: Buffer): Buffer {
  return decrypt('des-ede3-cbc', key, iv, encrypted);
}

function decrypt(cipher: string, key: Buffer, iv: Buffer, encrypted: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}
