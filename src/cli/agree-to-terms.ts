/** Terms of service are shown and agreed to, never silently. */
import { createInterface } from 'node:readline/promises';
import type { AgreeToTerms } from '../app/ca-session.ts';
import { CertError } from '../domain/errors.ts';
import { plainLine } from '../domain/plain-text.ts';
import type { Progress } from './progress.ts';

export interface TermsOptions {
  /** `--agree-terms`. */
  readonly agreed: boolean;
  /** Undefined where nobody can be asked. */
  readonly terminal: Terminal | undefined;
  readonly progress: Pick<Progress, 'say' | 'suspended'>;
  readonly signal: AbortSignal;
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export function agreeToTerms({ agreed, terminal, progress, signal }: TermsOptions): AgreeToTerms {
  return async (ca, terms) => {
    const sentence = `Terms of service of ${ca.name}: ${plainLine(terms)}`;
    if (agreed) {
      progress.say(`${sentence} (agreed to with --agree-terms)`);
      return true;
    }
    if (!terminal) return false;
    return progress.suspended(() => ask(terminal, sentence, signal));
  };
}

async function ask(terminal: Terminal, sentence: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
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
  lines
    .question(`${sentence}\nDo you agree? [y/N] `, { signal })
    .then(resolve, (error: unknown) => {
      reject(signal.aborted ? signal.reason : error);
    });
  try {
    return /^y(es)?$/i.test((await answer).trim());
  } finally {
    lines.off('close', noAnswer);
    lines.close();
  }
}
