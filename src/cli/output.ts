/**
 * The two streams of a command: results go to stdout, everything else to stderr. With
 * `--output json` stdout gets exactly one JSON document, the error where there is one.
 */
import { explain } from '../domain/error-catalogue.ts';
import type { CertError } from '../domain/errors.ts';
import type { Explanation } from '../domain/messages/explanation.ts';
import { english } from '../domain/translate.ts';
import { plainJson, plainLine, plainText } from '../domain/plain-text.ts';

/** As the catalogue of errors has it. */
const ALL_HELP = 'kvcert --help';

export interface Output {
  readonly json: boolean;
  /** The result: `table` makes the text for people. */
  result(document: unknown, table: () => string): void;
  /** An error with its remedies. */
  error(error: CertError): void;
  /** What has to be known next to the result: one line on stderr, with JSON and quiet, too. */
  warn(line: string): void;
}

export interface OutputStreams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export interface OutputOptions {
  readonly json: boolean;
  /** The command line that shows the help of what is run; absent: of everything. */
  readonly help?: string;
}

export function createOutput(streams: OutputStreams, { json, help }: OutputOptions): Output {
  const toStderr = (text: string): void => void streams.stderr.write(`${text}\n`);
  return {
    json,
    result(document, table) {
      streams.stdout.write(`${json ? plainJson(document) : table()}\n`);
    },
    error(error) {
      const { message, remedies } = explained(error, help);
      if (json) {
        streams.stdout.write(`${plainJson({ error: errorDocument(error, help) })}\n`);
        return;
      }
      toStderr(`kvcert: ${plainText(message)}`);
      for (const { text, command } of remedies) {
        toStderr(`  - ${plainLine(text)}`);
        if (command !== undefined) toStderr(`      ${plainLine(command)}`);
      }
    },
    warn(line) {
      toStderr(`kvcert: ${plainLine(line)}`);
    },
  };
}

/** `{code, message, details, remedies}`: what scripts get to see of an error. */
export function errorDocument(error: CertError, help?: string): object {
  const { message, remedies } = explained(error, help);
  return { code: error.code, message, details: error.facts, remedies };
}

/** The help that is meant is that of the command. */
function explained(error: CertError, help = ALL_HELP): Explanation {
  const { message, remedies } = explain(error, english, 'command-line');
  return {
    message,
    remedies: remedies.map((remedy) =>
      remedy.command === ALL_HELP ? { ...remedy, command: help } : remedy,
    ),
  };
}
