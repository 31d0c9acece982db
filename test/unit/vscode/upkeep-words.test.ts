import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '../../../src/domain/translate.ts';
import { deletionDetail, pendingStatus } from '../../../src/vscode/upkeep/upkeep-words.ts';

const DELETION = {
  ...{ vault: 'v', name: 'n', versions: 3, dnsNames: ['a.example', 'b.example'] },
  ...{ notAfter: new Date('2027-01-02T03:04:05Z'), pending: false },
  recovery: { days: 90, purgeable: true },
};

describe('what a deletion means', () => {
  it('is said with its blast radius', () => {
    assert.equal(
      deletionDetail(DELETION, english),
      'All its 3 versions and their keys are deleted. The newest is for a.example, b.example and valid until 2027-01-02. Whoever uses it loses it at once. It can be recovered for 90 days; its name is taken until then, or until it is purged.',
    );
  });

  it('differs by what the vault keeps', () => {
    const fates: readonly [
      typeof DELETION.recovery | { days: undefined; purgeable: boolean },
      RegExp,
    ][] = [
      [{ days: 0, purgeable: true }, /keeps nothing that is deleted: it is gone for ever\.$/],
      [{ days: 7, purgeable: false }, /for 7 days; its name is taken until then\.$/],
      [{ days: undefined, purgeable: true }, /for some time; its name is taken until then\.$/],
    ];
    for (const [recovery, fate] of fates) {
      assert.match(deletionDetail({ ...DELETION, recovery }, english), fate);
    }
  });

  it('tells of what is pending, and of what was never issued', () => {
    const begun = { ...DELETION, versions: 1, dnsNames: [], notAfter: undefined, pending: true };
    assert.equal(
      deletionDetail({ ...begun, recovery: undefined }, english),
      'Its only version and its key are deleted. Whoever uses it loses it at once. The operation that is pending for it goes, too. It can be recovered for some time; its name is taken until then.',
    );
  });
});

describe('how an operation stands', () => {
  const operation = {
    ...{ requestId: 'r', status: 'inprogress', issuer: 'digicert', statusDetails: '' },
    ...{ cancellationRequested: false, error: undefined },
  };
  const statuses: readonly [Partial<Parameters<typeof pendingStatus>[0]>, string][] = [
    [{}, 'digicert is at work on it'],
    [{ issuer: 'Unknown' }, 'Waits for the certificate that a CA makes of its CSR'],
    [{ cancellationRequested: true }, 'digicert has been asked to give it up'],
    [{ status: 'completed' }, 'Completed: the certificate is there'],
    [{ status: 'cancelled' }, 'Cancelled: no certificate will come of it'],
    [
      { status: 'failed', error: { code: 'Request rejected', message: 'No such account.' } },
      'Failed (Request rejected): No such account.',
    ],
    [{ status: 'newword' }, 'newword'],
  ];
  for (const [change, words] of statuses) {
    it(`is told: ${words}`, () => {
      assert.equal(pendingStatus({ ...operation, ...change }, english), words);
    });
  }
});
