/** Terms of service are shown and agreed to, never silently. */
import { createInterface } from 'node:readline/promises';
import type { AgreeToTerms } from '../app/ca-session.ts';
import { plainLine } from './plain-text.ts';

export interface TermsOptions {
  /** `--agree-terms`. */
  readonly agreed: boolean;
  /** Undefined where nobody can be asked. */
  readonly terminal:
    { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream } | undefined;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

export function agreeToTerms({ agreed, terminal, tell, signal }: TermsOptions): AgreeToTerms {
  return async (ca, terms) => {
    const sentence = `Terms of service of ${ca.name}: ${plainLine(terms)}`;
    if (agreed) {
      tell(`${sentence} (agreed to with --agree-terms)`);
      return true;
    }
    if (!terminal) return false;
    const lines = createInterface({ input: terminal.input, output: terminal.output });
    try {
      const answer = await lines.question(`${sentence}\nDo you agree? [y/N] `, { signal });
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      lines.close();
    }
  };
}
