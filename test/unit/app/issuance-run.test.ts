import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IssuanceRun, type IssuanceServices } from '../../../src/app/issuance-run.ts';
import { NOT_BEGUN, type IssuancePlan, type JournalEntry } from '../../../src/domain/issuance.ts';

/** A journal whose writes end when they are told to, and what is on disk then. */
function slowJournal() {
  const ends: (() => void)[] = [];
  const state: { onDisk: JournalEntry | undefined } = { onDisk: undefined };
  const write = async (entry: JournalEntry): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    ends.push(() => {
      resolve(undefined);
    });
    await promise;
    state.onDisk = entry;
  };
  return { ends, state, write };
}

describe('what is recorded of an issuance', () => {
  it('is the newest state, though an older write takes longer', async () => {
    const journal = slowJournal();
    const services = { journal: { write: journal.write } } as unknown as IssuanceServices;
    const plan = { id: '0'.repeat(16) } as unknown as IssuancePlan;
    const run = new IssuanceRun({ plan, progress: NOT_BEGUN }, services);
    const older = run.record({ accountUrl: 'https://ca.example/account' });
    const newer = run.record({ claimed: true });
    await settled();
    // Whatever is under way ends in the wrong order, if it can.
    while (journal.ends.length > 0) {
      journal.ends.pop()?.();
      await settled();
    }
    await Promise.all([older, newer]);
    assert.equal(journal.state.onDisk?.progress.claimed, true);
    assert.equal(journal.state.onDisk.progress.accountUrl, 'https://ca.example/account');
  });
});

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
