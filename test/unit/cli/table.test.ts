import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columns, fields } from '../../../src/cli/table.ts';

describe('columns', () => {
  it('stand under their heads, without lines and without spaces at the ends', () => {
    const rows = [
      ['contoso-prod', 'www', ''],
      ['b', 'api-internal', 'ab12'],
    ];
    assert.equal(
      columns(['VAULT', 'NAME', 'THUMBPRINT'], rows),
      [
        'VAULT         NAME          THUMBPRINT',
        'contoso-prod  www',
        'b             api-internal  ab12',
      ].join('\n'),
    );
  });

  it('count wide characters as two and ignore what others would have obeyed', () => {
    const rows = [
      ['漢字', 'x'],
      ['abcd', 'y'],
      ['\u001b[1m', 'z\nz'],
    ];
    assert.equal(
      columns(['A', 'B'], rows),
      ['A          B', '漢字       x', 'abcd       y', '\\u{1b}[1m  z z'].join('\n'),
    );
  });
});

describe('fields', () => {
  it('are labels and values, a line each', () => {
    const pairs = [
      ['Version', 'v1'],
      ['DNS names', 'a.example\nb.example'],
    ] as const;
    assert.equal(fields(pairs), 'Version    v1\nDNS names  a.example b.example');
  });
});
