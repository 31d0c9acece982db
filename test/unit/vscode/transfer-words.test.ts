import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '../../../src/domain/translate.ts';
import { importDetail } from '../../../src/vscode/transfer/transfer-words.ts';

type Told = Parameters<typeof importDetail>[0];

const LEAF = { subject: 'CN=a', thumbprint: 'aa', notBefore: '', notAfter: '' };
const PLAIN = {
  examination: {
    ...{ format: 'pfx', verdict: 'ok', key: 'P-256', problems: [], warnings: [], notes: [] },
    certificates: [LEAF, { ...LEAF, subject: 'CN=root' }],
  },
  certificate: {
    ...{ subject: 'CN=a', dnsNames: ['a.example', 'b.example'] },
    notAfter: new Date('2027-01-12T10:00:00Z'),
  },
  key: { exportable: true },
  ...{ lost: [], gained: [], isThereAlready: false, replaces: undefined },
} as unknown as Told;

const said = (more: Partial<Told>): string => importDetail({ ...PLAIN, ...more }, english);

describe('what is said before an import', () => {
  it('is what the certificate is, and what becomes of its key', () => {
    assert.equal(
      said({}),
      [
        'It is for a.example, b.example, valid until 2027-01-12, with a P-256 key.',
        'Its chain: CN=a ← CN=root.',
        'The private key may leave the vault again.',
      ].join('\n'),
    );
  });

  it('names the subject where there are no names', () => {
    const certificate = { ...PLAIN.certificate, dnsNames: [] };
    assert.match(said({ certificate }), /^It is for CN=a, valid/);
  });

  it('warns of what is another certificate, or the same', () => {
    const words = said({ lost: ['c.example'], gained: ['b.example'], replaces: '1' });
    assert.match(words, /Unlike the newest version it is not for c\.example\./);
    assert.match(words, /Unlike the newest version it is for b\.example, too\./);
    assert.match(words, /Whoever asks for no version gets this one then\./);
    assert.match(said({ isThereAlready: true }), /The newest version is this very certificate\./);
  });

  it('has all that the doctor says', () => {
    const examination = {
      ...PLAIN.examination,
      warnings: [{ kind: 'missing-issuer', issuer: 'CN=Root' }],
      notes: [{ kind: 'reordered' }],
    } as const;
    assert.match(said({ examination }), /chain ends before its root.*\nThe chain is put in order/);
  });

  it('says where the key stays for ever', () => {
    const key = { ...PLAIN.key, exportable: false };
    assert.match(said({ key }), /The private key never leaves the vault again\.$/);
  });
});
