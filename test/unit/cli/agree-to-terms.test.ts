import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { agreeToTerms } from '../../../src/cli/agree-to-terms.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
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
  const agreedTo = await agree(CA, TERMS, signal);
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

  describe('at a terminal', () => {
    /** Readline takes keys such as Ctrl+C for itself there. */
    async function press(key: string): Promise<boolean> {
      const input = new PassThrough();
      const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
      const { signal } = new AbortController();
      const agree = agreeToTerms({
        agreed: false,
        terminal: { input, output },
        progress: { say: () => undefined, suspended: (work) => work() },
        signal,
      });
      const agreedTo = agree(CA, TERMS, signal);
      if (key === 'the terminal is closed') input.end();
      else input.write(key);
      return agreedTo.finally(() => {
        assert.match(String(output.read()), /\n$/, 'what follows begins a line');
      });
    }

    it('Ctrl+C is a cancellation, not a mistake of the program', async () => {
      await assert.rejects(press('\u0003'), (error) => isCertError(error, 'Cancelled'));
    });

    for (const key of ['\u0004', 'the terminal is closed']) {
      it(`${key === '\u0004' ? 'Ctrl+D' : key}: no consent`, async () => {
        assert.equal(await press(key), false);
      });
    }
  });

  it('passes the reason of a cancellation on', async () => {
    const reason = new CertError('Cancelled', { during: '' });
    await assert.rejects(askAbout('', { signal: AbortSignal.abort(reason) }), reason);
  });
});
