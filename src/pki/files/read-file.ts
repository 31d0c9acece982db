/** From the bytes of a file to what is in it, whatever its format is. */
import { X509Certificate, X509Certificates } from '@peculiar/x509';
import type { ImportFileFormat, ImportProblem } from '../../domain/import-file.ts';
import { readCertificate } from '../certificate.ts';
import { readCsr } from '../csr.ts';
import { derValues, oneValue, TAG, tagged } from '../der.ts';
import { withDefiniteLengths } from './definite-lengths.ts';
import type { FileContents } from './file-contents.ts';
import { opensslKey, passwordOf, type Password } from './key-derivation.ts';
import { Obstacle } from './obstacle.ts';
import { decipher, orWrong } from './password-encryption.ts';
import { pemBlocks, type PemBlock } from './pem-blocks.ts';
import { looksLikePfx, openEncryptedKey, readPfx } from './pfx.ts';
import { notTaken, readPrivateKey } from './private-key.ts';

const CERTIFICATE_LABELS: readonly string[] = [
  ...['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'],
];
const CHAIN_LABELS: readonly string[] = ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'];
const KEY_LABELS: readonly string[] = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];
const ENCRYPTED_KEY = 'ENCRYPTED PRIVATE KEY';

/** What `DEK-Info` names, with the bytes of its key. */
const DEK_CIPHERS: Readonly<Record<string, { key: number; weak?: string }>> = {
  'aes-128-cbc': { key: 16 },
  'aes-192-cbc': { key: 24 },
  'aes-256-cbc': { key: 32 },
  'des-ede3-cbc': { key: 24, weak: '3DES' },
};

export type Foreign = Extract<ImportProblem, { kind: 'foreign-format' }>['what'];

/** undefined: nothing that is known here. */
export function formatOf(bytes: Uint8Array): ImportFileFormat | undefined {
  if (textOf(bytes).includes('-----BEGIN ')) return 'pem';
  if (looksLikePfx(bytes)) return 'pfx';
  if (certificateIn(bytes) !== undefined || bytes[0] !== TAG.sequence) {
    return bytes[0] === TAG.sequence ? 'der' : undefined;
  }
  if (certificatesOf(bytes) !== undefined) return 'pkcs7';
  return derKeyOf(bytes) === undefined ? undefined : 'der';
}

/** @throws Obstacle */
export function readFileContents(
  bytes: Uint8Array,
  format: ImportFileFormat | 'unknown',
  password: string | undefined,
): FileContents {
  switch (format) {
    case 'pem':
      return readPem(pemBlocks(textOf(bytes)), password);
    case 'pfx':
      return readPfx(bytes, password);
    case 'pkcs7':
      return { ...NOTHING, certificates: certificatesOf(bytes) ?? [] };
    case 'der':
      return readDerFile(new Uint8Array(bytes), password);
    case 'unknown':
      throw new Obstacle(foreignIn(bytes) ?? { kind: 'unknown-format' });
  }
}

const NOTHING: FileContents = { certificates: [], keys: [], weak: [], decryptedKey: false };

function readDerFile(der: Uint8Array<ArrayBuffer>, password: string | undefined): FileContents {
  const certificate = certificateIn(der);
  if (certificate !== undefined) return { ...NOTHING, certificates: [certificate] };
  if (derKeyOf(der) !== 'encrypted') return { ...NOTHING, keys: [der] };
  const { plain, weak } = openEncryptedKey(der, asked(password));
  return { ...NOTHING, keys: [plain], weak: weak === undefined ? [] : [weak], decryptedKey: true };
}

function readPem(blocks: readonly PemBlock[], password: string | undefined): FileContents {
  const certificates: Uint8Array[] = [];
  const keys: Uint8Array[] = [];
  const weak = new Set<string>();
  let decryptedKey = false;
  for (const [index, block] of blocks.entries()) {
    const damaged = new Obstacle({ kind: 'damaged', part: 'block', at: index + 1 });
    if (block.label === 'DSA PRIVATE KEY') throw notTaken('DSA');
    const isKey = KEY_LABELS.includes(block.label) || block.label === ENCRYPTED_KEY;
    const isCertificate = CERTIFICATE_LABELS.includes(block.label);
    if (!isKey && !isCertificate && !CHAIN_LABELS.includes(block.label)) continue;
    if (block.der === undefined) throw damaged;
    if (isKey) {
      const key = keyIn(block, block.der, password, damaged);
      if (key.weak !== undefined) weak.add(key.weak);
      decryptedKey ||= key.decrypted;
      keys.push(key.der);
    } else {
      const one = isCertificate ? certificateIn(block.der) : undefined;
      const found = isCertificate ? one && [one] : certificatesOf(block.der);
      if (found === undefined) throw damaged;
      certificates.push(...found);
    }
  }
  if (certificates.length + keys.length > 0)
    return { certificates, keys, weak: [...weak], decryptedKey };
  throw new Obstacle(foreignBlocks(blocks) ?? { kind: 'unknown-format' });
}

function keyIn(
  { label, headers }: PemBlock,
  der: Uint8Array<ArrayBuffer>,
  password: string | undefined,
  damaged: Obstacle,
) {
  if (label === ENCRYPTED_KEY) {
    if (derKeyOf(der) !== 'encrypted') throw damaged;
    const { plain, weak } = openOr(damaged, () => openEncryptedKey(der, asked(password)));
    return { der: plain, weak, decrypted: true };
  }
  const encryption = headers.get('dek-info');
  if (encryption === undefined) return { der, weak: undefined, decrypted: false };
  const [name = '', iv = ''] = encryption.split(',').map((part) => part.trim().toLowerCase());
  const cipher = DEK_CIPHERS[name];
  if (cipher === undefined) {
    throw new Obstacle({
      kind: 'unsupported-encryption',
      algorithm: name.slice(0, 40).toUpperCase(),
    });
  }
  const nonce = Buffer.from(iv, 'hex');
  const words = asked(password);
  const key = opensslKey(words, nonce.subarray(0, 8), cipher.key);
  const plain = openOr(damaged, () => new Uint8Array(decipher(name, key, nonce, der)));
  orWrong(() => oneValue(plain, TAG.sequence));
  return { der: plain, weak: cipher.weak ?? 'MD5', decrypted: true };
}

/** @throws Obstacle password-needed */
function asked(password: string | undefined): Password {
  if (password === undefined) throw new Obstacle({ kind: 'password-needed' });
  return passwordOf(password);
}

function openOr<T>(otherwise: Obstacle, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof Obstacle ? error : otherwise;
  }
}

/** In UTF-16 too, as PowerShell writes. */
function textOf(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isUtf8Marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = Buffer.from(isUtf8Marked ? bytes.subarray(3) : bytes);
  return text.toString(isUtf16 ? 'utf16le' : 'latin1');
}

function certificateIn(der: Uint8Array): Uint8Array | undefined {
  try {
    const { rawData } = new X509Certificate(new Uint8Array(der));
    const certificate = new Uint8Array(rawData);
    readCertificate(certificate);
    return certificate;
  } catch {
    return undefined;
  }
}

function certificatesOf(der: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    const all = new X509Certificates(withDefiniteLengths(new Uint8Array(der)));
    return [...all].map(({ rawData }) => new Uint8Array(rawData));
  } catch {
    return undefined;
  }
}

/** By its shape; undefined: it is no private key. */
function derKeyOf(der: Uint8Array): 'plain' | 'encrypted' | undefined {
  try {
    const [first, second, ...others] = derValues(
      oneValue(new Uint8Array(der), TAG.sequence).content,
    );
    if (first?.tag === TAG.sequence && others.length === 0) {
      tagged(second, TAG.octetString);
      return 'encrypted';
    }
    readPrivateKey(der);
    return 'plain';
  } catch {
    return undefined;
  }
}

function foreignIn(bytes: Uint8Array): ImportProblem | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (['feedfeed', 'cececece'].includes(magic)) return foreign('java-keystore');
  if (/^(?:ssh-|ecdsa-|sk-)/.test(start)) return foreign('ssh-key');
  if (start.startsWith('PuTTY-Us')) return foreign('ssh-key');
  try {
    readCsr(bytes);
    return foreign('request');
  } catch {
    return undefined;
  }
}

function foreignBlocks(blocks: readonly PemBlock[]): ImportProblem | undefined {
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST'))) return foreign('request');
  if (labels.some((label) => /OPENSSH|SSH2/.test(label))) return foreign('ssh-key');
  return labels.some((label) => label.endsWith('PUBLIC KEY')) ? foreign('public-key') : undefined;
}

function foreign(what: Foreign): ImportProblem {
  return { kind: 'foreign-format', what };
}
