/** Encrypting with a password, as readers of our time do, or as those of before 2018 still can. */
import { createCipheriv, randomBytes } from 'node:crypto';
import { pbkdf2, pkcs12Bytes, PURPOSE, type Password } from './key-derivation.ts';
import { identifier, integer, nothing, octets, sequence } from './write-der.ts';

/**
 * `modern`: PBES2 with AES-256 and HMAC-SHA-256 (RFC 8018). `legacy`: PKCS#12's own with 3DES and
 * SHA-1 (RFC 7292 §C), which everybody can read: Windows before Server 2019, and Key Vault, which
 * was reported to refuse AES (MicrosoftDocs/azure-docs#39861).
 */
export type Protection = 'modern' | 'legacy';

/** Rounds. .NET gives up beyond 600,000 in a file whose password is empty (KB5025823). */
const ROUNDS: Readonly<Record<Protection, number>> = { modern: 100_000, legacy: 2048 };
const SALT_BYTES = 16;

/** An AlgorithmIdentifier with what it has encrypted. */
export interface Encrypted {
  readonly algorithm: Uint8Array;
  readonly data: Uint8Array;
}

export function encrypt(plain: Uint8Array, password: Password, protection: Protection): Encrypted {
  const salt = randomBytes(SALT_BYTES);
  const rounds = ROUNDS[protection];
  return protection === 'modern'
    ? encryptPbes2(plain, password, salt, rounds)
    : encrypt3Des(plain, password, salt, rounds);
}

function encryptPbes2(
  plain: Uint8Array,
  password: Password,
  salt: Buffer,
  rounds: number,
): Encrypted {
  const iv = randomBytes(16);
  const key = pbkdf2(password, salt, rounds, 32, 'sha256');
  const hmac = sequence(identifier('1.2.840.113549.2.9'), nothing());
  const derivation = sequence(
    identifier('1.2.840.113549.1.5.12'),
    sequence(octets(salt), integer(rounds), hmac),
  );
  const cipher = sequence(identifier('2.16.840.1.101.3.4.1.42'), octets(iv));
  const algorithm = sequence(identifier('1.2.840.113549.1.5.13'), sequence(derivation, cipher));
  return { algorithm, data: encipher('aes-256-cbc', key, iv, plain) };
}

function encrypt3Des(
  plain: Uint8Array,
  password: Password,
  salt: Buffer,
  rounds: number,
): Encrypted {
  const derive = (purpose: number, length: number): Buffer =>
    pkcs12Bytes(password, salt, rounds, { purpose, length, hash: 'sha1' });
  const key = derive(PURPOSE.key, 24);
  const algorithm = sequence(
    identifier('1.2.840.113549.1.12.1.3'),
    sequence(octets(salt), integer(rounds)),
  );
  return { algorithm, data: encipher('des-ede3-cbc', key, derive(PURPOSE.iv, 8), plain) };
}

function encipher(name: string, key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** What is to be seen of a file's integrity (RFC 7292 §B.4). */
export interface Seal {
  readonly hash: 'sha1' | 'sha256';
  readonly key: Buffer;
  readonly salt: Buffer;
  readonly rounds: number;
}

export function sealFor(password: Password, protection: Protection): Seal {
  const hash = protection === 'modern' ? 'sha256' : 'sha1';
  const salt = randomBytes(SALT_BYTES);
  const rounds = ROUNDS[protection];
  const length = hash === 'sha256' ? 32 : 20;
  const key = pkcs12Bytes(password, salt, rounds, { purpose: PURPOSE.mac, length, hash });
  return { hash, key, salt, rounds };
}
