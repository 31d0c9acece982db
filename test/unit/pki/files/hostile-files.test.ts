import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { examineFile } from '../../../../src/pki/files/examine-file.ts';
import { decryptRc2Cbc } from '../../../../src/pki/files/legacy-ciphers.ts';
import { hasOpenssl } from '../openssl.ts';
import { issue, opensslFolder, type OpensslFolder } from './openssl-files.ts';

const NOW = new Date();
const SLOWEST_MS = 3_000;

const openssl = await hasOpenssl();

describe('examineFile, of files that somebody has spoilt', { skip: !openssl }, () => {
  let folder: OpensslFolder;
  const files: Buffer[] = [];

  before(async () => {
    folder = await opensslFolder();
    await issue(folder, 'a', 'P-256');
    const pfx = 'pkcs12 -export -inkey a.key -in a.crt -passout pass:x -iter 2';
    await folder.openssl(`${pfx} -out modern`);
    await folder.openssl(`${pfx} -nomac -keypbe NONE -certpbe NONE -out open`);
    await folder.openssl('pkcs8 -topk8 -in a.key -passout pass:x -iter 2 -out encrypted');
    const whole = [folder.read('modern'), folder.read('open')];
    const pem = [folder.join('encrypted', 'a.crt'), folder.join('a.key', 'a.crt')];
    files.push(...(await Promise.all([...whole, ...pem])));
  });
  after(() => folder.remove());

  const examine = (bytes: Uint8Array) => examineFile(bytes, { password: 'x', now: NOW });

  it('takes them as they were', () => {
    for (const file of files) assert.equal(examine(file).examination.verdict, 'ok');
  });

  it('judges random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        assert.equal(examine(bytes).examination.verdict, 'blocking');
      }),
      { numRuns: 300 },
    );
  });

  it('judges files that end too early', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.double({ min: 0, max: 0.9, noNaN: true }), (which, share) => {
        const file = files[which] ?? Buffer.alloc(0);
        const { examination, material } = examine(
          file.subarray(0, Math.floor(file.length * share)),
        );
        assert.equal(examination.verdict, 'blocking');
        assert.equal(material, undefined);
      }),
      { numRuns: 200 },
    );
  });

  it('judges files with other bytes in them, and never in more than some seconds', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(3), changes, (which, spoilt) => {
        const file = Buffer.from(files[which] ?? []);
        for (const [at, byte] of spoilt) file[at % file.length] = byte;
        const start = performance.now();
        const { examination, material } = examine(file);
        assert.equal(material === undefined, examination.verdict === 'blocking');
        assert.ok(performance.now() - start < SLOWEST_MS);
      }),
      { numRuns: 400 },
    );
  });

  it('judges a PEM of nothing but beginnings quickly', () => {
    const start = performance.now();
    const text = '-----BEGIN CERTIFICATE-----\n'.repeat(37_000);
    assert.equal(examine(Buffer.from(text)).examination.problems[0]?.kind, 'damaged');
    assert.ok(performance.now() - start < SLOWEST_MS);
  });

  it('judges values that are nested without end', () => {
    const deep = Buffer.concat([
      Buffer.from('3080020103', 'hex'),
      Buffer.alloc(200_000, '3080', 'hex'),
    ]);
    assert.equal(examine(deep).examination.problems[0]?.kind, 'damaged');
  });
});

describe('decryptRc2Cbc', () => {
  it('opens the examples of RFC 2268 §5 whose effective bits are those of the key', () => {
    const open = (key: string, cipher: string): string =>
      decryptRc2Cbc(Buffer.from(key, 'hex'), Buffer.alloc(8), Buffer.from(cipher, 'hex')).toString(
        'hex',
      );
    assert.equal(open('ffffffffffffffff', '278b27e42e2f0d49'), 'ffffffffffffffff');
    assert.equal(open('3000000000000000', '30649edf9be7d2c2'), '1000000000000001');
    assert.equal(open('88bca90e90875a7f0f79c384627bafb2', '2269552ab0f85ca6'), '0000000000000000');
  });
});
