import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import { keepPortfolio } from '../../../../src/vscode/operations/keep-portfolio.ts';
import { NEVER_LISTED } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import { fakeDirectory, TENANT, vaultNamed } from '../fake-directory.ts';
import { issued, operation } from './sample-operation.ts';

const ANNA = fakeDirectory({}, TENANT, { id: 'anna', label: 'anna@contoso.com' });
const BERT = fakeDirectory({}, TENANT, { id: 'bert', label: 'bert@contoso.com' });
const ENDED = 1000;

function kept({ isOwn = true, listedAt }: { isOwn?: boolean; listedAt?: number } = {}) {
  const listed: string[] = [];
  let operations: readonly BoardOperation[] = [];
  let tell = (): void => assert.fail('nobody listens');
  const vault = vaultNamed('contoso');
  keepPortfolio({
    board: {
      get operations() {
        return operations;
      },
      isOwn: () => isOwn,
      onChange: (listener) => {
        tell = listener;
        return { dispose: () => undefined };
      },
    },
    portfolio: {
      everyVault: () =>
        [ANNA, BERT].map((directory) => ({ directory, vault, subscription: undefined })),
      listings: {
        get: () => ({ ...NEVER_LISTED, listedAt }),
        list: ({ directory, vault: { name } }) => {
          listed.push(`${directory.account.id} ${name}`);
          return Promise.resolve();
        },
      },
    },
  });
  return {
    listed,
    ended: (change: Partial<BoardOperation>) => {
      operations = [operation({ state: 'done', issued: issued(), endedAt: ENDED, ...change })];
      tell();
    },
  };
}

describe('the vault of a certificate that was issued', () => {
  it('is listed again, once, through the directory that has issued it', () => {
    const { listed, ended } = kept();
    ended({ directoryKey: BERT.key });
    ended({ directoryKey: BERT.key });
    assert.deepEqual(listed, ['bert contoso']);
    ended({ directoryKey: BERT.key, endedAt: ENDED + 1 });
    assert.equal(listed.length, 2, 'what is tried again is issued again');
  });

  it('is listed once more where a listing was under way that does not know of it yet', async () => {
    const { listed, ended } = kept({ listedAt: ENDED - 1 });
    ended({});
    await new Promise(setImmediate);
    assert.equal(listed.length, 2);
  });

  it('is left alone where it was listed since', () => {
    const { listed, ended } = kept({ listedAt: ENDED + 1 });
    ended({});
    assert.deepEqual(listed, []);
  });

  it('is left alone where another window has issued it and nobody has looked at it here', () => {
    const { listed, ended } = kept({ isOwn: false });
    ended({});
    assert.deepEqual(listed, []);
    const seen = kept({ isOwn: false, listedAt: ENDED - 1 });
    seen.ended({});
    assert.equal(seen.listed.length, 1);
  });
});
