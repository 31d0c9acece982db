import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { giveIssued } from '../../../src/cli/issued-text.ts';
import { createOutput } from '../../../src/cli/output.ts';
import type { Trace } from '../../../src/domain/error-reasons.ts';
import type { IssuedCertificate } from '../../../src/domain/issuance.ts';

const ISSUED: IssuedCertificate = {
  vault: 'contoso',
  name: 'www',
  version: '0123456789abcdef0123456789abcdef',
  thumbprint: 'AB'.repeat(20),
  dnsNames: ['www.example.com', 'example.com'],
  notBefore: '2026-06-01T00:00:00.000Z',
  notAfter: '2026-08-30T00:00:00.000Z',
  chain: '-----BEGIN CERTIFICATE-----',
  leftovers: [],
  steps: [
    { name: 'check', ms: 1200 },
    { name: 'order', ms: 800 },
  ],
};

function given(issued: IssuedCertificate, json: boolean): { out: string; err: string } {
  let out = '';
  let err = '';
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (err += text) };
  giveIssued(createOutput({ stdout, stderr }, { json }), issued);
  return { out, err };
}

describe('a certificate that was issued', () => {
  it('is a document with all that is known of it', () => {
    const { out, err } = given(ISSUED, true);
    assert.deepEqual(JSON.parse(out), ISSUED);
    assert.equal(err, '');
  });

  it('is a few lines for people', () => {
    const { out, err } = given(ISSUED, false);
    assert.match(out, /Certificate +contoso\/www\n/);
    assert.match(out, /Issued in +2\.0 s\n/);
    assert.equal(err, '');
  });

  for (const json of [true, false]) {
    it(`tells what is left of it, ${json ? 'with JSON' : 'for people'}`, () => {
      const message = 'It is\nlocked\u001b[2J.';
      const trace: Trace = { kind: 'txt-values', record: '_acme-challenge.example.com' };
      const error = { code: 'InvalidUsage', facts: { message } } as const;
      const { out, err } = given({ ...ISSUED, leftovers: [{ trace, error }] }, json);
      if (json) {
        const { leftovers } = JSON.parse(out) as { readonly leftovers: unknown };
        assert.deepEqual(leftovers, [`TXT values at _acme-challenge.example.com (${message})`]);
      }
      assert.equal(
        err,
        'kvcert: contoso/www was issued. Not everything could be cleaned up: ' +
          'TXT values at _acme-challenge.example.com (It is locked\\u{1b}[2J.). It is remembered.\n',
      );
    });
  }
});
