/** PKCS#12 files with an empty password (RFC 7292), as Key Vault gives them out. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { explicit, integer, NULL, octets, oid, sequence, set } from './der.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const SHROUDED_KEY_BAG = oid('1.2.840.113549.1.12.10.1.2');
const CERTIFICATE_BAG = oid('1.2.840.113549.1.12.10.1.3');
const X509_CERTIFICATE = oid('1.2.840.113549.1.9.22.1');
const LOCAL_KEY_ID = oid('1.2.840.113549.1.9.21');
const SHA256 = oid('2.16.840.1.101.3.4.2.1');

const MAC_ITERATIONS = 2000;

/**
 * @param key absent from the file where it is not exportable
 * @param chain DER, in the order of the file
 * @param leaf DER: which of the chain belongs to the key
 */
export function encodePkcs12(
  key: KeyObject | undefined,
  chain: readonly Buffer[],
  leaf: Buffer,
): Buffer {
  const localKeyId = sequence(LOCAL_KEY_ID, set(octets(createHash('sha1').update(leaf).digest())));
  const keyBags = key === undefined ? [] : [keyBag(key, localKeyId)];
  const certificateBags = chain.map((der) =>
    certificateBag(der, der.equals(leaf) ? [localKeyId] : []),
  );
  const safe = sequence(
    ...[keyBags, certificateBags]
      .filter((bags) => bags.length > 0)
      .map((bags) => contentInfo(sequence(...bags))),
  );
  return sequence(integer(3), contentInfo(safe), macData(safe));
}

function contentInfo(content: Buffer): Buffer {
  return sequence(DATA, explicit(octets(content)));
}

/** Encrypted by PBES2 with AES-256; the certificates, being public, are not. */
function keyBag(key: KeyObject, localKeyId: Buffer): Buffer {
  const encrypted = key.export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase: '',
  });
  return sequence(SHROUDED_KEY_BAG, explicit(encrypted), set(localKeyId));
}

function certificateBag(der: Buffer, attributes: readonly Buffer[]): Buffer {
  const bag = sequence(X509_CERTIFICATE, explicit(octets(der)));
  return sequence(
    CERTIFICATE_BAG,
    explicit(bag),
    ...(attributes.length === 0 ? [] : [set(...attributes)]),
  );
}

function macData(safe: Buffer): Buffer {
  const salt = randomBytes(20);
  const mac = createHmac('sha256', deriveMacKey(salt)).update(safe).digest();
  const digestInfo = sequence(sequence(SHA256, NULL), octets(mac));
  return sequence(digestInfo, octets(salt), integer(MAC_ITERATIONS));
}

/**
 * RFC 7292, appendix B.2, for the empty password and SHA-256: purpose 3 (a MAC key), of which one
 * block is enough. The empty password is two zero bytes: only the terminator of a BMPString.
 */
function deriveMacKey(salt: Buffer): Buffer {
  const block = 64;
  const diversifier = Buffer.alloc(block, 3);
  const input = Buffer.concat([Buffer.alloc(block, salt), Buffer.alloc(block, 0)]);
  let hash = createHash('sha256').update(diversifier).update(input).digest();
  for (let round = 1; round < MAC_ITERATIONS; round++) {
    hash = createHash('sha256').update(hash).digest();
  }
  return hash;
}
