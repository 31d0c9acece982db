import type { Log } from '../domain/runtime.ts';
import { plainLine } from '../domain/plain-text.ts';

/** One line for each event with `--verbose`; nothing without. */
export function stderrLog(stream: { write(text: string): unknown }, verbose: boolean): Log {
  const write = (
    level: string,
    message: string,
    facts?: Readonly<Record<string, unknown>>,
  ): void => {
    if (!verbose) return;
    const more = facts === undefined ? '' : ` ${JSON.stringify(facts)}`;
    stream.write(`${plainLine(`${level} ${message}${more}`)}\n`);
  };
  return {
    debug: (message, facts) => {
      write('debug', message, facts);
    },
    warn: (message, facts) => {
      write('warn', message, facts);
    },
  };
}
