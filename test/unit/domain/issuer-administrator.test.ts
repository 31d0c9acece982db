import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatAdministrator,
  parseAdministrator,
} from '../../../src/domain/issuer-administrator.ts';

describe('an administrator of an issuer', () => {
  const lines: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['anna@example.com', ['', '', 'anna@example.com', '']],
    ['Anna Ash <anna@example.com> +1 555 0100', ['Anna', 'Ash', 'anna@example.com', '+1 555 0100']],
    ['Anna Maria Ash <anna@example.com>', ['Anna Maria', 'Ash', 'anna@example.com', '']],
    ['Anna <anna@example.com>', ['Anna', '', 'anna@example.com', '']],
    ['', undefined],
    ['Anna Ash', undefined],
    ['a@b@c', undefined],
  ];
  for (const [line, wanted] of lines) {
    it(`is ${wanted === undefined ? 'not in' : 'in'} "${line}"`, () => {
      const found = parseAdministrator(line);
      const [firstName, lastName, email, phone] = wanted ?? [];
      assert.deepEqual(found, wanted && { firstName, lastName, email, phone });
      if (found) assert.equal(formatAdministrator(found), line);
    });
  }
});
