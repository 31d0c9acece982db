import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Extension } from '@peculiar/x509';
import fc from 'fast-check';
import { isCertError } from '../../../src/domain/errors.ts';
import { createPki } from '../../../src/pki/pki.ts';
import { makeCertificate, makeKeys, type Keys } from './test-certificates.ts';

const pki = createPki();

/** Every kind whose content is read. */
const READ = [
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.24',
  '1.3.6.1.4.1.11129.2.4.2',
];

/** Values of the right outer type with something else in them. */
const WRONG: readonly (readonly [what: string, oid: string, hex: string])[] = [
  ['a key identifier that is a number', '2.5.29.14', '020101'],
  ['key usages that are a sequence', '2.5.29.15', '3000'],
  ['an address of five bytes', '2.5.29.17', '300787050102030405'],
  ['a kind of name that does not exist', '2.5.29.17', '3003890101'],
  ['a DNS name that ends too early', '2.5.29.17', '3003820561'],
  ['alternative names with something after them', '2.5.29.17', '30058203612e620500'],
  ['a distribution point that is a text', '2.5.29.31', '30030c0161'],
  ['a policy without identifier', '2.5.29.32', '30023000'],
  ['an authority key identifier that is a text', '2.5.29.35', '0c0161'],
  ['an extended key usage that is a number', '2.5.29.37', '3003020101'],
  ['an access description without address', '1.3.6.1.5.5.7.1.1', '300c300a06082b06010505073001'],
  ['timestamps that are longer than their list', '1.3.6.1.4.1.11129.2.4.2', '0406000400ff0102'],
  [
    'timestamps that are shorter than their list',
    '1.3.6.1.4.1.11129.2.4.2',
    '0405000900010100'.slice(0, 14),
  ],
  ['a length that is longer than everything', '2.5.29.17', '3084ffffffff'],
  ['no length', '2.5.29.17', '30'],
  ['nothing', '2.5.29.17', ''],
];

describe('an extension that is broken', () => {
  let keys: Keys;

  before(async () => {
    keys = await makeKeys();
  });

  const certificateWith = async (
    ...extensions: readonly (readonly [oid: string, value: Uint8Array])[]
  ) => {
    const { der } = await makeCertificate({
      subject: 'CN=a.example',
      keys,
      extensions: extensions.map(([oid, value]) => new Extension(oid, false, value)),
    });
    return pki.readCertificate(der);
  };

  for (const [what, oid, hex] of WRONG) {
    it(`with ${what} is told, and hides nothing`, async () => {
      const names = ['1.2.3.4', Uint8Array.of(5, 0)] as const;
      const facts = await certificateWith([oid, Buffer.from(hex, 'hex')], names);
      const reading = facts.extensions.find((extension) => extension.oid === oid)?.reading;
      assert.equal(reading, 'unreadable');
      assert.deepEqual(facts.alternativeNames, []);
      assert.equal(facts.sctCount, undefined);
      assert.deepEqual(facts.basicConstraints, { ca: false, pathLength: undefined });
      assert.equal(facts.extensions.at(-1)?.reading, 'other');
    });
  }

  it('is one that stands there again: the first one counts', async () => {
    const san = (name: string) =>
      [
        '2.5.29.17',
        Buffer.from([0x30, name.length + 2, 0x82, name.length, ...Buffer.from(name)]),
      ] as const;
    const facts = await certificateWith(san('a.example'), san('b.example'));
    assert.deepEqual(facts.dnsNames, ['a.example']);
    assert.deepEqual(
      facts.extensions.slice(-2).map(({ reading }) => reading),
      ['read', 'unreadable'],
    );
  });

  it('never keeps the certificate from being read', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      // A sequence whose content is anything gets further into the readers.
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(0x30, bytes.length, ...bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...READ), content, async (oid, value) => {
        const facts = await certificateWith([oid, value]);
        assert.equal(facts.subject, 'CN=a.example');
        assert.match(facts.extensions.at(-1)?.reading ?? '', /^(?:read|unreadable)$/);
      }),
      { numRuns: 400 },
    );
  });

  it('in any of its bytes leaves the certificate readable or refused', async () => {
    const { der } = await makeCertificate({
      subject: 'CN=a.example',
      names: ['a.example', '*.a.example'],
      ekus: ['1.3.6.1.5.5.7.3.1'],
    });
    for (let at = 0; at < der.length; at++) {
      for (const byte of [0x00, 0x7f, 0x80, 0xff, (der[at] ?? 0) ^ 1]) {
        try {
          pki.readCertificate(der.with(at, byte));
        } catch (error) {
          assert.ok(isCertError(error, 'Unexpected'), `byte ${at}: ${String(error)}`);
        }
      }
    }
  });
});
