import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TagProblem } from '../../../src/domain/error-reasons.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { ownerTags, parseTags, requireValidTags } from '../../../src/domain/owner-tags.ts';

const tag = (name: string, value = 'x') => ({ name, value });
const LONGEST = 'n'.repeat(256);

describe('the tags of an owner', () => {
  it('are taken as they are, up to the limits of Key Vault', () => {
    const given = [
      tag('team', ''),
      tag('größe', 'ünïcode'),
      tag(LONGEST, LONGEST),
      tag('a=b', '='),
    ];
    assert.deepEqual(parseTags(given), {
      team: '',
      größe: 'ünïcode',
      [LONGEST]: LONGEST,
      'a=b': '=',
    });
    assert.deepEqual(parseTags([]), {});
  });

  const wrong: readonly [string, readonly ReturnType<typeof tag>[], TagProblem][] = [
    ['without a name', [tag('')], 'no-name'],
    ['with a blank name', [tag('  ')], 'no-name'],
    ['with a long name', [tag(`${LONGEST}n`)], 'name-too-long'],
    ['with a long value', [tag('team', `${LONGEST}n`)], 'value-too-long'],
    ['with a line break', [tag('team', 'web\nroot')], 'control-character'],
    ['with an escape character', [tag('\u001b[31m')], 'control-character'],
    ['that says who is at work', [tag('kvcert-owner')], 'reserved'],
    ['that says which CA', [tag('KVCERT-CA')], 'reserved'],
    ['given twice', [tag('team'), tag('Team')], 'repeated'],
  ];
  for (const [what, given, problem] of wrong) {
    it(`are refused ${what}`, () => {
      assert.throws(
        () => parseTags(given),
        (error) => isCertError(error, 'InvalidTag') && error.facts.problem === problem,
      );
    });
  }

  it('are checked in a wish as well', () => {
    requireValidTags({ team: 'web' });
    assert.throws(() => {
      requireValidTags({ 'kvcert-ca': 'letsencrypt' });
    });
  });

  it('are those that are not ours', () => {
    const tags = { team: 'web', 'kvcert-ca': 'letsencrypt', 'kvcert-owner': 'x' };
    assert.deepEqual(ownerTags(tags), { team: 'web' });
  });
});
