import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import type { PropagationGrid } from '../../../../src/domain/propagation-grid.ts';
import { english } from '../../../../src/domain/translate.ts';
import { describeOperationNode } from '../../../../src/vscode/operations/describe-operation.ts';
import {
  childNodes,
  operationNode,
  rootNodes,
} from '../../../../src/vscode/operations/operation-nodes.ts';
import { BEGIN, DIRECTORY } from '../../app/operations/board-world.ts';
import { LEFT, LEFTOVER, issued, operation } from './sample-operation.ts';

const GRID: PropagationGrid = {
  servers: ['ns1.example', 'ns2.example'],
  rows: [
    { record: '_acme-challenge.a.example', sights: ['has', 'missing'] },
    { record: 'handed.on.example', sights: ['unreachable', 'unasked'] },
  ],
  more: { servers: 0, records: 3 },
};
const BROKEN = new CertError('HostUnreachable', { host: 'ca.example', reason: 'ECONNREFUSED' });
const PROPAGATE = {
  name: 'propagate',
  startedAt: BEGIN + 1000,
  ms: undefined,
  detail: { kind: 'name-servers', have: 2, of: 4 },
} as const;

function look(change: Partial<BoardOperation>, now = BEGIN + 13_000) {
  return describeOperationNode(operationNode(operation(change)), now, english);
}

describe('the step that waits for name servers', () => {
  it('tells in its tooltip which of them shows what', () => {
    const detail = { kind: 'answers', have: 1, of: 4, records: 2, grid: GRID } as const;
    const [step] = childNodes(operation({ state: 'running', steps: [{ ...PROPAGATE, detail }] }));
    assert.ok(step);
    assert.deepEqual(describeOperationNode(step, BEGIN, english).tooltip?.split('\n'), [
      'Wait for the name servers',
      'ns1.example: a.example there, handed.on.example no answer',
      'ns2.example: a.example not yet there, handed.on.example not asked',
      'Not shown: further name servers (0), further names (3).',
    ]);
    const [plain] = childNodes(operation({ state: 'running', steps: [PROPAGATE] }));
    assert.equal(plain && describeOperationNode(plain, BEGIN, english).tooltip, undefined);
  });
});

describe('an operation in the view', () => {
  it('says what it does now and for how long; the label for screen readers does not count', () => {
    const shown = look({ state: 'running', steps: [PROPAGATE], begunAt: BEGIN });
    assert.equal(shown.label, 'Create contoso/www');
    assert.equal(shown.description, 'Wait for the name servers: 2 of 4 name servers · 12 s');
    assert.equal(
      shown.accessibleLabel,
      'Create contoso/www, Running: Wait for the name servers: 2 of 4 name servers',
    );
    assert.equal(shown.context, 'kvOperation;state:running;can:cancel');
    assert.equal(shown.icon.id, 'sync~spin');
    assert.equal(shown.expands, 'collapsed');
  });

  const states: readonly [string, Partial<BoardOperation>, string, string][] = [
    ['one that waits', { state: 'queued' }, 'waiting for its turn', 'can:cancel'],
    [
      'one that is being cancelled',
      { state: 'running', cancelling: true, steps: [PROPAGATE], begunAt: BEGIN },
      'cancelling… · 12 s',
      '',
    ],
    [
      'one that is done',
      { state: 'done', issued: issued(), begunAt: BEGIN, endedAt: BEGIN + 72_000 },
      'issued, expires 2026-09-01 · 1 min 12 s',
      'can:remove;issued',
    ],
    [
      'one with leftovers',
      { state: 'done', issued: issued([LEFTOVER]), left: { ...LEFT, cleanUpOnly: true } },
      'issued, expires 2026-09-01; something is left to clean up',
      'can:resume;issued',
    ],
    ['one without an error', { state: 'failed' }, 'failed', 'can:retry;can:remove'],
    ['a cancelled one', { state: 'cancelled' }, 'cancelled', 'can:retry;can:remove'],
    [
      'a cancelled one that was not undone',
      { state: 'cancelled', left: LEFT },
      'cancelled, something of it is left',
      'can:resume;can:undo',
    ],
    [
      'an interrupted one',
      { state: 'interrupted', left: LEFT, steps: [{ ...PROPAGATE, startedAt: undefined }] },
      'interrupted at "Wait for the name servers"',
      'can:resume;can:undo',
    ],
    [
      'an interrupted one past the point of no return',
      { state: 'interrupted', left: { ...LEFT, undoable: false } },
      'interrupted',
      'can:resume',
    ],
    [
      'an interrupted one of somebody else',
      { state: 'interrupted', left: LEFT, needsSignIn: true },
      'interrupted: sign in to finish it',
      'can:resume;can:undo',
    ],
    [
      'one that had not begun',
      { state: 'interrupted' },
      'interrupted before it had begun',
      'can:resume;can:remove',
    ],
    [
      'one of another window',
      { state: 'elsewhere', left: LEFT, steps: [{ ...PROPAGATE, startedAt: undefined }] },
      'another window is at work: Wait for the name servers',
      '',
    ],
  ];
  for (const [what, change, description, can] of states) {
    it(`tells of ${what}`, () => {
      const shown = look(change);
      assert.equal(shown.description, description);
      const context = ['kvOperation', `state:${change.state ?? ''}`, ...(can ? [can] : [])];
      assert.equal(shown.context, context.join(';'));
    });
  }

  it('has a shape of its own for every state', () => {
    const all = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted', 'elsewhere'];
    const icons = all.map((state) => look({ state: state as BoardOperation['state'] }).icon.id);
    assert.equal(new Set(icons).size, all.length);
  });

  it('says why it has failed, in one line and with nothing invisible', () => {
    const error = new CertError('HostUnreachable', { host: 'ca.example', reason: 'a\u202eb\nc' });
    const shown = look({ state: 'failed', error });
    assert.match(shown.description ?? '', /ca\.example.*a\\u\{202e\}b c/);
  });
});

describe('what is below an operation', () => {
  it('is its steps, notes, leftovers and error, with ids that stay', () => {
    const before = operation({
      state: 'failed',
      steps: [{ name: 'check', startedAt: BEGIN, ms: 340, detail: undefined }, PROPAGATE],
      notes: [{ kind: 'too-late-to-cancel' }],
      issued: issued([LEFTOVER]),
      error: BROKEN,
    });
    const nodes = childNodes(before);
    const looks = nodes.map((node) => describeOperationNode(node, BEGIN + 13_000, english));
    assert.deepEqual(
      looks.map(({ label, description, icon }) => [label, description ?? '', icon.id]),
      [
        ['Check vault, name, zones and CA', '340 ms', 'check'],
        ['Wait for the name servers', '2 of 4 name servers · 12 s', 'loading~spin'],
        ['The CA has been told to issue already: this will be completed.', '', 'info'],
        ['Left behind: TXT values at r (h did not answer within 30 seconds.)', '', 'warning'],
        [looks.at(-1)?.label ?? '', '', 'error'],
      ],
    );
    assert.match(looks.at(-1)?.label ?? '', /ca\.example/);
    assert.equal(
      looks[1]?.accessibleLabel,
      'Wait for the name servers, under way, 2 of 4 name servers',
    );
    const after = childNodes({ ...before, notes: [] });
    assert.deepEqual(
      after.slice(0, 2).map(({ id }) => id),
      nodes.slice(0, 2).map(({ id }) => id),
    );
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it('is nothing while nothing has happened', () => {
    assert.equal(look({ state: 'queued' }).expands, 'no');
  });
});

describe('the view as a whole', () => {
  it('names the certificate of a node for the commands about certificates', () => {
    const node = operationNode(operation());
    const named = { vault: 'contoso', name: 'www', directory: DIRECTORY };
    assert.deepEqual(node.kind === 'operation' && node.ref, named);
    const journalOnly = operationNode(operation({ directoryKey: undefined }));
    const unnamed = { vault: 'contoso', name: 'www' };
    assert.deepEqual(journalOnly.kind === 'operation' && journalOnly.ref, unnamed);
  });

  it('shows what cannot be read before the operations', () => {
    const error = new CertError('StateUnreadable', { path: 'damaged.json', reason: 'x' });
    const nodes = rootNodes({
      operations: [operation()],
      unreadable: [{ id: 'damaged', error }],
      journalFailure: error,
    });
    assert.deepEqual(
      nodes.map(({ id }) => id),
      ['unreadable:', 'unreadable:damaged', 'operation:1'],
    );
    const [first] = nodes;
    assert.ok(first);
    assert.match(describeOperationNode(first, 0, english).label, /damaged\.json/);
  });
});
