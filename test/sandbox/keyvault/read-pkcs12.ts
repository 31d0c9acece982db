/** Reading PKCS#12 files (RFC 7292), old ones and new ones. */
import { createHmac, createPrivateKey, type KeyObject } from 'node:crypto';
import { decryptByPassword } from './password-encryption.ts';
import { bmpPassword, deriveBytes } from './pkcs12-kdf.ts';
import { membersOf, numberOf, oidOf, valuesIn, type DerValue } from './read-der.ts';

export interface KeyAndChain {
  /** The first one of the file; undefined where there is none. */
  readonly key: KeyObject | undefined;
  /** DER, in the order of the file. */
  readonly chain: readonly Buffer[];
}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** @throws Error where it is no PKCS#12 file, or the password does not open it */
export function decodePkcs12(file: Buffer, password: string): KeyAndChain {
  const [, authenticated, mac] = membersOf(valuesIn(file)[0]);
  const safes = contentOf(authenticated, password);
  if (mac !== undefined) checkMac(mac, safes, password);
  const bags = membersOf(valuesIn(safes)[0]).flatMap((safe) =>
    membersOf(valuesIn(contentOf(safe, password))[0]),
  );
  const keys = bags.flatMap((bag) => keyOf(bag, password) ?? []);
  return { key: keys[0], chain: bags.flatMap((bag) => certificateOf(bag) ?? []) };
}

/** Opens an EncryptedPrivateKeyInfo (RFC 5958). */
export function decryptKey(info: DerValue | undefined, password: string): KeyObject {
  const [algorithm, encrypted] = membersOf(info);
  const key = decryptByPassword(algorithm, encrypted?.content ?? Buffer.alloc(0), password);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** What a ContentInfo holds: plain, or encrypted by the password. */
function contentOf(info: DerValue | undefined, password: string): Buffer {
  const [type, explicit] = membersOf(info);
  const [content] = membersOf(explicit);
  if (content === undefined) throw new Error('no content');
  if (oidOf(type) === DATA) return content.content;
  if (oidOf(type) !== ENCRYPTED_DATA) throw new Error('unknown content');
  const [, algorithm, encrypted] = membersOf(membersOf(content)[1]);
  return decryptByPassword(algorithm, encrypted?.content ?? Buffer.alloc(0), password);
}

function checkMac(mac: DerValue, safes: Buffer, password: string): void {
  const [digestInfo, salt, iterations] = membersOf(mac);
  const [algorithm, digest] = membersOf(digestInfo);
  const hash = HASHES[oidOf(membersOf(algorithm)[0])];
  if (hash === undefined || salt === undefined || digest === undefined) {
    throw new Error('unknown MAC');
  }
  const derivation = { hash, salt: salt.content, iterations: numberOf(iterations) ?? 1 };
  const key = deriveBytes(bmpPassword(password), 'mac', derivation, digest.content.length);
  if (!createHmac(hash, key).update(safes).digest().equals(digest.content)) {
    throw new Error('wrong password');
  }
}

function keyOf(bag: DerValue, password: string): KeyObject | undefined {
  const [type, explicit] = membersOf(bag);
  const [value] = membersOf(explicit);
  switch (oidOf(type)) {
    case KEY_BAG:
      return createPrivateKey({
        key: value?.raw ?? Buffer.alloc(0),
        format: 'der',
        type: 'pkcs8',
      });
    case SHROUDED_KEY_BAG:
      return decryptKey(value, password);
    default:
      return undefined;
  }
}

function certificateOf(bag: DerValue): Buffer | undefined {
  const [type, explicit] = membersOf(bag);
  if (oidOf(type) !== CERTIFICATE_BAG) return undefined;
  const [, holder] = membersOf(membersOf(explicit)[0]);
  return membersOf(holder)[0]?.content;
}
