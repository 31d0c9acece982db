import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../../src/domain/error-catalogue.ts';
import { CertError } from '../../../../src/domain/errors.ts';

function unexpected(status: number, excerpt: string) {
  const error = new CertError('UnexpectedAnswer', { host: 'ca.example', status, excerpt });
  const { message, remedies } = explain(error);
  return [message, ...remedies.map(({ text }) => text)];
}

describe('an answer that cannot be used', () => {
  it('is trouble of whoever answers where the status says so', () => {
    assert.deepEqual(unexpected(503, 'Down for maintenance'), [
      'ca.example, or something before it, has trouble (503): Down for maintenance.',
      'Try again later.',
    ]);
    assert.deepEqual(unexpected(500, ''), [
      'ca.example, or something before it, has trouble (500).',
      'Try again later.',
    ]);
  });

  it('makes no sense otherwise', () => {
    for (const status of [200, 302, 404, 499]) {
      assert.deepEqual(unexpected(status, 'Hello'), [
        `ca.example gave an answer that makes no sense here (${String(status)}): Hello.`,
        'Try again; if it stays, something between may be answering instead.',
      ]);
    }
  });
});
