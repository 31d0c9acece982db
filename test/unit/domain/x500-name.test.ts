import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatX500Name, readX500Name, vaultSubject } from '../../../src/domain/x500-name.ts';

/** Attributes as `TYPE=value`, levels apart. */
function levels(text: string): readonly (readonly string[])[] {
  const read = readX500Name(text);
  assert.ok('name' in read, `${text}: ${JSON.stringify(read)}`);
  return read.name.map((level) => level.map(({ type, value }) => `${type}=${value}`));
}

describe('readX500Name', () => {
  const names: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['', []],
    ['  ', []],
    ['CN=example.com', [['CN=example.com']]],
    ['cn = example.com , o = Contoso', [['CN=example.com'], ['O=Contoso']]],
    ['CN=a;O=b', [['CN=a'], ['O=b']]],
    ['CN=a+OU=b + L=c, O=d', [['CN=a', 'OU=b', 'L=c'], ['O=d']]],
    ['O="Contoso, Inc."', [['O=Contoso, Inc.']]],
    ['O="The ""Best"" + Co"', [['O=The "Best" + Co']]],
    ['O="C:\\dir"', [['O=C:\\dir']]],
    ['O=Contoso\\, Inc.', [['O=Contoso, Inc.']]],
    ['O=a\\+b\\"c\\\\d\\;e\\<f\\>g\\=h\\#i', [['O=a+b"c\\d;e<f>g=h#i']]],
    ['O=\\ two ends\\ ,C=DE', [['O= two ends '], ['C=DE']]],
    ['L=M\\C3\\BCnchen', [['L=München']]],
    ['S=Bavaria, ST=Bayern', [['S=Bavaria'], ['ST=Bayern']]],
    ['OID.2.5.4.17=80331, 2.5.4.45=x', [['OID.2.5.4.17=80331'], ['OID.2.5.4.45=x']]],
    ['E=a@b.example, SERIALNUMBER=1', [['E=a@b.example'], ['SERIALNUMBER=1']]],
    ['CN=*.example.com, O=a=b', [['CN=*.example.com'], ['O=a=b']]],
    ['CN=🔑 Ключ', [['CN=🔑 Ключ']]],
  ];
  for (const [text, expected] of names) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(levels(text), expected);
    });
  }

  const faults: readonly (readonly [string, string, number])[] = [
    ['example.com', 'type', 1],
    ['=x', 'type', 1],
    ['CN', 'equals', 3],
    ['CN=', 'empty-value', 4],
    ['CN=""', 'empty-value', 4],
    ['CN= , O=x', 'empty-value', 5],
    ['CN=a,', 'type', 6],
    ['CN=a,,O=b', 'type', 6],
    ['CN=a, XX=b', 'unknown-type', 7],
    ['CN="a', 'quote', 4],
    ['CN=a"b"', 'quote', 5],
    ['CN="a"b', 'after-quote', 7],
    ['CN="a\\"b"', 'after-quote', 8],
    ['CN=a\\', 'escape', 5],
    ['CN=a\\x', 'escape', 5],
    ['CN=a\\FF', 'escape', 5],
    ['CN=#0401', 'binary', 4],
    ['CN=a\nb', 'control-character', 4],
    ['CN="a\u0000"', 'control-character', 4],
  ];
  for (const [text, fault, at] of faults) {
    it(`tells where ${JSON.stringify(text)} is none`, () => {
      assert.deepEqual(readX500Name(text), { fault, at });
    });
  }

  it('never throws, whatever the text, and names a place in it', () => {
    const alphabet = fc.constantFrom(
      ...['C', 'N', 'O', '=', '"', ',', ';', '+', '\\', '#', ' ', '\t', '\n', '1', '.', '5'],
      ...['é', '𝒳', '""', '\\,', '\\C3', 'CN='],
    );
    fc.assert(
      fc.property(
        fc.array(alphabet).map((parts) => parts.join('')),
        (text) => {
          const read = readX500Name(text);
          if ('fault' in read) assert.ok(read.at >= 1 && read.at <= text.length + 1);
        },
      ),
    );
  });
});

describe('formatX500Name', () => {
  const value = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text));
  const nasty = fc
    .array(fc.constantFrom(' ', ',', ';', '+', '"', '\\', '#', '<', '>', '=', 'a'), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() !== '');
  const attribute = fc.record(
    {
      type: fc.constantFrom('CN', 'O', 'OU', 'S', 'ST', 'STREET', 'DC', 'OID.2.5.4.17'),
      value: fc.oneof(value, nasty),
    },
    { noNullPrototype: true },
  );
  const name = fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { maxLength: 4 });

  it('writes what is read as the same name', () => {
    fc.assert(
      fc.property(name, (wanted) => {
        assert.deepEqual(readX500Name(formatX500Name(wanted)), { name: wanted });
      }),
    );
  });

  it('quotes as Windows does', () => {
    const text = 'CN=a + OU="b, ""c""", O="d\\e"';
    const read = readX500Name(text);
    assert.ok('name' in read);
    assert.equal(formatX500Name(read.name), text);
  });
});

describe('vaultSubject', () => {
  it('is what was written, unless Windows would read it otherwise', () => {
    assert.equal(vaultSubject(' CN=a,O="b, c" '), 'CN=a,O="b, c"');
    assert.equal(vaultSubject('CN=a,O=b\\, c'), 'CN=a, O="b, c"');
    assert.equal(vaultSubject('CN=a\\'), 'CN=a\\');
  });
});
