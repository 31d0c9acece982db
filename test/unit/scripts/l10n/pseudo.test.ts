import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pseudo, pseudoManifest, writePseudoLocale } from '../../../../scripts/l10n/pseudo.ts';
import { withFolder } from '../fixture-project.ts';

describe('the pseudo-locale', () => {
  const table: readonly [string, string][] = [
    ['Renew', '[Ŕéñéŵ]'],
    ['{0} of {1} names', '[{0} öƒ {1} ñåɱéš]'],
    ['', '[]'],
    ['$(key) Sign in', '[$(key) Šîĝñ îñ]'],
    ['$(sync~spin) {0}', '[$(sync~spin) {0}]'],
    ['See [it](command:kvcert.showLog).', '[Šéé [îţ](command:kvcert.showLog).]'],
    ['As `#kvcert.dns.servers#` and #http.proxy#', '[Åš `#kvcert.dns.servers#` åñð #http.proxy#]'],
    ['At https://example.com/a now', '[Åţ https://example.com/a ñöŵ]'],
    ['{name}', '[{ñåɱé}]'],
  ];
  for (const [message, said] of table) {
    it(`says ${said}`, () => {
      assert.equal(pseudo(message), said);
    });
  }

  it('leaves no plain letter and every placeholder, whatever the message', () => {
    const word = fc.string({ unit: fc.constantFrom('A', 'Z', 'a', 'z', ' ', '.', ',', '{', '}') });
    fc.assert(
      fc.property(word, fc.nat(30), word, (before, index, after) => {
        const said = pseudo(`${before}{${index}}${after}`);
        const [kept] = said.match(/\{\d+\}/g) ?? [];
        assert.equal(kept, `{${index}}`);
        assert.doesNotMatch(said, /[A-Za-z]/);
        assert.match(said, /^\[.*\]$/);
      }),
    );
  });

  it('has its own letter for each of ours', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    assert.equal(new Set(pseudo(letters)).size, letters.length + 2);
  });

  it('reads texts with and without comments in the manifest', () => {
    const manifest = { title: 'Renew', view: { message: 'Vaults', comment: ['of Azure'] } };
    assert.deepEqual(pseudoManifest(manifest), { title: '[Ŕéñéŵ]', view: '[Ṽåûļţš]' });
  });

  it('is added to an unpacked extension', () =>
    withFolder({ 'package.nls.json': '{"title":"Renew"}' }, async (folder) => {
      const extension = join(folder, 'extension');
      await writePseudoLocale(folder, ['A.'], extension);
      const read = async (path: string): Promise<unknown> =>
        JSON.parse(await readFile(join(extension, path), 'utf8'));
      assert.deepEqual(await read('l10n/bundle.l10n.qps-ploc.json'), { 'A.': '[Å.]' });
      assert.deepEqual(await read('package.nls.qps-ploc.json'), { title: '[Ŕéñéŵ]' });
    }));
});
