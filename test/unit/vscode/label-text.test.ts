import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { labelText, pickItem } from '../../../src/vscode/label-text.ts';

/** What the editor takes for an icon (its `iconLabels`), and for a link (its `parseLinkedText`). */
const ICON = /\$\([A-Za-z0-9-]+(~[A-Za-z]+)?\)/;
const LINK = /\[[^\]]+\]\([^)\s]+/;

describe('a label with names of others in it', () => {
  it('shows no icon, no link and no line of theirs', () => {
    assert.equal(labelText('$(trash) Delete everything'), '$ (trash) Delete everything');
    assert.equal(labelText('one\ntwo \u202e three'), 'one two \\u{202e} three');
    assert.equal(labelText('[x](command:quit)'), '[x] (command:quit)');
  });

  it('has none, whatever they write', () => {
    const parts = ['$', '(', ')', '[', ']', '\\', 'sync', '~spin', ' ', '\n', '\u200b'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (written) => {
        const text = labelText(written.join(''));
        return !ICON.test(text) && !LINK.test(text) && !text.includes('\n');
      }),
    );
  });
});

describe('an item of a quick pick', () => {
  it('has all its texts made safe, and keeps what it stands for', () => {
    const value = { name: '$(trash)' };
    const icon = '$(trash)';
    assert.deepEqual(pickItem({ label: icon, description: icon, detail: icon, value }), {
      ...{ label: '$ (trash)', description: '$ (trash)', detail: '$ (trash)' },
      value,
    });
    assert.deepEqual(pickItem({ label: icon, picked: true }), { label: '$ (trash)', picked: true });
  });
});
