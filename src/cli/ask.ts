/** Questions to the person at the terminal. */
import { Writable } from 'node:stream';
import { createInterface, type Interface } from 'node:readline/promises';
import { CertError } from '../domain/errors.ts';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** False, too, at the end of the input. */
export async function askYesNo(
  terminal: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
  const answer = await answerOf(lines, terminal, `${question} [y/N] `, signal);
  return /^y(es)?$/i.test(answer.trim());
}

/** What is typed is not shown. Empty at the end of the input. */
export async function askSecret(
  terminal: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  terminal.output.write(question);
  const lines = createInterface({ input: terminal.input, output: nowhere, terminal: true });
  const answer = await answerOf(lines, terminal, '', signal);
  terminal.output.write('\n');
  return answer;
}

async function answerOf(
  lines: Interface,
  terminal: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<string> {
  const { promise: answer, resolve, reject } = Promise.withResolvers<string>();
  // Readline takes Ctrl+C before the process does, and leaves the question open at the end of input.
  lines.on('SIGINT', () => {
    terminal.output.write('\n');
    reject(new CertError('Cancelled', { during: 'check' }));
  });
  const noAnswer = (): void => {
    terminal.output.write('\n');
    resolve('');
  };
  lines.on('close', noAnswer);
  lines.question(question, { signal }).then(resolve, (error: unknown) => {
    reject(signal.aborted ? signal.reason : error);
  });
  try {
    return await answer;
  } finally {
    lines.off('close', noAnswer);
    lines.close();
  }
}
