import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  challengeRecordName,
  isWithin,
  parseDnsName,
  parseDnsNames,
  relativeName,
} from '../../../src/domain/dns-name.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { describeNameProblem } from '../../../src/domain/messages/reasons.ts';
import { english } from '../../../src/domain/translate.ts';

function refused(input: string, reason: RegExp): void {
  assert.throws(
    () => parseDnsName(input),
    (error: unknown) =>
      isCertError(error, 'InvalidDnsName') &&
      reason.test(describeNameProblem(error.facts.problem, english)),
    `${JSON.stringify(input)} should be refused because of ${String(reason)}`,
  );
}

describe('parseDnsName', () => {
  const accepted: readonly (readonly [string, string])[] = [
    ['example.com', 'example.com'],
    ['WWW.Example.COM', 'www.example.com'],
    ['example.com.', 'example.com'],
    ['*.example.com', '*.example.com'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['MÜNCHEN.de', 'xn--mnchen-3ya.de'],
    ['*.straße.de', '*.xn--strae-oqa.de'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
    ['10.example.com', '10.example.com'],
    ['1und1.de', '1und1.de'],
    [`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
  ];
  for (const [input, ascii] of accepted) {
    it(`reads ${input}`, () => {
      assert.equal(parseDnsName(input).ascii, ascii);
    });
  }

  it('tells the base name of a wildcard', () => {
    assert.deepEqual(parseDnsName('*.a.example'), {
      ascii: '*.a.example',
      base: 'a.example',
      wildcard: true,
    });
    assert.deepEqual(parseDnsName('a.example'), {
      ascii: 'a.example',
      base: 'a.example',
      wildcard: false,
    });
  });

  const longest = `${'a'.repeat(61)}.`.repeat(4);
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['', /empty/],
    ['.', /empty/],
    ['*.', /empty/],
    ['com', /two labels/],
    ['*.com', /two labels/],
    ['*', /wildcard/],
    ['a.*.example', /wildcard/],
    ['*.*.example.com', /wildcard/],
    ['w*.example.com', /wildcard/],
    ['a..example', /empty label/],
    ['.a.example', /empty label/],
    ['a.example..', /empty label/],
    ['\u00ad.example.com', /empty label/],
    ['_acme.example.com', /underscore/],
    ['-a.example', /hyphens/],
    ['a-.example', /hyphens/],
    ['ab--c.example', /third and fourth/],
    [`${'a'.repeat(64)}.com`, /63/],
    [`${'ü'.repeat(60)}.de`, /63/],
    [`${longest}abcdef.de`, /253/],
    [`*.${longest}abc.d`, /253/],
    ['192.0.2.1', /number/],
    ['１９２.0.2.１', /number/],
    ['example.0x1f', /number/],
    ['example.42', /number/],
    ['::1', /address/],
    ['[::1]', /"\["/],
    ['example.com:443', /port/],
    ['https://example.com', /port/],
    ['user@example.com', /"@"/],
    ['example.com/path', /"\/"/],
    ['example.com?q', /"\?"/],
    ['example.com#f', /"#"/],
    ['a\\b.example', /"\\\\"/],
    ['a%62.example', /"%"/],
    ['a b.example', /" "/],
    ['a\t.example', /"\\t"/],
    ['a\u200d.example', /not a valid/],
    ['\ud800.example', /not a valid/],
  ];
  for (const [input, reason] of refusals) {
    it(`refuses ${JSON.stringify(input.slice(0, 40))} because of ${reason.source}`, () => {
      refused(input, reason);
    });
  }

  it('accepts exactly 253 characters', () => {
    const name = `${longest}abcde`;
    assert.equal(name.length, 253);
    assert.equal(parseDnsName(name).ascii, name);
  });

  const LDH = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}$/;
  const anyInput = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('a1-.*_@:/xn０．。üß٤\u00ad ')) }),
    fc.domain().map((name) => name.toUpperCase()),
    fc.domain().map((name) => `*.${name}`),
    fc.ipV4(),
    fc.ipV6(),
  );

  it('reads or refuses any string, and what it reads is LDH and reads as itself', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        let name;
        try {
          name = parseDnsName(input);
        } catch (error) {
          assert.ok(isCertError(error, 'InvalidDnsName'));
          return;
        }
        assert.match(name.ascii, LDH);
        assert.ok(name.ascii.length <= 253);
        assert.deepEqual(parseDnsName(name.ascii), name);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseDnsNames', () => {
  const ascii = (inputs: readonly string[]) => parseDnsNames(inputs).map((name) => name.ascii);

  it('drops repetitions and keeps the order', () => {
    assert.deepEqual(ascii(['b.example', '*.b.example', 'B.example.', 'a.example']), [
      'b.example',
      '*.b.example',
      'a.example',
    ]);
  });

  it('wants at least one name', () => {
    assert.throws(
      () => parseDnsNames([]),
      (error: unknown) => isCertError(error, 'NoDnsName'),
    );
  });

  it('refuses a name that a wildcard covers, wherever it stands', () => {
    for (const names of [
      ['www.a.example', '*.a.example'],
      ['*.a.example', 'www.a.example'],
    ]) {
      assert.throws(
        () => parseDnsNames(names),
        (error: unknown) =>
          isCertError(error, 'InvalidDnsName') &&
          error.facts.name === 'www.a.example' &&
          isDeepStrictEqual(error.facts.problem, { kind: 'covered', wildcard: '*.a.example' }),
      );
    }
  });

  it('lets a wildcard stand beside its apex, deeper names and a deeper wildcard', () => {
    for (const names of [
      ['a.example', '*.a.example', '*.y.a.example'],
      ['*.a.example', 'x.y.a.example'],
      ['*.a.example', 'ba.example'],
    ]) {
      assert.deepEqual(ascii(names), names);
    }
  });
});

describe('names and zones', () => {
  it('puts the challenge of a wildcard where that of its base stands', () => {
    for (const input of ['a.example', '*.a.example']) {
      assert.equal(challengeRecordName(parseDnsName(input)), '_acme-challenge.a.example');
    }
  });

  it('matches zones at label boundaries', () => {
    assert.ok(isWithin('a.example', 'a.example'));
    assert.ok(isWithin('b.a.example', 'a.example'));
    assert.ok(!isWithin('ba.example', 'a.example'));
    assert.ok(!isWithin('example', 'a.example'));
  });

  it('names a record relative to its zone', () => {
    assert.equal(relativeName('a.example', 'a.example'), '@');
    assert.equal(relativeName('_acme-challenge.a.example', 'a.example'), '_acme-challenge');
    assert.equal(relativeName('x.y.a.example', 'a.example'), 'x.y');
    assert.throws(
      () => relativeName('ba.example', 'a.example'),
      (error: unknown) => isCertError(error, 'Unexpected'),
    );
  });

  it('gets the name back from its relative form', () => {
    const zoneName = fc.domain();
    const inside = fc.array(fc.constantFrom('a', 'b-c', '_acme-challenge'), { maxLength: 4 });
    fc.assert(
      fc.property(zoneName, inside, (zone, labels) => {
        const name = [...labels, zone].join('.');
        const relative = relativeName(name, zone);
        assert.equal(relative === '@' ? zone : `${relative}.${zone}`, name);
      }),
    );
  });
});
