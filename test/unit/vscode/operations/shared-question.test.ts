import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharedQuestions } from '../../../../src/vscode/operations/shared-question.ts';

function questions() {
  const ask = sharedQuestions();
  const asked: ((answer: boolean) => void)[] = [];
  const person = (): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    asked.push(resolve);
    return promise;
  };
  const from = (subject: string, signal = new AbortController().signal): Promise<boolean> =>
    ask(subject, signal, person);
  return { asked, from };
}

describe('a question that several operations have', () => {
  it('is asked once, and its answer is for all of them', async () => {
    const { asked, from } = questions();
    const answers = [from('terms'), from('terms'), from('others')];
    assert.equal(asked.length, 2);
    asked[0]?.(true);
    asked[1]?.(false);
    assert.deepEqual(await Promise.all(answers), [true, true, false]);
  });

  it('is asked again after it was answered', async () => {
    const { asked, from } = questions();
    const first = from('terms');
    asked[0]?.(false);
    assert.equal(await first, false);
    const second = from('terms');
    asked[1]?.(true);
    assert.equal(await second, true);
  });

  it('is not waited for by one that was cancelled, and by the others still', async () => {
    const { asked, from } = questions();
    const controller = new AbortController();
    const [cancelled, other] = [from('terms', controller.signal), from('terms')];
    const reason = new Error('cancelled');
    controller.abort(reason);
    await assert.rejects(cancelled, reason);
    asked[0]?.(true);
    assert.equal(await other, true);
    await assert.rejects(from('more', controller.signal), reason);
    assert.equal(asked.length, 1);
  });
});
