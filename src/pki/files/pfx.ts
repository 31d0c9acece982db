/** PKCS#12 (RFC 7292): the certificates and the keys of a PFX. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { contextTag, derValues, oidOf, oneValue, TAG, tagged, type DerValue } from '../der.ts';
import { withDefiniteLengths } from './definite-lengths.ts';
import type { FileContents } from './file-contents.ts';
import { passwordOf, pkcs12Bytes, PURPOSE, type Password } from './key-derivation.ts';
import { Obstacle } from './obstacle.ts';
import { openWithPassword, orWrong, smallNumber, unsupported } from './password-encryption.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
/** The kinds of bags, after 1.2.840.113549.1.12.10.1 (RFC 7292 §4.2). */
const BAG = '1.2.840.113549.1.12.10.1.';
const DEEPEST_BAG = 4;

/** RFC 7292 §4 demands SHA-1; the others are what writers took later. */
const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** True where the bytes begin as a PFX does: a sequence whose first value is the version 3. */
export function looksLikePfx(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 9)).toString('hex');
  return /^30(?:80|8[1-4](?:..){1,4}|[0-7].)020103/.test(start);
}

/**
 * @param password - undefined: nobody has been asked; then an empty one and none are tried
 * @throws Obstacle
 */
export function readPfx(bytes: Uint8Array, password: string | undefined): FileContents {
  const pfx = readOrDamaged(() => {
    const [, safe, mac] = derValues(
      oneValue(withDefiniteLengths(new Uint8Array(bytes)), TAG.sequence).content,
    );
    return { safe: dataIn(tagged(safe, TAG.sequence)), mac };
  });
  // Writers do not agree whether an empty password is an empty string or nothing.
  const candidates = password === undefined || password === '' ? ['', undefined] : [password];
  for (const candidate of candidates) {
    try {
      return readWith(pfx, passwordOf(candidate));
    } catch (error) {
      if (!(error instanceof Obstacle) || error.problem.kind !== 'password-wrong') throw error;
    }
  }
  throw new Obstacle({ kind: password === undefined ? 'password-needed' : 'password-wrong' });
}

interface Pfx {
  /** AuthenticatedSafe. */
  readonly safe: Uint8Array<ArrayBuffer>;
  readonly mac: DerValue | undefined;
}

function readWith({ safe, mac }: Pfx, password: Password): FileContents {
  return readOrDamaged(() => {
    if (mac !== undefined) checkMac(tagged(mac, TAG.sequence), safe, password);
    const contents: Found = {
      certificates: [],
      keys: [],
      weak: new Set(),
      isEncrypted: mac !== undefined,
    };
    for (const info of sequenceIn(safe)) {
      readBags(bagsIn(tagged(info, TAG.sequence), password, contents), password, contents, 0);
    }
    const { certificates, keys, isEncrypted } = contents;
    return { certificates, keys, weak: [...contents.weak], decryptedKey: isEncrypted };
  });
}

interface Found {
  readonly certificates: Uint8Array[];
  readonly keys: Uint8Array[];
  readonly weak: Set<string>;
  isEncrypted: boolean;
}

function checkMac(mac: DerValue, safe: Uint8Array, password: Password): void {
  const [digestInfo, salt, rounds] = derValues(mac.content);
  const [algorithm, digest] = derValues(tagged(digestInfo, TAG.sequence).content);
  const [oid] = derValues(tagged(algorithm, TAG.sequence).content);
  const name = oidOf(tagged(oid, TAG.oid));
  const hash = DIGESTS[name];
  if (hash === undefined) throw unsupported(name);
  const expected = tagged(digest, TAG.octetString).content;
  const key = pkcs12Bytes(
    password,
    tagged(salt, TAG.octetString).content,
    rounds === undefined ? 1 : smallNumber(rounds),
    { purpose: PURPOSE.mac, length: createHmac(hash, '').digest().length, hash },
  );
  const actual = createHmac(hash, key).update(safe).digest();
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new Obstacle({ kind: 'password-wrong' });
  }
}

/** The SafeContents of one part. */
function bagsIn(info: DerValue, password: Password, found: Found): readonly DerValue[] {
  const [oid, content] = derValues(info.content);
  const kind = oidOf(tagged(oid, TAG.oid));
  if (kind === DATA) return sequenceIn(withDefiniteLengths(dataIn(info)));
  if (kind !== ENCRYPTED_DATA) throw unsupported(kind);
  const [, encrypted] = derValues(
    oneValue(tagged(content, contextTag(0)).content, TAG.sequence).content,
  );
  const [, algorithm, data] = derValues(tagged(encrypted, TAG.sequence).content);
  const opened = openWithPassword(tagged(algorithm, TAG.sequence), implicitString(data), password);
  found.isEncrypted = true;
  if (opened.weak !== undefined) found.weak.add(opened.weak);
  return orWrong(() => sequenceIn(withDefiniteLengths(opened.plain)));
}

function readBags(
  bags: readonly DerValue[],
  password: Password,
  found: Found,
  depth: number,
): void {
  if (depth > DEEPEST_BAG) throw new Error('bags are nested too deep');
  for (const bag of bags) {
    const [oid, wrapped] = derValues(tagged(bag, TAG.sequence).content);
    const { content } = tagged(wrapped, contextTag(0));
    switch (oidOf(tagged(oid, TAG.oid))) {
      case `${BAG}1`:
        found.keys.push(content);
        break;
      case `${BAG}2`: {
        const opened = openEncryptedKey(content, password);
        found.isEncrypted = true;
        if (opened.weak !== undefined) found.weak.add(opened.weak);
        found.keys.push(opened.plain);
        break;
      }
      case `${BAG}3`: {
        const [type, value] = sequenceIn(content);
        if (oidOf(tagged(type, TAG.oid)) !== X509_CERTIFICATE) break;
        const certificate = tagged(value, contextTag(0)).content;
        found.certificates.push(oneValue(certificate, TAG.octetString).content);
        break;
      }
      case `${BAG}6`:
        readBags(sequenceIn(content), password, found, depth + 1);
        break;
      default: // Revocation lists and secrets are no part of a certificate.
    }
  }
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3). */
export function openEncryptedKey(der: Uint8Array<ArrayBuffer>, password: Password) {
  const [algorithm, data] = sequenceIn(der);
  const content = tagged(data, TAG.octetString).content;
  const opened = openWithPassword(tagged(algorithm, TAG.sequence), content, password);
  orWrong(() => oneValue(opened.plain, TAG.sequence));
  return opened;
}

/** The octets of a ContentInfo of the kind `data` (RFC 2315 §8). */
function dataIn(info: DerValue): Uint8Array<ArrayBuffer> {
  const [oid, content] = derValues(info.content);
  const kind = oidOf(tagged(oid, TAG.oid));
  if (kind !== DATA) throw unsupported(kind);
  return oneValue(tagged(content, contextTag(0)).content, TAG.octetString).content;
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or, in BER, in several. */
function implicitString(value: DerValue | undefined): Uint8Array {
  if (value?.tag === 0x80) return value.content;
  const pieces = derValues(tagged(value, contextTag(0)).content);
  return Buffer.concat(pieces.map((piece) => tagged(piece, TAG.octetString).content));
}

function sequenceIn(der: Uint8Array<ArrayBuffer>): readonly DerValue[] {
  return derValues(oneValue(der, TAG.sequence).content);
}

function readOrDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Obstacle) throw error;
    throw new Obstacle({ kind: 'damaged', part: 'pfx' });
  }
}
