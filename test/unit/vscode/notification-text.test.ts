import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { notificationText } from '../../../src/vscode/notification-text.ts';

/** What the editor takes for a link (its `parseLinkedText`). */
const LINK = /\[[^\]]+\]\([^)\s]+/;

it('leaves no link that somebody else has written', () => {
  assert.equal(
    notificationText('The CA said: [press me](command:workbench.action.quit)'),
    'The CA said: [press me] (command:workbench.action.quit)',
  );
  fc.assert(
    fc.property(
      fc
        .array(fc.constantFrom('[', ']', '(', ')', 'a', ' ', '\n', '\u202e'))
        .map((all) => all.join('')),
      (text) => !LINK.test(notificationText(text)),
    ),
  );
});
