import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { X509Certificate } from 'node:crypto';
import { examineFile } from '../../../../src/pki/files/examine-file.ts';
import { checkMaterial, summary } from './readings.ts';
import { indefinite } from './indefinite-lengths.ts';
import { hasOpenssl } from '../openssl.ts';
import { hasLegacyProvider, issue, opensslFolder, type OpensslFolder } from './openssl-files.ts';

const DAY_MS = 86_400_000;
const PASSWORD = 'correct horse';
const WRONG = 'wrong';
const PFX = 'pkcs12 -export -inkey rsa.key -in rsa.crt -certfile chain.pem';
const LEGACY = '-provider legacy -provider default';

/** `openssl` makes the file `out`; or it is put together. */
interface Row {
  readonly title: string;
  readonly make: string | ((folder: OpensslFolder) => Promise<Buffer>);
  readonly password?: string;
  /** OpenSSL needs its legacy provider for it. */
  readonly legacy?: boolean;
  readonly thumbprintOf?: string;
  /** Days from now. */
  readonly inDays?: number;
  /** Kinds of problems, warnings and notes; for an importable file the subjects of the chain. */
  readonly says: string;
}

const WHOLE = (f: OpensslFolder) => f.join('rsa.key', 'rsa.crt', 'chain.pem');
const TWO_LEAVES = (f: OpensslFolder) =>
  f.join('rsa.key', 'rsa.crt', 'ec.key', 'ec.crt', 'chain.pem');
const CHAIN = 'rsa < between < root';

const FILES: readonly Row[] = [
  // PFX
  ...['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC'].map((cipher) => ({
    title: `PFX, PBES2 with ${cipher}`,
    make: `${PFX} -keypbe ${cipher} -certpbe ${cipher} -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: cipher.startsWith('DES') ? `${CHAIN} weak-encryption` : CHAIN,
  })),
  ...['SHA1-RC2-40', 'SHA1-RC2-128', 'SHA1-RC4-40', 'SHA1-RC4-128', 'SHA1-3DES', 'SHA1-2DES'].map(
    (scheme) => ({
      title: `PFX, PBE-${scheme}`,
      legacy: true,
      make: `${PFX} ${LEGACY} -keypbe PBE-${scheme} -certpbe PBE-${scheme} -passout 'pass:${PASSWORD}'`,
      password: PASSWORD,
      says: `${CHAIN} weak-encryption`,
    }),
  ),
  {
    title: 'PFX as openssl 1 wrote it: RC2 and 3DES',
    legacy: true,
    make: `${PFX} ${LEGACY} -legacy -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: `${CHAIN} weak-encryption weak-encryption`,
  },
  ...['sha1', 'sha224', 'sha256', 'sha384', 'sha512'].map((digest) => ({
    title: `PFX with a MAC of ${digest}`,
    make: `${PFX} -macalg ${digest} -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: CHAIN,
  })),
  {
    title: 'PFX without a MAC',
    make: `${PFX} -nomac -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: CHAIN,
  },
  {
    title: 'PFX without a MAC, wrong password',
    make: `${PFX} -nomac -passout 'pass:${PASSWORD}'`,
    password: WRONG,
    says: 'password-wrong',
  },
  {
    title: 'PFX, wrong password',
    make: `${PFX} -passout 'pass:${PASSWORD}'`,
    password: WRONG,
    says: 'password-wrong',
  },
  {
    title: 'PFX, nobody asked',
    make: `${PFX} -passout 'pass:${PASSWORD}'`,
    says: 'password-needed',
  },
  { title: 'PFX with an empty password', make: `${PFX} -passout pass:`, says: CHAIN },
  {
    title: 'PFX with a password beyond ASCII',
    make: `${PFX} -passout 'pass:pässwörd-😀'`,
    password: 'pässwörd-😀',
    says: CHAIN,
  },
  {
    title: 'PFX that encrypts nothing',
    make: `${PFX} -keypbe NONE -certpbe NONE -nomac -passout pass:`,
    says: CHAIN,
  },
  {
    title: 'PFX with the lengths of BER',
    make: async ({ openssl, read }) => {
      await openssl(`${PFX} -passout 'pass:${PASSWORD}' -out out`);
      return indefinite(await read('out'));
    },
    password: PASSWORD,
    says: CHAIN,
  },
  {
    title: 'PFX of too many rounds',
    make: `${PFX} -keypbe AES-256-CBC -iter 5000000 -nomaciter -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: 'too-costly',
  },
  {
    title: 'PFX without its key',
    make: `pkcs12 -export -nokeys -in rsa.crt -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: 'no-key',
  },
  {
    title: 'PFX that ends too early',
    make: async ({ openssl, read }) => {
      await openssl(`${PFX} -passout 'pass:${PASSWORD}' -out out`);
      return (await read('out')).subarray(0, 900);
    },
    password: PASSWORD,
    says: 'damaged',
  },
  {
    title: 'PFX for a key on a curve',
    make: `pkcs12 -export -inkey ec.key -in ec.crt -certfile chain.pem -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: 'ec < between < root',
  },
  // PEM
  { title: 'PEM in order', make: WHOLE, says: CHAIN },
  {
    title: 'PEM in another order',
    make: (f) => f.join('root.crt', 'rsa.crt', 'rsa.key', 'between.crt'),
    says: `${CHAIN} reordered`,
  },
  {
    title: 'PEM with a BOM, CRLF and text between',
    make: async (f) => {
      const text = (await f.join('rsa.key', 'rsa.crt', 'chain.pem')).toString();
      const spoken = text.replaceAll('-----BEGIN', 'Bag Attributes\n    a: b\n-----BEGIN');
      return Buffer.from(`\uFEFF${spoken}`.replaceAll('\n', '\r\n'));
    },
    says: CHAIN,
  },
  {
    title: 'PEM in UTF-16',
    make: async (f) => {
      const text = (await f.join('rsa.key', 'rsa.crt', 'chain.pem')).toString();
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    },
    says: CHAIN,
  },
  {
    title: 'PEM as openssl takes it out of a PFX',
    make: async ({ openssl, read }) => {
      await openssl(`${PFX} -passout 'pass:${PASSWORD}' -out pfx`);
      await openssl(`pkcs12 -in pfx -nodes -passin 'pass:${PASSWORD}' -out out`);
      return read('out');
    },
    says: CHAIN,
  },
  {
    title: 'PEM with an RSA PRIVATE KEY',
    make: withKey('rsa -in rsa.key -traditional'),
    says: CHAIN,
  },
  {
    title: 'PEM with EC PARAMETERS and an EC PRIVATE KEY',
    make: async ({ openssl, join }) => {
      await openssl('ecparam -name prime256v1 -out parameters');
      await openssl('ec -in ec.key -out out');
      return join('parameters', 'out', 'ec.crt', 'chain.pem');
    },
    says: 'ec < between < root',
  },
  ...['aes128', 'aes192', 'aes256', 'des3'].map((cipher) => ({
    title: `PEM encrypted in the old way with ${cipher}`,
    make: withKey(`rsa -in rsa.key -traditional -${cipher} -passout 'pass:${PASSWORD}'`),
    password: PASSWORD,
    says: `${CHAIN} key-decrypted weak-encryption`,
  })),
  {
    title: 'PEM encrypted in the old way, wrong password',
    make: withKey(`rsa -in rsa.key -traditional -aes256 -passout 'pass:${PASSWORD}'`),
    password: WRONG,
    says: 'password-wrong',
  },
  ...['hmacWithSHA1', 'hmacWithSHA256', 'hmacWithSHA384', 'hmacWithSHA512'].map((prf) => ({
    title: `PEM with a key in PBES2, ${prf}`,
    make: withKey(
      `pkcs8 -topk8 -in rsa.key -v2 aes-256-cbc -v2prf ${prf} -passout 'pass:${PASSWORD}'`,
    ),
    password: PASSWORD,
    says: `${CHAIN} key-decrypted`,
  })),
  ...['SHA1-RC2-40', 'SHA1-RC2-128', 'SHA1-RC4-40', 'SHA1-RC4-128', 'SHA1-3DES', 'SHA1-2DES'].map(
    (scheme) => ({
      title: `PEM with a key in PBE-${scheme}`,
      legacy: true,
      make: withKey(
        `pkcs8 -topk8 ${LEGACY} -in rsa.key -v1 PBE-${scheme} -passout 'pass:${PASSWORD}'`,
      ),
      password: PASSWORD,
      says: `${CHAIN} key-decrypted weak-encryption`,
    }),
  ),
  {
    title: 'PEM with an encrypted key, wrong password',
    make: withKey(`pkcs8 -topk8 -in rsa.key -passout 'pass:${PASSWORD}'`),
    password: WRONG,
    says: 'password-wrong',
  },
  {
    title: 'PEM with an encrypted key, nobody asked',
    make: withKey(`pkcs8 -topk8 -in rsa.key -passout 'pass:${PASSWORD}'`),
    says: 'password-needed',
  },
  {
    title: 'PEM with a key in scrypt',
    make: withKey(`pkcs8 -topk8 -in rsa.key -scrypt -passout 'pass:${PASSWORD}'`),
    password: PASSWORD,
    says: 'unsupported-encryption',
  },
  {
    title: 'PEM with the key of another',
    make: (f) => f.join('ec.key', 'rsa.crt', 'chain.pem'),
    says: 'key-mismatch',
  },
  {
    title: 'PEM with two leaves',
    make: TWO_LEAVES,
    says: 'several-leaves',
  },
  {
    title: 'PEM with two leaves, one named',
    make: TWO_LEAVES,
    thumbprintOf: 'ec.crt',
    says: 'ec < between < root left-out',
  },
  {
    title: 'PEM with two leaves, a third named',
    make: TWO_LEAVES,
    thumbprintOf: 'root.crt',
    says: 'no-such-leaf',
  },
  {
    title: 'PEM without the issuer',
    make: (f) => f.join('rsa.key', 'rsa.crt'),
    says: 'rsa missing-issuer',
  },
  {
    title: 'PEM with a gap in the chain',
    make: (f) => f.join('rsa.key', 'rsa.crt', 'root.crt'),
    says: 'rsa missing-issuer left-out',
  },
  {
    title: 'PEM, expired',
    make: WHOLE,
    inDays: 91,
    says: 'expired',
  },
  {
    title: 'PEM, not yet valid',
    make: WHOLE,
    inDays: -1,
    says: `${CHAIN} not-yet-valid not-yet-valid not-yet-valid`,
  },
  ...['p384', 'p521', 'p256k'].map((name) => ({
    title: `PEM on the curve of ${name}`,
    make: (f: OpensslFolder) => f.join(`${name}.key`, `${name}.crt`),
    says: name,
  })),
  ...['small', 'brainpool', 'ed'].map((name) => ({
    title: `PEM with a key that Key Vault does not take: ${name}`,
    make: (f: OpensslFolder) => f.join(`${name}.key`, `${name}.crt`),
    says: 'key-not-taken',
  })),
  {
    title: 'PEM with a long subject',
    make: (f) => f.join('long.key', 'long.crt'),
    says: 'subject-too-long',
  },
  { title: 'a key alone', make: (f) => f.read('rsa.key'), says: 'no-certificate' },
  { title: 'a certificate alone', make: (f) => f.read('rsa.crt'), says: 'no-key' },
  {
    title: 'PEM with a damaged block',
    make: async (f) => {
      const text = (await f.read('rsa.crt')).toString();
      return Buffer.concat([await f.read('rsa.key'), Buffer.from(text.replace('\nMII', '\nM!I'))]);
    },
    says: 'damaged',
  },
  // Others
  { title: 'a certificate in DER', make: 'x509 -in rsa.crt -outform DER', says: 'no-key' },
  { title: 'a key in DER', make: 'pkey -in rsa.key -outform DER', says: 'no-certificate' },
  {
    title: 'an encrypted key in DER',
    make: `pkcs8 -topk8 -in rsa.key -outform DER -passout 'pass:${PASSWORD}'`,
    password: PASSWORD,
    says: 'no-certificate',
  },
  ...['PEM', 'DER'].map((format) => ({
    title: `PKCS#7 in ${format}`,
    make: `crl2pkcs7 -nocrl -certfile rsa.crt -certfile chain.pem -outform ${format}`,
    says: 'no-key',
  })),
  ...['PEM', 'DER'].map((format) => ({
    title: `a request in ${format}`,
    make: `req -in rsa.csr -config openssl.cnf -outform ${format}`,
    says: 'foreign-format',
  })),
  { title: 'a public key', make: 'pkey -in rsa.key -pubout', says: 'foreign-format' },
  ...['ssh-ed25519 AAAAC3Nz me@here', '-----BEGIN OPENSSH PRIV' + 'ATE KEY-----\nAAAA\n'].map(
    (text) => ({
      title: `a key of SSH: ${text.slice(0, 11)}`,
      make: () => Promise.resolve(Buffer.from(text)),
      says: 'foreign-format',
    }),
  ),
  {
    title: 'a keystore of Java',
    make: () => Promise.resolve(Buffer.from('feedfeed0000000200000000', 'hex')),
    says: 'foreign-format',
  },
  { title: 'nothing', make: () => Promise.resolve(Buffer.alloc(0)), says: 'empty' },
  {
    title: '10 MB',
    make: () => Promise.resolve(Buffer.alloc(10_000_000, 0x30)),
    says: 'too-large',
  },
  {
    title: 'garbage',
    make: () => Promise.resolve(Buffer.from('hello, world')),
    says: 'unknown-format',
  },
];

const openssl = await hasOpenssl();
const legacyProvider = openssl && (await hasLegacyProvider());

describe('examineFile', { skip: !openssl }, () => {
  let folder: OpensslFolder;

  before(async () => {
    folder = await opensslFolder();
    await issue(folder, 'root', 'RSA-2048', { ca: true });
    await issue(folder, 'between', 'RSA-2048', { ca: true, issuer: 'root' });
    await issue(folder, 'rsa', 'RSA-2048', { issuer: 'between' });
    await issue(folder, 'ec', 'P-256', { issuer: 'between' });
    await issue(folder, 'p384', 'P-384');
    await issue(folder, 'p521', 'P-521');
    await issue(folder, 'p256k', 'P-256K');
    await issue(folder, 'small', 'RSA-1024');
    await issue(folder, 'brainpool', 'brainpool');
    await issue(folder, 'ed', 'ED25519');
    const units = ['1', '2', '3', '4'].map((unit) => `/OU=${unit.repeat(60)}`).join('');
    await issue(folder, 'long', 'P-256', { subject: `/CN=long${units}` });
    await folder.write('chain.pem', await folder.join('between.crt', 'root.crt'));
  });
  after(() => folder.remove());

  for (const row of FILES) {
    const { title, make, password, legacy = false, thumbprintOf, inDays = 0.01, says } = row;
    it(`${title}: ${says}`, { skip: legacy && !legacyProvider }, async () => {
      const bytes = typeof make === 'string' ? await made(make) : await make(folder);
      const thumbprint =
        thumbprintOf === undefined
          ? undefined
          : new X509Certificate(await folder.read(thumbprintOf)).fingerprint;
      const now = new Date(Date.now() + inDays * DAY_MS);
      const reading = examineFile(bytes, { password, thumbprint, now });
      assert.equal(summary(reading), says);
      assert.deepEqual(JSON.parse(JSON.stringify(reading.examination)), reading.examination);
      assert.doesNotMatch(JSON.stringify(reading.examination), new RegExp(PASSWORD));
      checkMaterial(reading);
    });
  }

  async function made(line: string): Promise<Buffer> {
    await folder.openssl(`${line} -out out`);
    return folder.read('out');
  }
});

function withKey(line: string): Row['make'] {
  return async ({ openssl, join }) => {
    await openssl(`${line} -out out`);
    return join('out', 'rsa.crt', 'chain.pem');
  };
}
