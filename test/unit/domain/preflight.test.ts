import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failedCheck, gravest, inOrder, rightsResult } from '../../../src/domain/preflight.ts';
import { describeCheck } from '../../../src/domain/messages/preflight.ts';
import { english } from '../../../src/domain/translate.ts';

const ZONE = { kind: 'zone', name: 'example.com', id: '/zones/example.com' } as const;

describe('the verdict', () => {
  it('on an error is blocking where it would be the same again, else unknown', () => {
    const deleted = { code: 'NameSoftDeleted', facts: { vault: 'v', name: 'n' } } as const;
    const throttled = { code: 'Throttled', facts: { host: 'h' } } as const;
    assert.equal(failedCheck('name', deleted).verdict, 'blocking');
    assert.equal(failedCheck('name', throttled).verdict, 'unknown');
  });

  it('on rights is unknown where Azure hides some', () => {
    const grant = { missing: ['write'], hidden: [], objectId: 'me' } as const;
    const verdict = (change: object) =>
      rightsResult('zone-rights', ZONE, { ...grant, ...change }).verdict;
    assert.equal(verdict({ missing: [] }), 'ok');
    assert.equal(verdict({}), 'blocking');
    assert.equal(verdict({ hidden: ['unreadable'] }), 'unknown');
  });

  it('of all is the gravest', () => {
    const of = (...verdicts: readonly ('ok' | 'warning' | 'blocking' | 'unknown')[]) =>
      gravest(verdicts.map((verdict) => ({ verdict })));
    assert.equal(of(), 'ok');
    assert.equal(of('ok', 'unknown'), 'unknown');
    assert.equal(of('warning', 'unknown'), 'warning');
    assert.equal(of('warning', 'blocking', 'ok'), 'blocking');
  });
});

it('checks are shown in one order, whoever was first', () => {
  const finding = { kind: 'no-lock' } as const;
  const results = (['limits', 'vault', 'sign-in'] as const).map((check) => ({
    check,
    verdict: 'ok' as const,
    finding,
  }));
  assert.deepEqual(
    inOrder(results).map(({ check }) => check),
    ['sign-in', 'vault', 'limits'],
  );
});

it('what a person alone says of a zone is told, with the role that would tell', () => {
  const finding = { kind: 'zones-on-word', zones: ['a.example', 'b.example'] } as const;
  const { message, remedies } = describeCheck({ check: 'zones', verdict: 'unknown', finding });
  assert.equal(
    message,
    'Given by hand, and the account may not read it: a.example and b.example. That it is the delegated zone is your word alone.',
  );
  assert.match(remedies[0]?.text ?? '', /role Reader/);
});

it('what kept from looking is said to have done so', () => {
  const result = failedCheck('locks', { code: 'Throttled', facts: { host: 'arm.example' } });
  assert.match(
    describeCheck(result, english).message,
    /^Resource locks: it could not be looked at\. .*arm\.example/,
  );
});

it('missing rights are said with their hiding places and the command', () => {
  const grant = {
    missing: ['a/write', 'a/delete'],
    hidden: ['group', 'eligible', 'condition'],
    objectId: 'me',
  } as const;
  const { message, remedies } = describeCheck(rightsResult('zone-rights', ZONE, grant), english);
  assert.equal(
    message,
    'No role shows that the account may do this on example.com: a/write and a/delete. Groups that it belongs to may give it. It has roles that have yet to be activated (Privileged Identity Management). A role gives it under a condition.',
  );
  assert.deepEqual(
    remedies.map(({ command }) => command),
    [
      undefined,
      "az role assignment create --role 'DNS Zone Contributor' --assignee me --scope /zones/example.com",
    ],
  );
});
