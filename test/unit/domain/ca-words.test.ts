import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KNOWN_CAS, resolveCa } from '../../../src/domain/certificate-authorities.ts';
import { describeCa } from '../../../src/domain/ca-words.ts';
import { english } from '../../../src/domain/translate.ts';

describe('what a CA means', () => {
  it('is told of every known CA, each in its own words', () => {
    const words = KNOWN_CAS.map((ca) => describeCa(ca, english));
    assert.equal(new Set(words).size, KNOWN_CAS.length);
    for (const each of words) assert.doesNotMatch(each, /An ACME CA at/);
    assert.match(describeCa(resolveCa('letsencrypt-staging'), english), /do not trust/);
  });

  it('is told of others by their host', () => {
    const ca = resolveCa('https://ca.corp.example/directory');
    assert.equal(
      describeCa(ca, english),
      'An ACME CA at ca.corp.example. Who trusts its certificates depends on it.',
    );
  });
});
