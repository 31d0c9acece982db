import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatRecipe, parseRecipe, type RenewalRecipe } from '../../../src/domain/renewal-tag.ts';

const RECIPES: readonly [RenewalRecipe, string][] = [
  [{ ca: 'letsencrypt', profile: undefined, account: undefined }, 'letsencrypt'],
  [
    { ca: 'letsencrypt', profile: 'tlsserver', account: 'https://acme.example/acct/7' },
    'letsencrypt profile=tlsserver account=https://acme.example/acct/7',
  ],
  [
    {
      ca: 'google',
      profile: undefined,
      validDays: 30,
      preferredChain: 'GTS Root R4, old = new',
      account: 'https://acme.example/acct/7',
    },
    'google days=30 chain=GTS%20Root%20R4%2C%20old%20%3D%20new account=https://acme.example/acct/7',
  ],
  [
    { ca: 'https://ca.example/dir?x=1', profile: undefined, account: 'https://ca.example/a=b' },
    'https://ca.example/dir?x=1 account=https://ca.example/a=b',
  ],
];

const url = fc.webUrl({ validSchemes: ['https'], size: 'small' });
const recipe: fc.Arbitrary<RenewalRecipe> = fc.record(
  {
    ca: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/), url),
    profile: fc.option(fc.stringMatching(/^[\w.-]{1,64}$/), { nil: undefined }),
    account: fc.option(url, { nil: undefined }),
  },
  { noNullPrototype: true },
);

describe('a renewal recipe', () => {
  for (const [parsed, text] of RECIPES) {
    it(`is written and read as "${text}"`, () => {
      assert.equal(formatRecipe(parsed), text);
      assert.deepEqual(parseRecipe(text), parsed);
    });
  }

  it('is read as it was written where it fits into a tag', () => {
    fc.assert(
      fc.property(recipe, (wanted) => {
        const text = formatRecipe(wanted);
        assert.ok(text.length <= 256);
        const complete = [wanted.ca, wanted.profile, wanted.account].join('').length < 230;
        if (complete) assert.deepEqual(parseRecipe(text), wanted);
      }),
    );
  });

  it('leaves the account out first, then the profile, where they do not fit', () => {
    const long = `https://ca.example/${'x'.repeat(200)}`;
    const profile = 'tlsserver';
    assert.deepEqual(parseRecipe(formatRecipe({ ca: long, profile, account: long })), {
      ca: long,
      profile,
      account: undefined,
    });
    const longer = `https://ca.example/${'x'.repeat(230)}`;
    assert.deepEqual(parseRecipe(formatRecipe({ ca: longer, profile, account: long })), {
      ca: longer,
      profile: undefined,
      account: undefined,
    });
  });

  it('is none where the tag is missing, too long or says something else', () => {
    const none = [
      undefined,
      '',
      ' ',
      'profile=tlsserver',
      '-letsencrypt',
      'Let’s Encrypt',
      'http://ca.example/dir',
      'javascript:alert(1)',
      'letsencrypt\u001b[31m',
      `letsencrypt ${'x'.repeat(256)}`,
    ];
    for (const text of none) assert.equal(parseRecipe(text), undefined, text);
  });

  it('drops a lifetime and a chain that cannot be any', () => {
    const wrong = ['days=0', 'days=399', 'days=ten', 'chain=%', 'chain=%00', 'chain='];
    for (const part of wrong) {
      const expected = { ca: 'letsencrypt', profile: undefined, account: undefined };
      assert.deepEqual(parseRecipe(`letsencrypt ${part}`), expected, part);
    }
  });

  it('drops a profile that cannot be one', () => {
    assert.equal(parseRecipe('letsencrypt profile=$(reboot)')?.profile, undefined);
    assert.equal(parseRecipe(`letsencrypt profile=${'x'.repeat(65)}`)?.profile, undefined);
  });

  it('is read from anything without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = parseRecipe(text);
        if (read !== undefined) assert.match(read.ca, /^[a-z][a-z0-9-]*$|^https:\/\//);
      }),
    );
  });
});
