import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { KeyFileWish, KeyMaterial } from '../../../../src/domain/key-material.ts';
import { isCertError } from '../../../../src/domain/errors.ts';
import { examineFile } from '../../../../src/pki/files/examine-file.ts';
import { openSecret } from '../../../../src/pki/files/open-secret.ts';
import { writeKeyFile } from '../../../../src/pki/files/write-key-file.ts';
import { splitPemChain } from '../../../../src/pki/pem.ts';
import { hasOpenssl } from '../openssl.ts';
import { issue, opensslFolder, type OpensslFolder } from './openssl-files.ts';

const PASSWORD = 'correct hörse';

describe('a file with a key', { skip: !(await hasOpenssl()) }, () => {
  let folder: OpensslFolder;
  const materials = new Map<string, KeyMaterial>();
  before(async () => {
    folder = await opensslFolder();
    await issue(folder, 'root', 'RSA-2048', { ca: true });
    for (const [name, kind] of [
      ['rsa', 'RSA-2048'],
      ['ec', 'P-384'],
    ] as const) {
      await issue(folder, name, kind, { issuer: 'root' });
      const chain = splitPemChain((await folder.join(`${name}.crt`, 'root.crt')).toString());
      const key = createPrivateKey(await folder.read(`${name}.key`));
      materials.set(name, { privateKey: key.export({ format: 'der', type: 'pkcs8' }), chain });
    }
  });
  after(() => folder.remove());
  const material = (name: string): KeyMaterial => materials.get(name) ?? assert.fail(name);

  for (const kind of ['rsa', 'ec']) {
    for (const legacy of [false, true]) {
      for (const password of ['', PASSWORD]) {
        const title = `${kind}, ${legacy ? '3DES' : 'AES'}, ${password === '' ? 'no' : 'a'} password`;
        it(`is read by openssl as a PFX: ${title}`, async () => {
          const { privateKey, chain } = material(kind);
          const wish = { format: 'pfx', password, legacy } as const;
          await folder.write('it.pfx', Buffer.from(writeKeyFile(material(kind), wish)));
          await folder.write('password', `${password}\n`);
          await folder.openssl('pkcs12 -in it.pfx -nodes -passin file:password -out it.pem');
          const text = (await folder.read('it.pem')).toString();
          const found = createPrivateKey(text).export({ format: 'der', type: 'pkcs8' });
          assert.deepEqual(found, Buffer.from(privateKey));
          const blocks = text.match(/-----BEGIN CERT[^-]*-----[^-]*-----END CERT[^-]*-----/g) ?? [];
          const certificates = blocks.map((block) => new X509Certificate(block).raw);
          assert.deepEqual(
            certificates,
            chain.map((der) => Buffer.from(der)),
          );
          const attributes = /localKeyID: (.*)/g;
          const ids = [...text.matchAll(attributes)].map(([, id]) => id);
          assert.equal(ids.length, 2);
          assert.equal(new Set(ids).size, 1);
        });
      }
    }
  }

  it('is weak only where that is wished for', () => {
    const notes = (legacy: boolean) => {
      const file = writeKeyFile(material('rsa'), { format: 'pfx', password: PASSWORD, legacy });
      return examineFile(file, { password: PASSWORD, now: new Date() }).examination.notes;
    };
    assert.deepEqual(notes(false), []);
    assert.deepEqual(notes(true), [{ kind: 'weak-encryption', algorithm: '3DES' }]);
  });

  it('is a PEM with the key first, encrypted where there is a password', () => {
    for (const password of ['', PASSWORD]) {
      const { privateKey, chain } = material('ec');
      const file = writeKeyFile(material('ec'), { format: 'pem', password, legacy: false });
      const text = Buffer.from(file).toString();
      const label = password === '' ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY';
      assert.ok(text.startsWith(`-----BEGIN ${label}-----\n`));
      assert.ok(text.endsWith('-----END CERTIFICATE-----\n'));
      const key = createPrivateKey({ key: text, passphrase: password });
      assert.deepEqual(key.export({ format: 'der', type: 'pkcs8' }), Buffer.from(privateKey));
      const certificates = text.slice(text.indexOf('-----BEGIN CERTIFICATE'));
      assert.deepEqual(splitPemChain(certificates), chain);
    }
  });

  it('is what the doctor reads again, whatever the password is', () => {
    const wishes: fc.Arbitrary<KeyFileWish> = fc.record({
      format: fc.constantFrom('pfx', 'pem'),
      // Surrogates that stand alone are no text, and NUL ends a password for some readers.
      password: fc
        .string({ unit: 'grapheme', maxLength: 40 })
        .filter((text) => !text.includes('\0')),
      legacy: fc.boolean(),
    });
    const property = fc.property(fc.constantFrom('rsa', 'ec'), wishes, (kind, wish) => {
      const file = writeKeyFile(material(kind), wish);
      const { examination, material: found } = examineFile(file, { ...wish, now: new Date() });
      assert.deepEqual(examination.problems, []);
      assert.deepEqual(asHex(found), asHex(material(kind)));
    });
    fc.assert(property, { numRuns: 12 });
  });

  it('is opened again as a secret; without a key where there is none', () => {
    const { chain } = material('rsa');
    const [leaf = new Uint8Array()] = chain;
    for (const format of ['pfx', 'pem'] as const) {
      const value = writeKeyFile(material('rsa'), { format, password: '', legacy: true });
      const { privateKey, chain: found } = openSecret(value, leaf);
      assert.deepEqual(
        asHex({ privateKey: privateKey ?? leaf, chain: found }),
        asHex(material('rsa')),
      );
    }
  });

  it('has the leaf first and loses nothing, however the secret is ordered', async () => {
    const [leaf = new Uint8Array()] = material('rsa').chain;
    const value = await folder.join('ec.crt', 'root.crt', 'rsa.crt');
    const { privateKey, chain } = openSecret(value, leaf);
    assert.equal(privateKey, undefined);
    const subjects = chain.map((der) => new X509Certificate(der).subject);
    assert.deepEqual(subjects, ['CN=rsa', 'CN=root', 'CN=ec']);
  });

  it('says nothing of a secret that cannot be read', () => {
    const [leaf = new Uint8Array()] = material('rsa').chain;
    const secret = Buffer.from('a password that somebody has put there');
    assert.throws(
      () => openSecret(secret, leaf),
      (error) => isCertError(error, 'Unexpected') && !error.message.includes('somebody'),
    );
  });
});

function asHex(material: KeyMaterial | undefined): readonly string[] {
  const { privateKey, chain } = material ?? assert.fail('there is no key');
  return [privateKey, ...chain].map((der) => Buffer.from(der).toString('hex'));
}
