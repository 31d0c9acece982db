import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkTargets } from '../../../src/acme/link-header.ts';

const CASES: readonly [field: string | undefined, relation: string, targets: string[]][] = [
  [undefined, 'index', []],
  ['<https://ca.example/dir>;rel="index"', 'index', ['https://ca.example/dir']],
  ['<https://ca.example/dir>;rel="index"', 'up', []],
  ['<https://ca.example/dir> ; title="a, b" ; REL=index', 'index', ['https://ca.example/dir']],
  // Pebble's terms: a target with a comma in it.
  [
    '<https://ca.example/dir>;rel="index", <data:text/plain,Do%20what>;rel="terms-of-service"',
    'terms-of-service',
    ['data:text/plain,Do%20what'],
  ],
  [
    '<https://ca.example/a>;rel="alternate", <https://ca.example/b>;rel="up alternate"',
    'alternate',
    ['https://ca.example/a', 'https://ca.example/b'],
  ],
];

describe('linkTargets', () => {
  for (const [field, relation, targets] of CASES) {
    it(`finds ${relation} in ${String(field)}`, () => {
      assert.deepEqual(linkTargets(field, relation), targets);
    });
  }
});
