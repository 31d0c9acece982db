import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOutput, errorDocument } from '../../../src/cli/output.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { ERROR_CODES, sampleError } from '../domain/sample-errors.ts';

function streams() {
  let out = '';
  let err = '';
  return {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    written: () => ({ out, err }),
  };
}

const HOSTILE = 'www\u001b[2J\u202e';

describe('output as JSON', () => {
  it('is the result, as one document on one line of stdout', () => {
    const { written, ...to } = streams();
    const document = { name: HOSTILE, tags: { a: 1 } };
    createOutput(to, { json: true }).result(document, () => assert.fail('the table was made'));
    const { out, err } = written();
    assert.deepEqual(JSON.parse(out), document);
    assert.match(out, /^[^\n]+\n$/);
    assert.equal(err, '');
  });

  for (const code of ERROR_CODES) {
    it(`is one document with code, message, details and remedies for ${code}`, () => {
      const { written, ...to } = streams();
      const error = sampleError(code);
      createOutput(to, { json: true }).error(error);
      const { out, err } = written();
      assert.deepEqual(JSON.parse(out), { error: errorDocument(error) });
      assert.deepEqual(Object.keys(errorDocument(error)), [
        'code',
        'message',
        'details',
        'remedies',
      ]);
      assert.equal(err, '');
    });
  }
});

describe('output for people', () => {
  it('is the table on stdout', () => {
    const { written, ...to } = streams();
    createOutput(to, { json: false }).result({ name: 'www' }, () => 'NAME\nwww');
    assert.deepEqual(written(), { out: 'NAME\nwww\n', err: '' });
  });

  it('is an error with its remedies on stderr, without anything that a terminal obeys', () => {
    const { written, ...to } = streams();
    const error = new CertError('CertificateNotFound', { vault: 'contoso', name: HOSTILE });
    createOutput(to, { json: false }).error(error);
    const { out, err } = written();
    assert.equal(out, '');
    assert.equal(
      err,
      [
        'kvcert: The vault contoso has no certificate "www\\u{1b}[2J\\u{202e}".',
        '  - See which there are.',
        '      kvcert list --vault contoso',
        '  - Make it with kvcert create.',
        '',
      ].join('\n'),
    );
  });
});
