import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { agreeToTerms } from '../../../src/cli/agree-to-terms.ts';
import type { IssuanceCa } from '../../../src/domain/issuance.ts';

const CA: IssuanceCa = { id: 'ca', name: 'The CA', directoryUrl: 'https://ca.example/directory' };
const TERMS = 'https://ca.example/terms\u001b[2J';
const SHOWN = 'Terms of service of The CA: https://ca.example/terms\\u{1b}[2J';

/** A person at a terminal who types `answer`, or nobody; what was agreed to, and what was said. */
async function askAbout(
  answer: string | undefined,
  { agreed = false, signal = new AbortController().signal } = {},
) {
  const said: string[] = [];
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  if (answer !== undefined) input.write(answer);
  const agree = agreeToTerms({
    agreed,
    terminal: answer === undefined ? undefined : { input, output },
    progress: { say: (line) => void said.push(line), suspended: (work) => work() },
    signal,
  });
  const agreedTo = await agree(CA, TERMS);
  return { agreedTo, said, question: String(output.read() ?? '') };
}

describe("consent to a CA's terms", () => {
  it('is nobody’s where nobody can be asked', async () => {
    assert.deepEqual(await askAbout(undefined), { agreedTo: false, said: [], question: '' });
  });

  it('is given by the option, and shown', async () => {
    const { agreedTo, said } = await askAbout(undefined, { agreed: true });
    assert.equal(agreedTo, true);
    assert.deepEqual(said, [`${SHOWN} (agreed to with --agree-terms)`]);
  });

  for (const [answer, expected] of [
    ['y\n', true],
    [' Yes \n', true],
    ['\n', false],
    ['n\n', false],
    ['yesterday\n', false],
  ] as const) {
    it(`is ${expected ? '' : 'not '}given by ${JSON.stringify(answer)}`, async () => {
      const { agreedTo, question } = await askAbout(answer);
      assert.equal(agreedTo, expected);
      assert.ok(question.startsWith(`${SHOWN}\nDo you agree? [y/N] `), question);
    });
  }

  it('is not waited for after a cancellation', async () => {
    const asked = askAbout('', { signal: AbortSignal.abort() });
    await assert.rejects(asked, { name: 'AbortError' });
  });
});
