import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import { endNotice } from '../../../../src/vscode/operations/end-notice.ts';
import {
  progressMessage,
  progressTitle,
  runningWords,
} from '../../../../src/vscode/operations/progress-words.ts';
import { wishFor } from '../../app/operations/board-world.ts';
import { LEFT, LEFTOVER, issued, operation } from './sample-operation.ts';

const UNTIL = '2026-11-24T21:36:00.000Z';
const DONE = { state: 'done', issued: issued() } as const;
const FAILED = {
  state: 'failed',
  error: new CertError('NotSignedIn', { tried: [] }),
} as const;

function notice(...changes: readonly Partial<BoardOperation>[]) {
  const operations = changes.map((change, n) => operation({ id: String(n), ...change }));
  const found = endNotice(operations, english);
  return found && { ...found, buttons: found.buttons.map(({ label }) => label) };
}

describe('what is said when operations have ended', () => {
  const cases: readonly [string, Partial<BoardOperation>, string, string, readonly string[]][] = [
    [
      'created',
      DONE,
      'information',
      'contoso/www is created and expires 2026-09-01.',
      ['Show Certificate'],
    ],
    [
      'renewed',
      { ...DONE, kind: 'renew' },
      'information',
      'contoso/www is renewed and expires 2026-09-01.',
      ['Show Certificate'],
    ],
    [
      'taken up and completed',
      { ...DONE, takenUp: true },
      'information',
      'contoso/www was interrupted and is completed now: the certificate expires 2026-09-01.',
      ['Show Certificate'],
    ],
    [
      'created with leftovers',
      { ...DONE, issued: issued([LEFTOVER]) },
      'warning',
      'contoso/www is created and expires 2026-09-01. Something is left to clean up: TXT values at r (h did not answer within 30 seconds.).',
      ['Show Certificate', 'Show Operations'],
    ],
    [
      'cancelled',
      { state: 'cancelled' },
      'information',
      'contoso/www is cancelled: nothing of it is left.',
      [],
    ],
    [
      'cancelled with leftovers',
      { state: 'cancelled', left: LEFT },
      'warning',
      'contoso/www is cancelled, but not everything could be undone.',
      ['Show Operations'],
    ],
    [
      'taken up and undone',
      { state: 'cancelled', takenUp: true, work: 'undo' },
      'information',
      'contoso/www was interrupted and is undone now: nothing of it is left.',
      [],
    ],
  ];
  for (const [what, change, severity, message, buttons] of cases) {
    it(`${what}: ${severity}`, () => {
      assert.deepEqual(notice(change), { severity, message, buttons });
    });
  }

  it('failed: the sentence, what repairs it, another try and the log', () => {
    const told = notice(FAILED);
    assert.equal(told?.severity, 'error');
    assert.match(told.message, /^Creating contoso\/www: /);
    assert.deepEqual(told.buttons.slice(-2), ['Retry', 'Show Log']);
    assert.ok(told.buttons.length <= 3);
  });

  it('put off by a limit: a piece of news for who has asked, nothing for who has not', () => {
    const facts = { vault: 'contoso', name: 'www', ca: 'C', issued: 5, limit: 5, until: UNTIL };
    const putOff = { state: 'failed', error: new CertError('LimitSpent', facts) } as const;
    assert.equal(notice(putOff)?.severity, 'information');
    const wish = wishFor('www');
    const occasion = { kind: 'background', reason: 'share' } as const;
    assert.equal(notice({ ...putOff, wish: { ...wish, occasion } }), undefined);
    const due = { ...occasion, kind: 'due' } as const;
    assert.notEqual(notice({ ...putOff, wish: { ...wish, occasion: due } }), undefined);
  });

  it('failed past the point of no return: resuming instead of another try', () => {
    const told = notice({ ...FAILED, left: { ...LEFT, undoable: false } });
    assert.deepEqual(told?.buttons.slice(-2), ['Resume', 'Show Log']);
    assert.match(told.message, /It can be completed or undone later\.$/);
  });

  it('leads to the certificate through the directory that has worked on it', () => {
    const mine = { directoryKey: 'bert/tenant' };
    const exists = new CertError('CertificateExists', { vault: 'contoso', name: 'www' });
    for (const change of [DONE, { state: 'failed', error: exists } as const]) {
      const [first] = endNotice([operation({ ...change, ...mine })], english)?.buttons ?? [];
      assert.ok(first && 'arguments' in first);
      const named = { vault: 'contoso', name: 'www', directory: 'bert/tenant' };
      assert.deepEqual(first.arguments, [named]);
    }
  });

  it('several: how many of which, once', () => {
    assert.deepEqual(notice(DONE, DONE, FAILED, { state: 'cancelled' }), {
      severity: 'error',
      message: '4 certificate operations have ended: 2 completed, 1 failed and 1 undone.',
      buttons: ['Show Operations'],
    });
    const taken = notice({ ...DONE, takenUp: true }, { ...DONE, takenUp: true });
    assert.equal(taken?.message, '2 interrupted certificate operations have ended: 2 completed.');
  });

  it('nothing of leftovers that an earlier window had told of', () => {
    const quiet = { state: 'done', takenUp: true, work: 'resume' } as const;
    assert.equal(notice(quiet), undefined);
    assert.match(notice(quiet, DONE)?.message ?? '', /^contoso\/www is created/);
  });
});

describe('the progress of a batch', () => {
  it('is the step of one, and how many of several', () => {
    const running = operation({ state: 'running' });
    assert.equal(progressTitle([running], english), 'Creating contoso/www');
    assert.equal(progressMessage([running], english), 'beginning');
    const several = [running, operation({ ...DONE, id: '2' }), operation({ id: '3' })];
    assert.equal(progressTitle(several, english), '3 certificate operations');
    assert.equal(progressMessage(several, english), '1 of 3 ended, 1 at work');
    const renewals = several.map((each) => ({ ...each, kind: 'renew' as const }));
    assert.equal(progressTitle(renewals, english), 'Renewing 3 certificates');
  });

  it('is counted in the status bar while something waits or works', () => {
    assert.equal(runningWords([operation(DONE)], english), undefined);
    assert.equal(runningWords([operation()], english), '1 certificate operation');
    const both = [operation(), operation({ state: 'running' })];
    assert.equal(runningWords(both, english), '2 certificate operations');
  });
});
